// SPDX-License-Identifier: Apache-2.0

/// A moment, in whole milliseconds since 1970-01-01T00:00:00Z. Leap seconds do not exist, as in POSIX.
package struct Timestamp: Hashable, Comparable, Sendable {
  package var milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  package init(seconds: Int64) {
    milliseconds = seconds * 1000
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

  package var seconds: Int64 { milliseconds.flooringDivide(1000) }

  /// Year to second in UTC (proleptic Gregorian calendar), after Howard Hinnant's days-from-civil arithmetic.
  package var civil: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    let days = seconds.flooringDivide(86_400)
    let rest = Int(seconds - days * 86_400)
    let shifted = days + 719_468
    let era = shifted.flooringDivide(146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (
      Int(year), Int(month), Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1),
      rest / 3600, rest / 60 % 60, rest % 60
    )
  }

  /// `2026-11-22T09:08:07`, which the forms of ISO 8601 begin with.
  package var dateAndTime: String { text("-", ":") }

  /// `2026-11-22T09:08:07.123Z` (RFC 3339).
  package var rfc3339: String { "\(dateAndTime).\(Int(milliseconds - seconds * 1000).padded(3))Z" }

  /// `20261122T090807Z`, as SigV4 writes it.
  package var basic: String { text("", "") + "Z" }

  private func text(_ dash: String, _ colon: String) -> String {
    let (year, month, day, hour, minute, second) = civil
    var text = Array(year.padded(4).utf8)
    text.reserveCapacity(24)
    func add(_ mark: String, _ part: Int) {
      text += mark.utf8
      text.append(UInt8(0x30 + part / 10))
      text.append(UInt8(0x30 + part % 10))
    }
    add(dash, month)
    add(dash, day)
    add("T", hour)
    add(colon, minute)
    add(colon, second)
    return String(decoding: text, as: UTF8.self)
  }

  /// `Sun, 22 Nov 2026 09:08:07 GMT`, as HTTP's `Date` writes it (RFC 9110 §5.6.7).
  package var httpDate: String {
    let (year, month, day, hour, minute, second) = civil
    let weekday = Int((seconds.flooringDivide(86_400) + 4).flooringRemainder(7))
    return "\(Timestamp.weekdays[weekday]), \(day.padded(2)) \(Timestamp.months[month - 1]) \(year.padded(4)) "
      + "\(hour.padded(2)):\(minute.padded(2)):\(second.padded(2)) GMT"
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

extension Timestamp {
  /// Reads what ``rfc3339`` writes, with or without the fraction; nil for anything else.
  package init?(rfc3339 text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"), let whole = Timestamp(dateAndTime: bytes[..<19]) else {
      return nil
    }
    var fraction: Int64 = 0
    if bytes.count > 20 {
      guard bytes[19] == UInt8(ascii: "."), bytes.count >= 22 else { return nil }
      var digits = Array(bytes[20..<bytes.count - 1].prefix(3))
      while digits.count < 3 { digits.append(0x30) }
      for byte in bytes[20..<bytes.count - 1] where byte &- 0x30 >= 10 { return nil }
      fraction = digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }
    milliseconds = whole.milliseconds + fraction
  }

  /// Reads what ``dateAndTime`` writes; nil for anything else.
  package init?(dateAndTime bytes: ArraySlice<UInt8>) {
    let start = bytes.startIndex
    let marks: [(Int, UInt8)] = [(4, 0x2D), (7, 0x2D), (10, 0x54), (13, 0x3A), (16, 0x3A)]
    guard bytes.count == 19, marks.allSatisfy({ bytes[start + $0.0] == $0.1 }) else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      Timestamp.number(bytes[start + range.lowerBound..<start + range.upperBound])
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
    else { return nil }
    self.init(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
  }

  /// Reads what ``httpDate`` writes, whatever weekday it names; nil for anything else, the obsolete forms included.
  package init?(httpDate text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 29 else { return nil }
    let marks: [(Int, UInt8)] = [(3, 0x2C), (4, 0x20), (7, 0x20), (11, 0x20), (16, 0x20), (19, 0x3A), (22, 0x3A)]
    guard marks.allSatisfy({ bytes[$0.0] == $0.1 }), bytes[25...].elementsEqual(" GMT".utf8),
      Timestamp.weekdays.contains(where: { $0.utf8.elementsEqual(bytes[..<3]) }),
      let month = Timestamp.months.firstIndex(where: { $0.utf8.elementsEqual(bytes[8..<11]) }),
      let day = Timestamp.number(bytes[5..<7]), let year = Timestamp.number(bytes[12..<16]),
      let hour = Timestamp.number(bytes[17..<19]), let minute = Timestamp.number(bytes[20..<22]),
      let second = Timestamp.number(bytes[23..<25])
    else { return nil }
    self.init(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
  }

  /// Nil where a part is out of its range; a day behind the end of its month is one of the next.
  private init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61 else { return nil }
    let shiftedYear = Int64(month <= 2 ? year - 1 : year)
    let era = shiftedYear.flooringDivide(400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    self.init(seconds: days * 86_400 + Int64((hour * 60 + minute) * 60 + second))
  }

  /// A number of decimal digits only; nil for anything else.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in digits {
      guard byte &- 0x30 < 10 else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return value
  }
}

extension Int {
  /// In base 10 with zeros before it.
  package func padded(_ width: Int) -> String {
    let digits = String(self)
    // Of dates, most are as long as they are to be.
    if digits.utf8.count >= width { return digits }
    return String(repeating: "0", count: width - digits.utf8.count) + digits
  }
}

extension Int64 {
  fileprivate func flooringDivide(_ divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  fileprivate func flooringRemainder(_ divisor: Int64) -> Int64 {
    self - flooringDivide(divisor) * divisor
  }
}
