// SPDX-License-Identifier: Apache-2.0

/// How long something is waited for, as an option says it: `90s`, `15m`, `1h`, or `none` for as long as it takes.
struct WaitLimit {
  /// In whole seconds, a day at most; nil for ever.
  let duration: Duration?

  /// Nil where the text is none of these.
  init?(_ text: String) {
    guard text != "none" else {
      duration = nil
      return
    }
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
    guard let unit = text.last.flatMap({ units[$0] }), text.utf8.dropLast().allSatisfy({ $0 &- 0x30 < 10 }),
      let number = Int64(text.dropLast()), (1...86_400 / unit).contains(number)
    else { return nil }
    duration = .seconds(number * unit)
  }
}
