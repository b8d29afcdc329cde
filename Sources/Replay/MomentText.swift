// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// Moves moments that are written down, and keeps the form in which they are.
enum MomentText {
  /// What can be a moment and not a count or a duration: from March 1973 on.
  private static let earliest: Int64 = 100_000_000
  /// From here on a number counts milliseconds: as seconds it would be in the year 5138.
  private static let milliseconds: Int64 = 100_000_000_000
  private static let latest: Int64 = 100_000_000_000_000

  /// The text of an ISO 8601 time or an HTTP date (RFC 9110 §5.6.7), moved; nil where it is neither, or would leave the
  /// years of four digits. Fraction and offset stay as they are.
  static func shifted(text: ArraySlice<UInt8>, by seconds: Int64) -> [UInt8]? {
    if let moment = Timestamp(dateAndTime: text.prefix(19)) {
      let rest = text.dropFirst(19)
      guard isFractionAndOffset(rest), let moved = moved(moment, by: seconds) else { return nil }
      return Array(moved.dateAndTime.utf8) + rest
    }
    guard text.count == 29, let moment = Timestamp(httpDate: String(decoding: text, as: UTF8.self)) else { return nil }
    return moved(moment, by: seconds).map { Array($0.httpDate.utf8) }
  }

  /// The text of a number of seconds (or, from 10¹¹ on, milliseconds) since 1970, moved; nil where it is no such number.
  /// The fraction keeps its digits, and a mantissa its place of the point: Java writes `1.7E9`.
  static func shifted(number: ArraySlice<UInt8>, by seconds: Int64) -> [UInt8]? {
    guard let decimal = DecimalText(number), let value = decimal.whole else { return nil }
    let count: Int64
    switch value {
    case earliest..<milliseconds: count = seconds
    case milliseconds..<latest: count = seconds.multipliedReportingOverflow(by: 1000).partialValue
    default: return nil
    }
    let (moved, isTooFar) = value.addingReportingOverflow(count)
    return isTooFar || moved < earliest ? nil : decimal.text(whole: moved)
  }

  private static func moved(_ moment: Timestamp, by seconds: Int64) -> Timestamp? {
    let (moved, isTooFar) = moment.seconds.addingReportingOverflow(seconds)
    let fourDigits: ClosedRange<Int64> = -62_167_219_200...253_402_300_799
    return isTooFar || !fourDigits.contains(moved) ? nil : Timestamp(seconds: moved)
  }

  /// `.123Z`, `+02:00`, `-0700`, or nothing.
  private static func isFractionAndOffset(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      let offset = rest.drop { $0 &- 0x30 < 10 }
      guard offset.startIndex > rest.startIndex else { return false }
      rest = offset
    }
    switch rest.first {
    case nil: return true
    case UInt8(ascii: "Z"): return rest.count == 1
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      let digits = rest.dropFirst().filter { $0 != UInt8(ascii: ":") }
      return digits.count == 4 && rest.count <= 6 && digits.allSatisfy { $0 &- 0x30 < 10 }
    default: return false
    }
  }
}

/// A positive decimal number in the parts in which it was written.
private struct DecimalText {
  /// The digits before and behind the point, as if the exponent were 0.
  private var digits: [UInt8]
  private var fractionCount: Int
  /// How many digits stood before the point, and which `e` behind them, where there was one.
  private var mantissa: (wholeCount: Int, letter: UInt8)?

  init?(_ text: ArraySlice<UInt8>) {
    let isDigit: (UInt8) -> Bool = { $0 &- 0x30 < 10 }
    let whole = text.prefix(while: isDigit)
    var rest = text[whole.endIndex...]
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: isDigit)
      guard !fraction.isEmpty else { return nil }
      rest = text[fraction.endIndex...]
    }
    // Far more than any moment has.
    guard !whole.isEmpty, whole.count + fraction.count <= 40 else { return nil }
    digits = Array(whole + fraction)
    fractionCount = fraction.count
    guard let letter = rest.first else { return }
    guard letter | 0x20 == UInt8(ascii: "e"), let exponent = Int(String(decoding: rest.dropFirst(), as: UTF8.self)),
      (0...20).contains(exponent)
    else { return nil }
    mantissa = (whole.count, letter)
    digits += Array(repeating: 0x30, count: max(0, exponent - fractionCount))
    fractionCount = max(0, fractionCount - exponent)
  }

  /// The part before the point, where it is one that 18 digits hold.
  var whole: Int64? {
    let digits = digits.dropLast(fractionCount)
    return digits.count > 18 ? nil : digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }

  /// The same number with another part before the point.
  func text(whole: Int64) -> [UInt8] {
    let moved = Array(String(whole).utf8) + digits.suffix(fractionCount)
    guard let mantissa else { return DecimalText.pointed(moved, moved.count - fractionCount) }
    let exponent = moved.count - fractionCount - mantissa.wholeCount
    return DecimalText.pointed(moved, mantissa.wholeCount) + [mantissa.letter] + Array(String(exponent).utf8)
  }

  private static func pointed(_ digits: [UInt8], _ wholeCount: Int) -> [UInt8] {
    wholeCount >= digits.count ? digits : digits[..<wholeCount] + [UInt8(ascii: ".")] + digits[wholeCount...]
  }
}
