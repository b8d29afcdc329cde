// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Drift

@Suite("A day of the calendar")
struct CalendarDayTests {
  @Test(
    "is read and counted from 1970",
    arguments: [("1970-01-01", 0), ("1970-01-02", 1), ("2024-02-29", 19_782), ("2026-12-31", 20_818)])
  func read(text: String, day: Int) throws {
    let time = try #require(Timestamp(day: text))
    #expect(time.day == day && Timestamp(milliseconds: time.milliseconds + 86_399_999).day == day)
  }

  @Test("is counted before 1970, too")
  func before() {
    #expect(Timestamp(milliseconds: -1).day == -1 && Timestamp(milliseconds: -86_400_000).day == -1)
    #expect(Timestamp(milliseconds: -86_400_001).day == -2)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "2026-12-32", "2026-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026/01/01",
      "2026-01-01T", "tomorrow", "2026-01-0x", "2026-01-00", " 2026-01-01",
    ])
  func refused(text: String) {
    #expect(Timestamp(day: text) == nil)
  }
}
