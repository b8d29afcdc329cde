// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// An admin call that has passed all that is checked before any state is looked at.
struct AdminCall {
  let action: AdminAction
  /// An object.
  let input: AdminValue

  /// A dumped state can be longer than any request to the service.
  static let limits = DocumentLimits(bytes: 64 << 20, depth: 64, nodes: 8_000_000)

  private static let prefix = "/_tapedeck/"

  /// Whether a request is one to this service's own controls, and none to AWS.
  static func isAsked(by head: HTTPRequestHead) -> Bool { head.path.hasPrefix(prefix) }

  /// Reads a call: method, action, content type, JSON.
  init(_ request: HTTPRequest) throws(AdminError) {
    guard request.body.count <= Self.limits.bytes else {
      throw AdminError(.tooLarge, "the body is longer than \(Self.limits.bytes) bytes")
    }
    let name = String(request.head.path.dropFirst(Self.prefix.count))
    guard let action = AdminAction.named[name] else {
      throw AdminError(.unknownAction, "there is no '\(name)', but \(AdminAction.named.keys.sorted())")
    }
    guard request.head.method == "POST" else { throw AdminError(.notPost, "the method has to be POST") }
    // A page in a browser can send other types to this machine without being asked, but not this one.
    guard request.head.hasMediaType("application/json") else {
      throw AdminError(.notJSON, "the Content-Type has to be application/json")
    }
    self.action = action
    do throws(DocumentError) {
      let body = request.body.isEmpty ? Array("{}".utf8) : request.body
      input = AdminValue(try JSONReader.read(body, limits: Self.limits).root)
    } catch {
      throw AdminError(.malformed, "the body is not JSON: \(error)")
    }
    guard input.value.kind == .object else { throw input.unexpected("an object") }
    guard let known = action.members else { return }
    for member in input.value.members where !known.contains(member.name.string ?? "") {
      throw AdminError(.malformed, "\(name) takes no '\(member.name.string ?? "")', but \(known)")
    }
  }
}

extension HTTPRequestHead {
  /// Whether the content is of that type, whatever its parameters.
  func hasMediaType(_ type: String) -> Bool {
    String((fields["Content-Type"] ?? "").prefix { $0 != ";" && $0 != " " }).equalsIgnoringASCIICase(type)
  }
}
