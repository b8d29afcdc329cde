// SPDX-License-Identifier: Apache-2.0

internal import Engine

/// The words at the end of a run.
enum SummaryText {
  /// One line of counts.
  static func counts(_ summary: RunSummary) -> String {
    var parts: [String] = []
    if summary.hits > 0 { parts.append("\(summary.hits) replayed") }
    if summary.recorded > 0 { parts.append("\(summary.recorded) recorded") }
    if summary.passed > 0 { parts.append("\(summary.passed) answered") }
    if summary.missCount > 0 { parts.append(plural(summary.missCount, "miss", "misses")) }
    let failures = summary.upstreamFailures.values.reduce(0, +)
    if failures > 0 { parts.append("\(failures) failed") }
    let refused = summary.refusals.values.reduce(0, +)
    if refused > 0 { parts.append("\(refused) refused") }
    if summary.abandoned > 0 { parts.append("\(summary.abandoned) cut off before the end") }
    return parts.isEmpty ? "no requests" : parts.joined(separator: ", ")
  }

  /// What went wrong, a line each; what people must see even with `--quiet`.
  static func problems(_ summary: RunSummary) -> [String] {
    var lines = summary.misses.map { "miss: \($0.explanation)" }
    if summary.missCount > summary.misses.count {
      lines.append("and \(summary.missCount - summary.misses.count) more misses")
    }
    lines += summary.upstreamFailures.sorted { $0.key < $1.key }.map { "upstream: \($0.key)\(times($0.value))" }
    lines += summary.refusals.sorted { $0.key < $1.key }.map { "refused: \($0.key)\(times($0.value))" }
    lines += summary.heldBack.sorted { $0.key < $1.key }.map {
      "not recorded, a secret was left in it: \($0.key)\(times($0.value))"
    }
    if let failure = summary.journalFailure { lines.append("not recorded: \(failure)") }
    return lines
  }

  static func plural(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }

  private static func times(_ count: Int) -> String { count == 1 ? "" : " (\(count) times)" }
}
