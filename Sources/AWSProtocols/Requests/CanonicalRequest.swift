// SPDX-License-Identifier: Apache-2.0

package import Documents

/// The normal form of a request: equal for two requests that mean the same.
///
/// For awsJson that is the action and the JSON body; for anything else also method, path and query. Signature,
/// transport and SDK headers are no part of it; idempotency tokens stand as placeholders.
package struct CanonicalRequest: Sendable {
  package let action: Action
  /// What is compared: the body of an awsJson request, else an object of `method`, `path`, `query` and `body`.
  package let document: Document
  private let placeholders: [String]

  package var tokens: [String] { [] }
  package var paths: CanonicalPaths {
    CanonicalPaths(placeholders: PathSet(placeholders.map { DocumentPath(names: [$0]) }))
  }
  package let rules: ActionRules

  package init(action: Action, head: HTTPRequestHead, body: ArraySlice<UInt8>, context: CanonicalContext) {
    self.init(action: action, head: head, body: body, index: context.index, rules: context.rules.rules(for: action))
  }

  /// - Parameter head: the request as it came; only its method, target, `Content-Type` and `X-Amz-Target` count.
  package init(
    action: Action, head: HTTPRequestHead, body: ArraySlice<UInt8>, index: ServiceIndex, rules: ActionRules = .none
  ) {
    self.rules = rules
    self.action = action
    if head.fields.contains("X-Amz-Target"), let document = CanonicalRequest.jsonBody(body) {
      self.document = document
      placeholders = CanonicalRequest.idempotencyTokens(of: action, index)
    } else {
      document = CanonicalRequest.plain(head, body)
      placeholders = []
    }
  }

  /// The key under which a tape holds the request.
  package var key: CanonicalKey { key(.literal) }

  package func key(_ form: TextForm) -> CanonicalKey {
    var writer = CanonicalWriter(paths: paths, form: form)
    writer.begin(with: action)
    do {
      try writer.write(document.root)
      return CanonicalKey(hashing: writer.bytes)
    } catch {
      // Members that stand twice have no meaning that all agree on: such a body is equal to itself as written.
      var writer = CanonicalWriter()
      writer.append("\(action)\0=")
      writer.writeAsIs(document.root)
      return CanonicalKey(hashing: writer.bytes)
    }
  }

  /// The members of the body that only make a request unique.
  private static func idempotencyTokens(of action: Action, _ index: ServiceIndex) -> [String] {
    let tokens = index.service(named: action.service)?.operation(named: action.operation)?.idempotencyTokens ?? []
    return tokens.compactMap { $0.location == .body && $0.path.count == 1 ? $0.path[0] : nil }
  }

  private static func jsonBody(_ body: ArraySlice<UInt8>) -> Document? {
    if body.isEmpty { return try? JSONReader.read([0x7B, 0x7D]) }
    return try? JSONReader.read(Array(body))
  }

  private static func plain(_ head: HTTPRequestHead, _ body: ArraySlice<UInt8>) -> Document {
    var writer = JSONWriter()
    let target = head.targetWithoutSignature
    let query = target.firstIndex(of: "?").map { target[target.index(after: $0)...] } ?? ""
    writer.object { request in
      request.member("method", head.method)
      request.member("path", PercentEncoding.normalised(target: target.prefix { $0 != "?" }))
      write(FormField.parse(query.utf8, plusIsSpace: false), as: "query", to: &request)
      if body.isEmpty { return }
      let type = MediaType(head.fields["Content-Type"])
      if type == .form {
        write(FormField.parse(body, plusIsSpace: true), as: "form", to: &request)
      } else if type == .json, let document = jsonBody(body) {
        request.name("body")
        request.raw(document.root.bytes)
      } else {
        request.member(
          "body",
          object: { blob in
            blob.member("sha256", sha256Hex(body))
            blob.member("bytes", body.count)
          })
      }
    }
    // What the writer wrote is JSON by construction; an empty object stands in should it ever not be.
    return (try? JSONReader.read(writer.bytes, limits: plainLimits)) ?? Document.empty
  }

  /// Room for a body as large and deep as may be, and what is round it.
  private static let plainLimits = DocumentLimits(bytes: .max, depth: DocumentLimits.standard.depth + 1, nodes: .max)

  /// A multi-map: names sorted, the values of one name in their order.
  private static func write(_ fields: [FormField], as name: String, to writer: inout JSONWriter) {
    if fields.isEmpty { return }
    var values: [[UInt8]: [[UInt8]]] = [:]
    for field in fields { values[field.name, default: []].append(field.value) }
    writer.member(
      name,
      object: { map in
        for (name, list) in values.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
          map.name(utf8: lossless(name))
          map.array { array in list.forEach { array.string(utf8: lossless($0)) } }
        }
      })
  }
}

extension CanonicalWriter {
  /// The action stands before the request, so that equal bodies of two operations have two keys.
  fileprivate mutating func begin(with action: Action) {
    append(action.service)
    append(":")
    append(action.operation)
    append("\0")
  }
}

package struct CanonicalContext: Sendable {
  package var index: ServiceIndex
  package var rules: MatchRules
  package init(index: ServiceIndex = .standard, rules: MatchRules = .none) { self.index = index; self.rules = rules }
  package static let standard = CanonicalContext()
}
