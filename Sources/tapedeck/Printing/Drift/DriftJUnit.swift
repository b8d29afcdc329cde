// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Drift

/// Findings as a JUnit test suite: a case an operation, which fails by the findings at or above the threshold.
enum DriftJUnit {
  static func render(_ report: DriftReport, _ output: DriftOutput) -> String {
    let groups = OperationFindings.of(report)
    // A run without findings has a case, too: an empty suite counts as a mistake in many a CI.
    let comparison = JUnitSuite.Case(name: "comparison", classname: "tapedeck.drift")
    let names = output.subject == .model ? report.new.name : "\(report.old.name) \(report.new.name)"
    return JUnitSuite(
      name: "tapedeck drift \(VisibleText.escaped(names))",
      startedAt: report.new.recordedAt ?? report.old.recordedAt ?? Timestamp(seconds: 0),
      properties: properties(report, output), cases: [comparison] + groups.map { test($0, output) },
      output: passing(report, output)
    ).render()
  }

  private static func properties(_ report: DriftReport, _ output: DriftOutput) -> [(String, String)] {
    [
      ("tool", "tapedeck \(toolVersion)"), ("old", VisibleText.escaped(report.old.name)),
      ("new", VisibleText.escaped(report.new.name)), ("failOn", output.threshold?.rawValue ?? "none"),
    ] + Severity.worstFirst.map { ($0.rawValue, "\(report.count($0))") } + [("muted", "\(report.muted.count)")]
  }

  private static func test(_ group: OperationFindings, _ output: DriftOutput) -> JUnitSuite.Case {
    var test = JUnitSuite.Case(
      name: VisibleText.escaped(group.action.operation), classname: VisibleText.escaped(group.action.service))
    let failing = group.findings.filter { output.fails($0.severity) }
    guard let worst = failing.first else { return test }
    let message = VisibleText.escaped(worst.message, limit: DriftText.longestMessage)
    test.flaw = .failure
    test.type = worst.rule.id
    test.message = failing.count == 1 ? message : "\(message) (and \(failing.count - 1) more)"
    test.text = DriftText(output.plain).render(failing)
    return test
  }

  /// What fails no case, and what was compared.
  private static func passing(_ report: DriftReport, _ output: DriftOutput) -> String {
    var passing = report
    passing.findings.removeAll { output.fails($0.severity) }
    let result = "\(DriftWords.verdict(report, output.subject)); \(DriftWords.scope(report, output.subject))\n"
    return DriftText(output.plain).render(OperationFindings.of(passing)) + result
  }
}
