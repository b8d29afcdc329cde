// SPDX-License-Identifier: Apache-2.0

/// What an operation's clients put before the host of its service (Smithy, "endpoint trait").
package struct HostPrefix: Hashable, Sendable {
  /// Text, and members whose values stand in it.
  private enum Part: Hashable, Sendable {
    case literal(String)
    case member(WirePlace)
  }

  private let parts: [Part]

  /// `sync-`, `{header:x-amz-account-id}.`
  init(_ template: Substring) {
    var parts: [Part] = []
    var rest = template
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      if open > rest.startIndex { parts.append(.literal(String(rest[..<open]))) }
      parts.append(.member(WirePlace(rest[open..<close].dropFirst())))
      rest = rest[close...].dropFirst()
    }
    if !rest.isEmpty { parts.append(.literal(String(rest))) }
    self.parts = parts
  }

  /// The prefix of a request's host; nil where a header lacks what stands in it, or has what can be no label of a host.
  package func text(for head: HTTPRequestHead) -> String? {
    var text = ""
    for part in parts {
      switch part {
      case .literal(let literal): text += literal
      case .member(let place):
        guard place.location == .header, let value = head.fields[place.path[0]], value.isHostLabel else { return nil }
        text += value
      }
    }
    return text
  }
}
