// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import AWSProtocols

@Suite("Timestamps")
struct TimestampTests {
  @Test(
    "are written as RFC 3339, SigV4 and HTTP want them",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z", "19700101T000000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
      (-1, "1969-12-31T23:59:59.999Z", "19691231T235959Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
      (-86_400_000, "1969-12-31T00:00:00.000Z", "19691231T000000Z", "Wed, 31 Dec 1969 00:00:00 GMT"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z", "20000229T000000Z", "Tue, 29 Feb 2000 00:00:00 GMT"),
      (951_868_799_999, "2000-02-29T23:59:59.999Z", "20000229T235959Z", "Tue, 29 Feb 2000 23:59:59 GMT"),
      (1_795_338_487_123, "2026-11-22T09:08:07.123Z", "20261122T090807Z", "Sun, 22 Nov 2026 09:08:07 GMT"),
      (4_107_542_400_000, "2100-03-01T00:00:00.000Z", "21000301T000000Z", "Mon, 01 Mar 2100 00:00:00 GMT"),
      (4_107_542_399_000, "2100-02-28T23:59:59.000Z", "21000228T235959Z", "Sun, 28 Feb 2100 23:59:59 GMT"),
      (-2_203_891_200_000, "1900-03-01T00:00:00.000Z", "19000301T000000Z", "Thu, 01 Mar 1900 00:00:00 GMT"),
    ] as [(Int64, String, String, String)])
  func known(milliseconds: Int64, rfc3339: String, basic: String, http: String) {
    let time = Timestamp(milliseconds: milliseconds)
    #expect(time.rfc3339 == rfc3339 && time.basic == basic && time.httpDate == http)
    #expect(Timestamp(rfc3339: rfc3339) == time)
    #expect(Timestamp(httpDate: http)?.seconds == time.seconds)
  }

  @Test("are read back as they were written", arguments: 0..<4)
  func roundTrip(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<200 {
      let time = Timestamp(milliseconds: .random(in: -62_167_219_200_000...253_402_300_799_999, using: &random))
      #expect(Timestamp(rfc3339: time.rfc3339) == time)
      #expect(Timestamp(dateAndTime: Array(time.dateAndTime.utf8)[...])?.seconds == time.seconds)
      #expect(Timestamp(httpDate: time.httpDate)?.seconds == time.seconds)
    }
  }

  @Test(
    "are read with any fraction or none",
    arguments: [("", 0), (".5", 500), (".12", 120), (".123456789", 123), (".9999", 999)])
  func fractions(fraction: String, milliseconds: Int64) {
    #expect(Timestamp(rfc3339: "1970-01-01T00:00:00\(fraction)Z") == Timestamp(milliseconds: milliseconds))
  }

  @Test(
    "are not read from anything else",
    arguments: [
      "", "Z", "2026-11-22", "2026-11-22T09:08:07", "2026-11-22T09:08:07+00:00", "2026-11-22 09:08:07Z",
      "2026-13-22T09:08:07Z", "2026-00-22T09:08:07Z", "2026-11-00T09:08:07Z", "2026-11-32T09:08:07Z",
      "2026-11-22T24:08:07Z", "2026-11-22T09:60:07Z", "2026-11-22T09:08:61Z", "2026-11-22T09:08:07.Z",
      "2026-11-22T09:08:07.1xZ", "2026-11-22T09:08:0éZ", "2026-11-22T09:08:07,5Z", "20261122T090807Z",
      "+026-11-22T09:08:07Z",
    ])
  func refused(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test(
    "are not read from what is no date of HTTP",
    arguments: [
      "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 UTC",
      "Sun, 06 Nox 1994 08:49:37 GMT", "Son, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
      "Sun, 6  Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ", "0", "-1",
    ])
  func refusedHTTPDate(text: String) {
    #expect(Timestamp(httpDate: text) == nil)
  }
}
