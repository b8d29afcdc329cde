// SPDX-License-Identifier: Apache-2.0

/// What of a request, besides its path, tells operations apart: its method, query and headers.
struct RequestLine {
  let method: String
  private let query: [String: Set<String>]
  private let fields: HTTPFields

  init(_ head: HTTPRequestHead) {
    method = head.method
    fields = head.fields
    var query: [String: Set<String>] = [:]
    for field in FormField.parse((head.query ?? "").utf8, plusIsSpace: false) {
      query[String(decoding: field.name, as: UTF8.self), default: []]
        .insert(String(decoding: field.value, as: UTF8.self))
    }
    self.query = query
  }

  /// Whether a query parameter is there, with that value if one is given.
  func hasParameter(_ name: String, value: String?) -> Bool {
    guard let values = query[name] else { return false }
    return value.map(values.contains) ?? true
  }

  /// Whether a member is there. Presigning may have moved a header into the query.
  func has(_ member: WirePlace) -> Bool {
    guard let name = member.path.first else { return false }
    if member.location == .query { return query[name] != nil }
    return fields.contains(name) || query.keys.contains { $0.equalsIgnoringASCIICase(name) }
  }
}
