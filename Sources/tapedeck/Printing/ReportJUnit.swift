// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine
internal import Replay

/// A run as a JUnit test suite.
///
/// One case that passes holds the counts; each miss is a failure, each request that was not served an error.
enum ReportJUnit {
  static func render(_ report: RunReport) -> String {
    let seconds = "\(report.duration / 1000).\((report.duration % 1000).padded(3))"
    var cases = cases(report)
    for index in cases.indices where cases[index].flaw == nil { cases[index].time = seconds }
    return JUnitSuite(
      name: "tapedeck \(report.mode.rawValue) \(report.title)", startedAt: report.startedAt, time: seconds,
      properties: properties(report), cases: cases, output: SummaryText.render(report)
    ).render()
  }

  private static func properties(_ report: RunReport) -> [(String, String)] {
    let counts = report.counts
    return [
      ("tool", "tapedeck \(toolVersion)"), ("cassette", report.title), ("verdict", report.verdict.rawValue),
      ("exitCode", "\(report.exitStatus)"), ("exchanges", report.exchanges.map { "\($0)" } ?? ""),
      ("replayed", "\(counts.replayed)"), ("forwarded", "\(counts.passed)"), ("recorded", "\(counts.recorded)"),
      ("misses", "\(counts.misses)"),
      ("bindings", "\(report.bindings.count)"), ("unused", "\(report.unused.count)"),
    ]
  }

  private static func cases(_ report: RunReport) -> [JUnitSuite.Case] {
    func test(
      name: String, flaw: JUnitSuite.Case.Flaw? = nil, type: String = "", message: String = "", text: String = ""
    ) -> JUnitSuite.Case {
      JUnitSuite.Case(
        name: name, classname: "tapedeck.\(report.mode.rawValue)", flaw: flaw, type: type, message: message, text: text)
    }
    var cases = [test(name: SummaryText.counts(report.counts, fallback: report.fallback))]
    for (index, miss) in report.misses.enumerated() {
      let differences = miss.differences.map { "\($0.sentence)\n" }.joined()
      cases.append(
        test(
          name: "miss \(index + 1): \(miss.action)", flaw: .failure, type: "miss", message: miss.message,
          text: differences.isEmpty ? miss.hint : differences))
    }
    if report.counts.misses > report.misses.count {
      let more = "\(report.counts.misses - report.misses.count) more misses"
      cases.append(test(name: more, flaw: .failure, type: "miss", message: more))
    }
    if report.isUnusedFailure {
      cases += report.unused.map { exchange in
        test(
          name: "unused \(exchange.name.label): \(exchange.action)", flaw: .failure, type: "unused",
          message: "\(exchange.name) was never asked for")
      }
    }
    let errors = [
      ("unreadable", report.unreadable), ("upstream", report.upstreamFailures), ("refused", report.refusals),
      ("held-back", report.heldBack),
      ("journal", report.journalFailure.map { [RunReport.Event($0, 1)] } ?? []),
      ("run", report.failure.map { [RunReport.Event($0, 1)] } ?? []),
    ]
    for (type, events) in errors {
      cases += events.enumerated().map { index, event in
        test(name: "\(type) \(index + 1)", flaw: .error, type: type, message: SummaryText.event(event))
      }
    }
    return cases
  }
}
