// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
internal import Drift

/// Findings for people, grouped by action.
enum DiffText {
  static func render(_ diff: DriftReport, hasColor: Bool) -> String {
    func paint(_ text: String, _ code: String) -> String { hasColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
    var lines: [String] = []
    var printed: Set<String> = []
    for finding in diff.findings {
      let action = finding.action.description
      guard printed.insert(action).inserted else { continue }
      lines.append(paint(action, "1"))
      for item in diff.findings where item.action == finding.action {
        let colour =
          switch item.severity {
          case .error: "31"
          case .warning: "33"
          case .info: "36"
          }
        let severity = item.severity.rawValue
        lines.append(
          "  \(paint(severity, colour))\(String(repeating: " ", count: 8 - severity.count))\(item.message)  \(item.rule.id) \(item.fingerprint)"
        )
      }
    }
    let counts = Severity.allCases.reversed().map { severity in
      "\(diff.findings.count { $0.severity == severity }) \(severity.rawValue)"
    }
    let verdict = diff.findings.isEmpty ? "no drift" : counts.joined(separator: ", ")
    lines.append("\(verdict); \(diff.old.exchanges) and \(diff.new.exchanges) exchanges, \(diff.aligned) aligned")
    return lines.joined(separator: "\n")
  }
}

/// Findings for programs.
enum DiffJSON {
  static func render(_ diff: DriftReport) -> String {
    var writer = JSONWriter()
    writer.object { report in
      report.member("tapedeckDiff", 1)
      report.member("oldExchanges", diff.old.exchanges)
      report.member("newExchanges", diff.new.exchanges)
      report.member("aligned", diff.aligned)
      report.member(
        "findings",
        array: { list in
          for finding in diff.findings {
            list.object { item in
              item.member("rule", finding.rule.id)
              item.member("severity", finding.severity.rawValue)
              item.member("action", finding.action.description)
              item.member("pointer", finding.place.pointer)
              item.member("old", finding.old.text)
              item.member("new", finding.new.text)
              item.member("message", finding.message)
              item.member("fingerprint", finding.fingerprint)
            }
          }
        })
    }
    return writer.text
  }
}
