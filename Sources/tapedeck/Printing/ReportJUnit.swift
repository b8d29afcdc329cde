// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine
internal import Replay

/// A run as a JUnit test suite, with all that Ant's schema asks for, in its order.
///
/// One case that passes holds the counts; each miss is a failure, each request that was not served an error.
enum ReportJUnit {
  private struct Case {
    enum Flaw: String { case failure, error }

    var name: String
    var flaw: Flaw?
    var type = ""
    var message = ""
    var text = ""
  }

  static func render(_ report: RunReport) -> String {
    let cases = cases(report)
    let seconds = "\(report.duration / 1000).\((report.duration % 1000).padded(3))"
    var xml = XMLText()
    let suite: [(String, String)] = [
      ("name", "tapedeck \(report.mode.rawValue) \(report.title)"),
      // The schema's moment has neither fraction nor zone.
      ("timestamp", String(report.startedAt.rfc3339.prefix(19))), ("hostname", "localhost"),
      ("tests", "\(cases.count)"), ("failures", "\(cases.count { $0.flaw == .failure })"),
      ("errors", "\(cases.count { $0.flaw == .error })"), ("time", seconds),
    ]
    xml.element("testsuite", suite) { xml in
      xml.element("properties") { xml in
        for (name, value) in properties(report) { xml.element("property", [("name", name), ("value", value)]) }
      }
      for item in cases {
        let name = [
          ("name", item.name), ("classname", "tapedeck.\(report.mode.rawValue)"),
          ("time", item.flaw == nil ? seconds : "0"),
        ]
        xml.element("testcase", name) { xml in
          guard let flaw = item.flaw else { return }
          xml.element(flaw.rawValue, [("message", item.message), ("type", item.type)]) { $0.text(item.text) }
        }
      }
      xml.element("system-out") { $0.text(SummaryText.render(report)) }
      xml.element("system-err")
    }
    return xml.text
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

  private static func cases(_ report: RunReport) -> [Case] {
    var cases = [Case(name: SummaryText.counts(report.counts, fallback: report.fallback))]
    for (index, miss) in report.misses.enumerated() {
      let differences = miss.differences.map { "\($0.sentence)\n" }.joined()
      cases.append(
        Case(
          name: "miss \(index + 1): \(miss.action)", flaw: .failure, type: "miss", message: miss.message,
          text: differences.isEmpty ? miss.hint : differences))
    }
    if report.counts.misses > report.misses.count {
      let more = "\(report.counts.misses - report.misses.count) more misses"
      cases.append(Case(name: more, flaw: .failure, type: "miss", message: more))
    }
    if report.isUnusedFailure {
      cases += report.unused.map { exchange in
        Case(
          name: "unused \(exchange.name.label): \(exchange.action)", flaw: .failure, type: "unused",
          message: "\(exchange.name) was never asked for")
      }
    }
    let errors = [
      ("upstream", report.upstreamFailures), ("refused", report.refusals), ("held-back", report.heldBack),
      ("journal", report.journalFailure.map { [RunReport.Event($0, 1)] } ?? []),
      ("run", report.failure.map { [RunReport.Event($0, 1)] } ?? []),
    ]
    for (type, events) in errors {
      cases += events.enumerated().map { index, event in
        Case(name: "\(type) \(index + 1)", flaw: .error, type: type, message: SummaryText.event(event))
      }
    }
    return cases
  }
}
