// SPDX-License-Identifier: Apache-2.0

/// Which half of an exchange a text stands in.
enum ExchangeHalf: String, CustomStringConvertible, Sendable {
  case request, response

  var description: String { rawValue }
}

/// Where a text stands, as far as that matters to what is redacted in it.
struct TextPlace: ~Copyable {
  let part: ExchangeHalf
  /// How a note of a change tells the place; made only where there is one.
  private let text: () -> String
  /// Whether numbers in dots are versions here.
  let tellsVersion: Bool
  /// Whether a rule of the project keeps what stands here, but for credentials.
  let isKept: Bool
  /// Whether the text is a part of another, hence no document.
  let isPart: Bool

  init(
    _ part: ExchangeHalf, tellsVersion: Bool = false, isKept: Bool = false, isPart: Bool = false,
    _ text: @escaping () -> String
  ) {
    self.part = part
    self.text = text
    self.tellsVersion = tellsVersion
    self.isKept = isKept
    self.isPart = isPart
  }

  var description: String { "\(part) \(text())" }
}
