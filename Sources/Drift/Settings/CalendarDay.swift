// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

extension DriftSettings.Approval {
  /// The last day on which it counts: `2026-11-30`.
  package var lastDay: String { String(Timestamp(seconds: Int64(until) * 86_400).dateAndTime.prefix(10)) }
}

extension Timestamp {
  /// The day in UTC, as days since 1970-01-01.
  package var day: Int { Int((milliseconds - (milliseconds < 0 ? 86_399_999 : 0)) / 86_400_000) }

  /// The beginning of a day in UTC, written as `2026-12-31`; nil for anything else, and for a day that its month does
  /// not have.
  package init?(day text: String) {
    self.init(dateAndTime: Array("\(text)T00:00:00".utf8)[...])
    guard dateAndTime.hasPrefix(text) else { return nil }
  }
}
