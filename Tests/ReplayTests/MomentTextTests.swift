// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Replay

@Suite struct MomentTextTests {
  private func text(_ text: String, by seconds: Int64) -> String? {
    MomentText.shifted(text: Array(text.utf8)[...], by: seconds).map { String(decoding: $0, as: UTF8.self) }
  }

  private func number(_ text: String, by seconds: Int64) -> String? {
    MomentText.shifted(number: Array(text.utf8)[...], by: seconds).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    "A time keeps its form when it moves by an hour and a second",
    arguments: [
      ("2026-11-22T23:08:07Z", "2026-11-23T00:08:08Z"),
      ("2026-11-22T09:08:07.5Z", "2026-11-22T10:08:08.5Z"),
      ("2026-11-22T09:08:07.123456789Z", "2026-11-22T10:08:08.123456789Z"),
      ("2026-12-31T23:59:59.000+02:00", "2027-01-01T01:00:00.000+02:00"),
      ("2026-11-22T09:08:07-0700", "2026-11-22T10:08:08-0700"),
      ("2026-11-22T09:08:07", "2026-11-22T10:08:08"),
      ("Sun, 22 Nov 2026 23:08:07 GMT", "Mon, 23 Nov 2026 00:08:08 GMT"),
    ])
  func texts(_ old: String, _ new: String) {
    #expect(text(old, by: 3601) == new)
    #expect(text(new, by: -3601) == old)
  }

  @Test(
    "A number of seconds or milliseconds keeps its form when it moves by an hour and a second",
    arguments: [
      ("1795338487", "1795342088"), ("1795338487.0", "1795342088.0"), ("1795338487.123", "1795342088.123"),
      ("1795338487.123456789", "1795342088.123456789"), ("1795338487123", "1795342088123"),
      ("1.795338487E9", "1.795342088E9"), ("1.79533848E9", "1.795342081E9"), ("1.7E9", "1.700003601E9"),
      ("1.795338487123e9", "1.795342088123e9"), ("2E9", "2.000003601E9"), ("999999999", "1000003600"),
      ("9.99999999E8", "1.000003600E9"),
    ])
  func numbers(_ old: String, _ new: String) {
    #expect(number(old, by: 3601) == new)
  }

  @Test(
    "What is no moment stays",
    arguments: [
      "", "2026-11-22", "2026-11-22T09:08:07.Z", "2026-11-22T09:08:07.5.5Z", "2026-11-22T09:08:07+2", "P30D",
      "2026-11-22T09:08:07 UTC", "2026-13-22T09:08:07Z", "2026-11-22T09:08:07Z ", "2026-11-22T09:08:07+1:2345",
      "9999-12-31T23:59:59Z",
    ])
  func noTexts(_ old: String) {
    #expect(text(old, by: 3601) == nil)
  }

  @Test(
    "A number that is a count, a duration or no plain number stays",
    arguments: [
      "", "0", "-1", "3600", "99999999", "100000000000000", "1e400", "1e-3", "1795338487.", "17953384x7", "1E9E9",
      "9223372036854775808", "1700000000000000000000000000000000000000000000000000000",
    ])
  func noNumbers(_ old: String) {
    #expect(number(old, by: 3601) == nil)
  }

  @Test("There and back again is where it was", arguments: UInt64(0)..<8)
  func thereAndBack(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<100 {
      let distance = Int64.random(in: -1_000_000_000...1_000_000_000, using: &random)
      let fraction = String(UInt32.random(in: 0...999_999, using: &random))
      let old = "\(Int64.random(in: 1_200_000_000...9_000_000_000, using: &random)).\(fraction)"
      #expect(number(try #require(number(old, by: distance)), by: -distance) == old)
    }
  }
}
