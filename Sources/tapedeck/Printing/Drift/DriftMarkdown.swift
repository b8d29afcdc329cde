// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Drift

/// Findings as GitHub Flavored Markdown for the comment of a pull request: the worst in a table, all of them below it,
/// folded by operation. What does not fit is counted.
struct DriftMarkdown {
  /// GitHub refuses a comment of more characters; here they are counted as bytes, of which there are no fewer.
  static let most = 65_536
  /// How much of it the table may take, and how much is kept for saying what was cut.
  private static let table = 20_000
  private static let reserve = 400
  private static let longestText = 300

  private let output: DriftOutput
  private var out = ""

  init(_ output: DriftOutput) {
    self.output = output
  }

  consuming func render(_ report: DriftReport) -> String {
    out =
      "## \(report.findings.isEmpty ? DriftWords.nothing(output.subject).capitalisedFirst : "Drift: \(DriftWords.verdict(report, output.subject))")\n\n"
    let names = output.subject == .model ? [report.new.name] : [report.old.name, report.new.name]
    out += names.map { Self.code($0) }.joined(separator: " → ") + ": \(DriftWords.scope(report, output.subject))\n"
    if !report.findings.isEmpty {
      addTable(report.findings)
      addDetails(OperationFindings.of(report))
    }
    for approval in report.expired.prefix(20) {
      let line = "\nThe approval of \(Self.code(approval.fingerprint)) ended on \(approval.lastDay).\n"
      if fits(line, Self.most) { out += line }
    }
    return out
  }

  private mutating func addTable(_ findings: [Finding]) {
    out += "\n| severity | operation | finding | rule |\n|---|---|---|---|\n"
    for (index, finding) in findings.enumerated() {
      let row =
        "| \(Self.mark(finding.severity)) \(finding.severity) | \(Self.code(finding.action.description)) "
        + "| \(Self.text(finding.message)) | `\(finding.rule.id)` |\n"
      guard fits(row, Self.table) else {
        out += "\n\(SummaryText.plural(findings.count - index, "more finding", "more findings")) below.\n"
        return
      }
      out += row
    }
  }

  private mutating func addDetails(_ groups: [OperationFindings]) {
    var left = groups.reduce(0) { $0 + $1.findings.count }
    for group in groups {
      let counts = Severity.worstFirst.compactMap { severity in
        let count = group.count(severity)
        return count == 0 ? nil : severity.counted(count)
      }
      let title = "\(Self.code(group.action.description)): \(counts.joined(separator: ", "))"
      let end = "\n</details>\n"
      var section = "\n<details><summary>\(title)</summary>\n"
      var told = 0
      for finding in group.findings {
        let item = detail(finding)
        guard fits(section + item + end, Self.most - Self.reserve) else { break }
        section += item
        told += 1
      }
      if told > 0 { out += section + end }
      left -= told
      guard told == group.findings.count else { break }
    }
    if left > 0 {
      out += "\nThe details of \(SummaryText.plural(left, "finding are", "findings are")) left out: a comment holds "
      out += "\(Self.most) characters. `tapedeck diff --format html` tells all.\n"
    }
  }

  private func detail(_ finding: Finding) -> String {
    var text = "\n**\(finding.severity)**: \(Self.text(finding.message))\n\n"
    if let change = DriftWords.change(finding) {
      // In a line of its own behind a mark, no example can end the block.
      text += "```diff\n"
      if let old = change.old { text += "- \(VisibleText.escaped(old, limit: Self.longestText))\n" }
      if let new = change.new { text += "+ \(VisibleText.escaped(new, limit: Self.longestText))\n" }
      text += "```\n\n"
    }
    let places = DriftWords.places(finding, output.subject)
    text += "`\(finding.rule.id)`: \(Self.text(finding.rule.title)); \(Self.text(finding.rule.reason)). "
    return text + "Fingerprint `\(finding.fingerprint)`\(places.isEmpty ? "" : "; \(places)").\n"
  }

  private func fits(_ more: String, _ limit: Int) -> Bool { out.utf8.count + more.utf8.count <= limit }

  private static func mark(_ severity: Severity) -> String {
    switch severity {
    case .error: "🔴"
    case .warning: "🟡"
    case .info: "🔵"
    }
  }

  /// Text as code, in which GitHub neither mentions people nor links issues.
  private static func code(_ text: String) -> String { "<code>\(Self.text(text))</code>" }

  /// Text in which nothing is markup: what has a meaning in Markdown or HTML stands as its number, which, unlike a
  /// backslash, holds in tables and beside code, too.
  private static func text(_ text: String) -> String {
    let scalars = Array(VisibleText.escaped(text, limit: longestText).unicodeScalars)
    var out = ""
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", " ", "/", ",", ";", "-", "(", ")", "=":
        out.unicodeScalars.append(scalar)
      // GitHub makes links of `https://` and `www.`.
      case ":" where index + 1 < scalars.count && scalars[index + 1] != "/": out += ":"
      case "." where index > 0 && scalars[index - 1].value | 0x20 != 0x77: out += "."
      case _ where !scalar.isASCII: out.unicodeScalars.append(scalar)
      default: out += "&#\(scalar.value);"
      }
    }
    return out
  }
}
