// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// A request for another page of a list, made of one for some page of it.
enum PageRequest {
  /// - Parameter tokens: for each of `places` its token; nil for one that the page before did not give.
  /// - Returns: nil where it is not known how to write them into such a request.
  static func asking(
    _ request: HTTPRequest, for tokens: [[UInt8]?], at places: [WirePlace]
  ) -> HTTPRequest? {
    var result = request
    for (place, token) in zip(places, tokens) {
      guard let token, let next = setting(result, place, to: token) else { return nil }
      result = next
    }
    return result
  }

  private static func setting(_ request: HTTPRequest, _ place: WirePlace, to token: [UInt8]) -> HTTPRequest? {
    var isThere = false
    let replaced = RequestTexts.rewritten(request, places: [place]) { text, isPlace in
      isThere = isThere || isPlace
      return isPlace ? token : text
    }
    if isThere { return replaced }
    guard let name = place.path.first, place.path.count == 1 else { return nil }
    var result = request
    let pair = "\(PercentEncoding.encode(name.utf8))=\(PercentEncoding.encode(token))"
    let isForm = MediaType(request.head.fields["Content-Type"]) == .form
    if place.location == .query || place.location == .body && request.body.isEmpty && request.head.query != nil {
      result.head.target += (request.head.query == nil ? "?" : "&") + pair
    } else if place.location == .body, isForm {
      result.body += Array("&\(pair)".utf8)
    } else if place.location == .body, let body = json(request.body, name, token) {
      result.body = body
    } else {
      return nil
    }
    ResponseIntegrity.repair(&result.head.fields, from: request.body, to: result.body)
    return result
  }

  /// An object with a member more; nil for what is none.
  private static func json(_ body: [UInt8], _ name: String, _ token: [UInt8]) -> [UInt8]? {
    guard let root = body.isEmpty ? Document.empty.root : try? JSONReader.read(body).root, root.kind == .object,
      let brace = body.isEmpty ? 0 : body.firstIndex(of: 0x7B)
    else { return nil }
    var member = JSONWriter()
    member.object { $0.member(name, String(decoding: token, as: UTF8.self)) }
    let inner = member.bytes.dropFirst().dropLast()
    let rest = body.isEmpty ? [0x7D] : Array(body[(brace + 1)...])
    return [0x7B] + inner + (root.count == 0 ? [] : [0x2C]) + rest
  }
}
