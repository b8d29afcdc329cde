// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Which live texts stand for which recorded ones where any text may stand for any other: idempotency tokens, and values
/// that a rule names. One to one, so that a suite which sends one token twice is still told apart from one that does not.
struct FreeBindings: Sendable {
  private var live: [String: String] = [:]
  private var recorded: [String: String] = [:]

  /// Whether the live texts may stand for the recorded ones, one by one.
  func allows(_ recordedTexts: [String]?, _ liveTexts: [String]) -> Bool {
    let recordedTexts = recordedTexts ?? []
    guard recordedTexts.count == liveTexts.count else { return false }
    return zip(recordedTexts, liveTexts).allSatisfy { allows($0, $1) }
  }

  func allows(_ text: String, _ other: String) -> Bool {
    (live[text] ?? other) == other && (recorded[other] ?? text) == text
  }

  /// Notes what stands for what. Generated tokens in them are renamed in answers, too.
  mutating func bind(_ recordedTexts: [String], _ liveTexts: [String], _ renaming: inout Renaming) {
    for (text, other) in zip(recordedTexts, liveTexts) {
      live[text] = other
      recorded[other] = text
      var unification = Unification(known: renaming, clocks: TimestampPair(recorded: 0, live: 0))
      guard unification.equate(recorded: text, live: other) else { continue }
      for pair in unification.added.all { _ = renaming.bind(pair) }
    }
  }
}
