// SPDX-License-Identifier: Apache-2.0

/// The moments of one request in two runs: when it was recorded and when it was asked again. Milliseconds since 1970.
package struct TimestampPair: Sendable {
  package var recorded: Int64
  package var live: Int64

  package init(recorded: Int64, live: Int64) {
    self.recorded = recorded
    self.live = live
  }

  /// How far two timestamps of one meaning may lie apart, seen from the two clocks: a program may take its time before
  /// it sends what it has computed from its clock.
  private static let slack: Int64 = 120_000
  private static let day: Int64 = 86_400_000

  /// Whether two moments stand equally far from the two clocks, hence are `now`, `now - 1 h` and the like of each.
  func areEquallyFar(_ left: Int64, _ right: Int64) -> Bool {
    let (before, after) = (left - recorded, right - live)
    // Beyond ten years there is no clock near; that also keeps the sums from overflowing.
    guard abs(before) < 3653 * TimestampPair.day else { return false }
    return abs(before - after) <= TimestampPair.slack
  }

  /// The same for days, which have no time of day: as many days from the day of each clock.
  private func areEquallyFarDays(_ left: Int64, _ right: Int64) -> Bool {
    func number(_ moment: Int64) -> Int64 {
      (moment - (moment % TimestampPair.day + TimestampPair.day) % TimestampPair.day) / TimestampPair.day
    }
    let (before, after) = (number(left) - number(recorded), number(right) - number(live))
    return abs(before) < 3653 && before == after
  }

  /// Two timestamps as ISO 8601 writes them, of one form.
  func mayDiffer(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard let first = CivilTime(left), let second = CivilTime(right), first.isDay == second.isDay else { return false }
    if first.isDay { return areEquallyFarDays(first.milliseconds, second.milliseconds) }
    // Moments that were rounded down to the hour or day are as good as their clock's hour or day.
    return areEquallyFar(first.milliseconds, second.milliseconds)
      || first.milliseconds % TimestampPair.day == 0 && second.milliseconds % TimestampPair.day == 0
        && areEquallyFarDays(first.milliseconds, second.milliseconds)
  }

  /// Whether two numbers that count seconds or milliseconds since 1970 lie within a day of their clocks.
  func areNear(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard let first = moment(left), let second = moment(right) else { return false }
    return abs(first - recorded) < TimestampPair.day && abs(second - live) < TimestampPair.day
  }

  private func moment(_ digits: UnsafeRawBufferPointer) -> Int64? {
    guard digits.count == 10 || digits.count == 13 else { return nil }
    return digits.reduce(0) { $0 * 10 + Int64($1 & 15) } * (digits.count == 10 ? 1000 : 1)
  }

  /// Two numbers that count seconds (10 digits) or milliseconds (13 digits) since 1970; nil where they are none.
  func mayDiffer(seconds left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool? {
    guard left.count == right.count, let first = moment(left), let second = moment(right) else { return nil }
    guard abs(first - recorded) < 3653 * TimestampPair.day else { return nil }
    return areEquallyFar(first, second)
  }
}

/// A date or a date and time of day, read from ISO 8601 in the forms that ``GeneratedTokens`` finds.
struct CivilTime {
  /// Since 1970, in UTC; without an offset the time is taken as UTC.
  let milliseconds: Int64
  let isDay: Bool

  init?(_ text: UnsafeRawBufferPointer) {
    func number(_ range: Range<Int>) -> Int64 { text[range].reduce(0) { $0 * 10 + Int64($1 & 15) } }
    guard text.count >= 10 else { return nil }
    let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    // Days since 1970 in the proleptic Gregorian calendar, counted in eras of 400 years that begin in March.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let yearOfEra = shifted - era * 400
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    isDay = text.count == 10
    guard !isDay else {
      milliseconds = days * 86_400_000
      return
    }
    let (hour, minute) = (number(11..<13), number(14..<16))
    var second: Int64 = 0
    var fraction: Int64 = 0
    var at = 16
    if at < text.count, text[at] == 0x3A {
      second = number(17..<19)
      at = 19
    }
    if at < text.count, text[at] == 0x2E {
      var place: Int64 = 100
      at += 1
      while at < text.count, ByteClass.isDigit(text[at]) {
        fraction += Int64(text[at] & 15) * place
        place /= 10
        at += 1
      }
    }
    var offset: Int64 = 0
    if at < text.count, text[at] != 0x5A {
      let hours = number(at + 1..<at + 3)
      let rest = text[(at + 3)...].filter { ByteClass.isDigit($0) }.reduce(Int64(0)) { $0 * 10 + Int64($1 & 15) }
      offset = (hours * 60 + rest) * (text[at] == 0x2D ? -1 : 1)
    }
    guard hour < 24, minute < 60, second < 61 else { return nil }
    milliseconds = (((days * 24 + hour) * 60 + minute - offset) * 60 + second) * 1000 + fraction
  }
}
