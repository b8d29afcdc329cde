// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Drift

/// Findings as annotations of GitHub Actions.
enum DriftGitHub {
  static func render(_ report: DriftReport, _ output: DriftOutput) -> String {
    let file = VisibleText.escaped(DriftWords.subject(report, output.subject).name)
    var annotations: [WorkflowCommand] = []
    for severity in Severity.worstFirst {
      let kind = kind(severity)
      let found = report.findings.lazy.filter { $0.severity == severity }.map { annotation($0, kind, file) }
      // The result is a notice, too.
      let limit = WorkflowCommand.shown - (kind == .notice ? 1 : 0)
      annotations += WorkflowCommand.bounded(Array(found), limit: limit)
    }
    let result = "\(DriftWords.verdict(report, output.subject)); \(DriftWords.scope(report, output.subject))"
    annotations.append(WorkflowCommand(kind: .notice, title: "Tapedeck", message: result))
    return annotations.map { "\($0.line)\n" }.joined()
  }

  private static func kind(_ severity: Severity) -> WorkflowCommand.Kind {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .info: .notice
    }
  }

  private static func annotation(_ finding: Finding, _ kind: WorkflowCommand.Kind, _ file: String) -> WorkflowCommand {
    var lines = [VisibleText.escaped(finding.message, limit: DriftText.longestMessage)]
    if let change = DriftWords.change(finding) {
      if let old = change.old { lines.append("- \(VisibleText.escaped(old, limit: DriftText.longestMessage))") }
      if let new = change.new { lines.append("+ \(VisibleText.escaped(new, limit: DriftText.longestMessage))") }
    }
    let action = VisibleText.escaped(finding.action.description, limit: DriftText.longestMessage)
    lines.append("\(finding.rule.title) (\(finding.rule.id), fingerprint \(finding.fingerprint))")
    return WorkflowCommand(kind: kind, title: action, message: lines.joined(separator: "\n"), file: file)
  }
}
