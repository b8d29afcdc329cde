// SPDX-License-Identifier: Apache-2.0

internal import CassetteFormat
internal import Documents

/// How long an answer from the tape is kept back.
package enum Latency: Hashable, Sendable {
  case none
  /// So many times what the answer took when it was recorded.
  case recorded(factor: Double)
  case fixed(Duration)

  /// No answer is kept back for longer, in seconds.
  package static let longest = 600.0

  /// Reads `none`, `recorded`, a factor (`0.5x`) or a duration (`250ms`); nil for anything else.
  package init?(_ text: String) {
    if text == "none" {
      self = .none
    } else if text == "recorded" {
      self = .recorded(factor: 1)
    } else if text.hasSuffix("x"), let factor = Duration.decimal(text.dropLast()) {
      self = .recorded(factor: factor)
    } else if let duration = Duration(written: text) {
      self = .fixed(duration)
    } else {
      return nil
    }
  }

  /// - Parameter took: what the answer took when it was recorded, in milliseconds; asked for only where it counts.
  package func delay(took: () -> Int) -> Duration {
    switch self {
    case .none: .zero
    case .recorded(let factor): .seconds(min(Double(max(0, took())) / 1000 * factor, Latency.longest))
    case .fixed(let duration): duration
    }
  }
}

extension Duration {
  /// Reads a decimal number with `ms`, `s`, `m` or `h` behind it; nil for anything else.
  /// - Parameter longest: in seconds; nil for anything longer.
  package init?(written text: some StringProtocol, longest: Double = Latency.longest) {
    let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)]
    guard let (unit, seconds) = units.first(where: { text.hasSuffix($0.0) }),
      let number = Duration.decimal(text.dropLast(unit.count)), number * seconds <= longest
    else { return nil }
    self = .seconds(number * seconds)
  }

  /// A decimal number without sign and exponent; nil for anything else, and from 10⁹ on.
  fileprivate static func decimal(_ text: some StringProtocol) -> Double? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 &- 0x30 < 10 || $0 == 0x2E }), let number = Double(text),
      number < 1e9
    else { return nil }
    return number
  }
}

extension Tape {
  /// How long the answer of the `index`-th exchange took when it was recorded, in milliseconds. Reads its line anew.
  package func took(_ index: Int) -> Int {
    (try? cassettes.view(index))?.line["took"]?.int ?? 0
  }
}
