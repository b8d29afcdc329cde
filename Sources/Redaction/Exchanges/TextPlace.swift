// SPDX-License-Identifier: Apache-2.0

/// Which half of an exchange a text stands in.
enum ExchangeHalf: String, CustomStringConvertible, Sendable {
  case request, response

  var description: String { rawValue }
}

/// Where a text stands, as far as that matters to what is redacted in it.
struct TextPlace: ~Copyable {
  /// How a note of a change tells the place.
  enum Name {
    case word(StaticString)
    case query(String)
    case header(String)
    /// With the JSON pointer in it.
    case body(String)
  }

  let part: ExchangeHalf
  private let name: Name
  /// Whether numbers in dots are versions here.
  let tellsVersion: Bool
  /// Whether a rule of the project keeps what stands here, but for credentials.
  let isKept: Bool
  /// Whether the text is a part of another, hence no document.
  let isPart: Bool

  init(
    _ part: ExchangeHalf, _ name: Name, tellsVersion: Bool = false, isKept: Bool = false, isPart: Bool = false
  ) {
    self.part = part
    self.name = name
    self.tellsVersion = tellsVersion
    self.isKept = isKept
    self.isPart = isPart
  }

  var description: String { "\(part) \(name)" }
}

extension TextPlace.Name: CustomStringConvertible {
  var description: String {
    switch self {
    case .word(let word): "\(word)"
    case .query(let name): "query \(name)"
    case .header(let name): "header \(name)"
    case .body(let pointer): "/body\(pointer)"
    }
  }
}
