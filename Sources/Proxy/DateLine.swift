// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// The text of `Date`, made once a second. Confined to one event loop.
final class DateLine {
  private var second: Int64 = .min
  private var text = ""

  func text(_ now: Timestamp) -> String {
    if now.seconds != second {
      second = now.seconds
      text = now.httpDate
    }
    return text
  }
}
