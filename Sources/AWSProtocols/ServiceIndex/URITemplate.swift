// SPDX-License-Identifier: Apache-2.0

/// The parts of an operation's URI template (Smithy, "HTTP binding traits": http trait).
struct URITemplate: Sendable {
  enum Segment: Hashable, Sendable {
    case literal(String)
    case label(String)
    /// A label of one or more segments; a template has one at most.
    case greedy(String)
  }

  /// A query parameter that requests of the operation carry.
  struct FixedParameter: Sendable {
    let name: String
    /// nil where it has none: `?uploads`.
    let value: String?
  }

  let segments: [Segment]
  let endsWithSlash: Bool
  let fixed: [FixedParameter]

  init(_ uri: String) {
    let sides = uri.split(separator: "?", maxSplits: 1)
    segments = (sides.first ?? "").split(separator: "/").map { Segment($0) }
    endsWithSlash = sides.first?.last == "/"
    fixed = (sides.dropFirst().first ?? "").split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1)
      return FixedParameter(name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : nil)
    }
  }

  /// How well a path fits that it matches: literal segments count first, then the slash at the end.
  func closeness(to path: RequestPath) -> Int {
    let literals = segments.reduce(0) { if case .literal = $1 { $0 + 1 } else { $0 } }
    return 2 * literals + (endsWithSlash == path.endsWithSlash ? 1 : 0)
  }
}

extension URITemplate.Segment {
  init(_ text: Substring) {
    if text.hasPrefix("{"), text.hasSuffix("+}") {
      self = .greedy(String(text.dropFirst().dropLast(2)))
    } else if text.hasPrefix("{"), text.hasSuffix("}") {
      self = .label(String(text.dropFirst().dropLast()))
    } else {
      self = .literal(String(text))
    }
  }
}
