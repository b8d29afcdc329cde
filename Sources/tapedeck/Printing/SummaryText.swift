// SPDX-License-Identifier: Apache-2.0

internal import Engine
internal import Replay

/// The words at the end of a run.
enum SummaryText {
  /// How many unused exchanges, and how many bindings, are told one by one.
  private static let shown = 5

  /// The whole of it, as a file gets it.
  static func render(_ report: RunReport) -> String {
    (problems(report) + result(report, explains: true)).map { "\($0)\n" }.joined()
  }

  /// The counts in words.
  /// - Parameter fallback: where requests went that the cassettes had no answer for.
  static func counts(_ counts: RunReport.Counts, fallback: String? = nil) -> String {
    var parts: [String] = []
    if counts.replayed > 0 { parts.append("\(counts.replayed) replayed") }
    if counts.faults > 0 { parts.append(plural(counts.faults, "fault", "faults")) }
    if counts.recorded > 0 { parts.append("\(counts.recorded) recorded") }
    if counts.passed > 0 {
      parts.append("\(counts.passed) " + (fallback.map { "forwarded to \($0)" } ?? "answered"))
    }
    if counts.misses > 0 { parts.append(plural(counts.misses, "miss", "misses")) }
    if counts.unreadable > 0 { parts.append("\(counts.unreadable) unreadable") }
    if counts.failed > 0 { parts.append("\(counts.failed) failed") }
    if counts.refused > 0 { parts.append("\(counts.refused) refused") }
    if counts.abandoned > 0 { parts.append("\(counts.abandoned) cut off before the end") }
    return parts.isEmpty ? "no requests" : parts.joined(separator: ", ")
  }

  /// What went wrong, a line each; what people must see even with `--quiet`.
  static func problems(_ report: RunReport) -> [String] {
    var lines = report.misses.map { "miss: \($0.message)" }
    if report.counts.misses > report.misses.count {
      lines.append("and \(report.counts.misses - report.misses.count) more misses")
    }
    lines += report.unreadable.map {
      "unreadable: \(event($0)); is something writing to the file? `tapedeck verify` checks it"
    }
    lines += report.upstreamFailures.map { "upstream: \(event($0))" }
    lines += report.refusals.map { "refused: \(event($0))" }
    lines += report.heldBack.map { "not recorded, a secret was left in it: \(event($0))" }
    if let failure = report.journalFailure { lines.append("not recorded: \(failure)") }
    if report.verdict == .unused { lines.append(unusedFailure(report)) }
    return lines
  }

  /// What the run came to: one line, and below it what it is worth looking at.
  /// - Parameter explains: whether bindings are told one by one.
  static func result(_ report: RunReport, explains: Bool) -> [String] {
    var line = counts(report.counts, fallback: report.fallback)
    if !report.bindings.isEmpty { line += ", \(plural(report.bindings.count, "value", "values")) bound" }
    if report.mode == .replay, !report.unused.isEmpty {
      line += ", \(plural(report.unused.count, "recorded exchange", "recorded exchanges")) never asked for"
    }
    var lines = [line + (report.mode == .replay ? ": \(report.title)" : written(report))]
    if explains {
      lines += report.bindings.prefix(shown).map { "  bound: \(binding($0))" }
      if report.bindings.count > shown { lines.append("  and \(report.bindings.count - shown) more") }
    }
    if !report.forwarded.isEmpty {
      let more = report.forwarded.count > shown ? ", and \(report.forwarded.count - shown) more" : ""
      lines.append("  forwarded: " + report.forwarded.prefix(shown).map(event).joined(separator: ", ") + more)
    }
    return report.mode == .replay ? lines + unused(report) : lines
  }

  /// The exchanges that nobody asked for, a line for each cassette that has some.
  private static func unused(_ report: RunReport) -> [String] {
    let byCassette = Dictionary(grouping: report.unused) { $0.name.cassette ?? "" }
    return ([""] + report.cassettes).compactMap { cassette in
      guard let unused = byCassette[cassette] else { return nil }
      let more = unused.count > shown ? ", and \(unused.count - shown) more" : ""
      let names = unused.prefix(shown).map { "\($0.name.number) \($0.action)" }.joined(separator: ", ")
      return "  never asked for\(cassette.isEmpty ? "" : " of \(cassette)"): \(names)\(more)"
    }
  }

  static func plural(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }

  static func event(_ event: RunReport.Event) -> String {
    event.count == 1 ? event.message : "\(event.message) (\(event.count) times)"
  }

  static func binding(_ binding: RunReport.Binding) -> String {
    "\(binding.recorded) is \(binding.live) (\(binding.exchange), \(binding.action))"
  }

  static func unusedFailure(_ report: RunReport) -> String {
    "failed by --fail-on-unused: \(plural(report.unused.count, "recorded exchange was", "recorded exchanges were"))"
      + " never asked for; record again to be rid of what no client asks for any more"
  }

  private static func written(_ report: RunReport) -> String {
    guard report.counts.recorded > 0 else {
      return ": nothing to record\(report.exchanges == nil ? "" : "; \(report.title) stays as it was")"
    }
    let total = report.exchanges.map { $0 == report.counts.recorded ? "" : ", \($0) in all" } ?? ""
    return "\(total): \(report.title)"
  }
}
