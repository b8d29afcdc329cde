// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// The service's own time: that of the machine, or one that stands still, until it is advanced.
struct SimulatedClock: Dumped, Sendable {
  /// Where it stood at the beginning; nil where it goes with the machine's.
  private let start: Timestamp?
  /// Milliseconds that it has been advanced by.
  private var ahead: Int64 = 0

  /// How far one call can go, in seconds: a hundred years.
  static let longestStep = 100 * 366 * 86_400

  /// A clock that stands at a moment, or goes where there is none.
  init(fixed start: Timestamp?) {
    self.start = start
  }

  func moment(at now: Timestamp) -> Timestamp {
    Timestamp(milliseconds: (start ?? now).milliseconds + ahead)
  }

  /// Goes on by seconds; false where that leads beyond the year 9999.
  mutating func advance(bySeconds seconds: Int, at now: Timestamp) -> Bool {
    let step = Int64(seconds) * 1000
    guard moment(at: now).milliseconds + step < Self.end else { return false }
    ahead += step
    return true
  }

  mutating func reset() { ahead = 0 }

  /// The first moment that RFC 3339 cannot write.
  private static let end: Int64 = 253_402_300_800_000

  init(dumped value: AdminValue) throws(AdminError) {
    start = try value.optional("start").map { time throws(AdminError) in try time.time() }
    ahead = Int64(try value.member("ahead").int(0...Int(Self.end)))
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("start", ifGiven: start?.rfc3339)
      $0.member("ahead", ahead)
    }
  }
}
