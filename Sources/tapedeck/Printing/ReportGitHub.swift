// SPDX-License-Identifier: Apache-2.0

internal import Engine
internal import Replay

/// A run as annotations of GitHub Actions: a workflow command a line.
enum ReportGitHub {
  static func render(_ report: RunReport) -> String {
    var errors = report.misses.map { ("Tapedeck: miss", $0.message) }
    for (title, events) in [
      ("Tapedeck: unreadable", report.unreadable), ("Tapedeck: upstream", report.upstreamFailures),
      ("Tapedeck: refused", report.refusals),
      ("Tapedeck: not recorded, a secret was left in it", report.heldBack),
    ] {
      errors += events.map { (title, SummaryText.event($0)) }
    }
    if let failure = report.journalFailure { errors.append(("Tapedeck: not recorded", failure)) }
    if let failure = report.failure { errors.append(("Tapedeck", failure)) }
    let unused = report.unused.map { exchange in
      (
        "Tapedeck: never asked for",
        "\(exchange.name.cassette ?? report.title): exchange \(exchange.name.number), \(exchange.action)"
      )
    }
    if report.isUnusedFailure { errors += unused }
    let forwarded = report.forwarded.map {
      ("Tapedeck: forwarded", "\(SummaryText.event($0)) is not on the cassette; it went to \(report.fallback ?? "")")
    }
    let result = SummaryText.result(report, explains: false).first ?? ""
    let annotations =
      commands(.error, errors) + commands(.warning, forwarded + (report.isUnusedFailure ? [] : unused))
      + commands(.notice, [("Tapedeck", result)])
    return annotations.map { "\($0.line)\n" }.joined()
  }

  private static func commands(_ kind: WorkflowCommand.Kind, _ messages: [(String, String)]) -> [WorkflowCommand] {
    WorkflowCommand.bounded(messages.map { WorkflowCommand(kind: kind, title: $0.0, message: $0.1) })
  }
}
