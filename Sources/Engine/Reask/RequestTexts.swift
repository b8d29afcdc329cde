// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// The texts of a request that may have to be other ones for another account: segments of its path, values of its
/// query, of its fields and of its body.
enum RequestTexts {
  /// Longer bodies that are no document are sent as they are: 64 KiB.
  private static let longestText = 64 << 10

  /// The request with other texts, its encodings and digests true to them.
  /// - Parameter replace: given a text, decoded, and whether it stands at one of `places`; the same text where it stays.
  static func rewritten(
    _ request: HTTPRequest, places: [WirePlace] = [], _ replace: ([UInt8], Bool) -> [UInt8]
  ) -> HTTPRequest {
    var result = request
    result.head.target = target(request.head, places, replace)
    for at in result.head.fields.list.indices {
      let field = result.head.fields.list[at]
      let isPlace = places.contains { $0.location == .header && $0.path.first.map(field.isNamed) == true }
      result.head.fields.list[at].value = String(decoding: replace(Array(field.value.utf8), isPlace), as: UTF8.self)
    }
    result.body = body(request, places, replace)
    ResponseIntegrity.repair(&result.head.fields, from: request.body, to: result.body)
    return result
  }

  /// Calls `body` with each text.
  static func forEach(
    of request: HTTPRequest, places: [WirePlace] = [], _ body: ([UInt8], Bool) -> Void
  ) {
    _ = rewritten(request, places: places) { text, isPlace in
      body(text, isPlace)
      return text
    }
  }

  private static func target(
    _ head: HTTPRequestHead, _ places: [WirePlace], _ replace: ([UInt8], Bool) -> [UInt8]
  ) -> String {
    let path = head.path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
      encoded(segment, isPlace: false, replace)
    }.joined(separator: "/")
    guard let query = head.query else { return path }
    let pairs = query.split(separator: "&", omittingEmptySubsequences: false).map { pair in
      guard let equal = pair.firstIndex(of: "=") else { return String(pair) }
      let name = String(decoding: PercentEncoding.decode(pair[..<equal].utf8), as: UTF8.self)
      let isPlace =
        places.contains { $0.location == .query && $0.path.first == name }
        || places.contains { $0.location == .body && $0.path.last == name }
      return "\(pair[...equal])\(encoded(pair[pair.index(after: equal)...], isPlace: isPlace, replace))"
    }
    return "\(path)?\(pairs.joined(separator: "&"))"
  }

  /// A part of a target, as it was where its text stays.
  private static func encoded(
    _ part: Substring, isPlace: Bool, _ replace: ([UInt8], Bool) -> [UInt8]
  ) -> String {
    let text = PercentEncoding.decode(part.utf8)
    let other = text.isEmpty ? text : replace(text, isPlace)
    return other == text ? String(part) : PercentEncoding.encode(other)
  }

  private static func body(
    _ request: HTTPRequest, _ places: [WirePlace], _ replace: ([UInt8], Bool) -> [UInt8]
  ) -> [UInt8] {
    guard !request.body.isEmpty else { return [] }
    let pointers = places.filter { $0.location == .body }.map(\.path)
    if let kind = kind(request) {
      return ScalarRewriter.rewrite(request.body, as: kind) { place, scalar, text in
        guard scalar == .string || scalar == .number || scalar == .name else { return nil }
        return replace(Array(text), scalar != .name && pointers.contains { isAt($0, place) })
      }.bytes ?? request.body
    }
    guard request.body.count <= longestText, request.body.isUTF8 else { return request.body }
    return replace(request.body, false)
  }

  /// What the body is written in; nil for what is no document.
  private static func kind(_ request: HTTPRequest) -> BodyKind? {
    let type = MediaType(request.head.fields["Content-Type"])
    switch request.body.first {
    case _ where type == .cbor: return .cbor
    case 0x7B, 0x5B: return .json
    case 0x3C: return .xml
    default: return type == .form ? .form : nil
    }
  }

  private static func isAt(_ path: [String], _ place: borrowing ScalarPlace) -> Bool {
    guard place.depth == path.count else { return false }
    for (index, name) in path.enumerated() {
      guard case .member(let step) = place.step(index), step.elementsEqual(name.utf8) else { return false }
    }
    return true
  }
}
