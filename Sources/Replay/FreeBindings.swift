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

  /// Notes what stands for what. Those that are one generated token are renamed in answers, too.
  mutating func bind(_ recordedTexts: [String], _ liveTexts: [String], _ renaming: inout Renaming) {
    for (text, other) in zip(recordedTexts, liveTexts) {
      live[text] = other
      recorded[other] = text
      guard FreeBindings.isOneToken(text), FreeBindings.isOneToken(other) else { continue }
      _ = renaming.bind(Renaming.Pair(recorded: Array(text.utf8), live: Array(other.utf8)))
    }
  }

  private static func isOneToken(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { all in
      var tokens = GeneratedTokens(all)
      return tokens.next()?.range == 0..<all.count
    }
  }
}
