// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Drift

/// Findings for people at a terminal, grouped by operation.
struct DriftText {
  private let output: DriftOutput
  private var out = ""

  /// Messages are not cut to the width, but no cassette may fill the screen with one.
  static let longestMessage = 400
  /// How wide the column of severities is, with what stands before it.
  private static let indent = 10

  init(_ output: DriftOutput) {
    self.output = output
  }

  consuming func render(_ report: DriftReport) -> String {
    let groups = OperationFindings.of(report)
    output.isSummary ? table(groups) : findings(groups)
    for approval in report.expired {
      let text = "the approval of \(approval.fingerprint) ended on \(approval.lastDay): \(approval.reason)"
      line(VisibleText.escaped(text, limit: Self.longestMessage))
    }
    line("\(paint(DriftWords.verdict(report, output.subject), .bold)); \(DriftWords.scope(report, output.subject))")
    return out
  }

  /// The findings of some operations.
  consuming func render(_ groups: [OperationFindings]) -> String {
    findings(groups)
    return out
  }

  /// Findings of one operation, without its name.
  consuming func render(_ findings: [Finding]) -> String {
    for finding in findings { add(finding) }
    return out
  }

  private mutating func findings(_ groups: [OperationFindings]) {
    for group in groups {
      line(paint(name(group), .bold))
      for finding in group.findings { add(finding) }
    }
  }

  private mutating func add(_ finding: Finding) {
    let severity = finding.severity.rawValue
    let gap = String(repeating: " ", count: Self.indent - 2 - severity.count)
    let message = VisibleText.escaped(finding.message, limit: Self.longestMessage)
    line("  \(paint(severity, Style(finding.severity)))\(gap)\(message)")
    if let change = DriftWords.change(finding) {
      if let old = change.old { detail(paint("- \(cut(old))", .removed)) }
      if let new = change.new { detail(paint("+ \(cut(new))", .added)) }
    }
    let places = DriftWords.places(finding, output.subject)
    detail(paint([finding.rule.id, finding.fingerprint, places].filter { !$0.isEmpty }.joined(separator: "  "), .dim))
  }

  private mutating func table(_ groups: [OperationFindings]) {
    guard !groups.isEmpty else { return }
    let names = groups.map(name)
    let width = names.map(\.count).max() ?? 0
    let headings = Severity.worstFirst.map { ($0, $0 == .info ? $0.rawValue : "\($0.rawValue)s") }
    line(
      String(repeating: " ", count: width)
        + headings.map { severity, heading in "  \(paint(heading, Style(severity)))" }.joined())
    for (group, name) in zip(groups, names) {
      let cells = headings.map { severity, heading in
        let count = group.count(severity)
        return "  \((count == 0 ? "-" : "\(count)").leftPadded(heading.count))"
      }
      line(name + String(repeating: " ", count: width - name.count) + cells.joined())
    }
  }

  private func name(_ group: OperationFindings) -> String {
    VisibleText.escaped(group.action.description, limit: Self.longestMessage)
  }

  /// An example in the room that the terminal has for it.
  private func cut(_ example: String) -> String {
    VisibleText.escaped(example, limit: output.columns.map { max($0 - Self.indent - 2, 20) } ?? Self.longestMessage)
  }

  private mutating func detail(_ text: String) { line(String(repeating: " ", count: Self.indent) + text) }

  private mutating func line(_ text: String) { out += "\(text)\n" }

  private func paint(_ text: String, _ style: Style) -> String {
    output.hasColor ? "\u{1B}[\(style.code)m\(text)\u{1B}[0m" : text
  }

  private enum Style {
    case bold, dim, removed, added, error, warning, info

    init(_ severity: Severity) {
      self =
        switch severity {
        case .error: .error
        case .warning: .warning
        case .info: .info
        }
    }

    var code: String {
      switch self {
      case .bold: "1"
      case .dim: "2"
      case .removed, .error: "31"
      case .added: "32"
      case .warning: "33"
      case .info: "36"
      }
    }
  }
}

extension String {
  fileprivate func leftPadded(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
