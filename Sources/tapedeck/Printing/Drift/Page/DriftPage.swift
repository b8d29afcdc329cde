// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
internal import Drift

/// Findings as a web page: one file that asks no network for anything, and reads well without JavaScript.
struct DriftPage {
  private let report: DriftReport
  private let output: DriftOutput

  /// With more findings than that, none is unfolded at first.
  private static let unfolded = 100

  init(_ report: DriftReport, _ output: DriftOutput) {
    self.report = report
    self.output = output
  }

  func render() -> String {
    var html = HTMLText()
    html.element("html", [("lang", "en")]) { html in
      html.element("head", content: head)
      html.element("body") { html in
        html.element("header", [("class", "top")], content: header)
        if !report.findings.isEmpty {
          html.element("div", [("class", "bar"), ("id", "bar"), ("hidden", "")], content: bar)
        }
        html.element("main", content: main)
        html.element("footer", content: footer)
        html.raw("<script>\(DriftPageScript.text)</script>")
      }
    }
    return html.text + "\n"
  }

  private func head(_ html: inout HTMLText) {
    html.open("meta", [("charset", "utf-8")])
    // No script and no style but these two run, whatever stands in the page.
    let policy =
      "default-src 'none'; script-src '\(Self.digest(DriftPageScript.text))'; "
      + "style-src '\(Self.digest(DriftPageStyle.text))'; base-uri 'none'; form-action 'none'"
    html.open("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)])
    html.open("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
    html.open("meta", [("name", "color-scheme"), ("content", "light dark")])
    html.open("meta", [("name", "referrer"), ("content", "no-referrer")])
    html.element(
      "title", text: "\(DriftWords.verdict(report, output.subject)): \(DriftWords.subject(report, output.subject).name)"
    )
    html.raw("<style>\(DriftPageStyle.text)</style>")
  }

  /// What a policy calls a script or style that stands in the page (CSP Level 3 §2.3.1).
  private static func digest(_ text: String) -> String {
    let hex = Array(sha256Hex(Array(text.utf8)).utf8)
    let bytes = stride(from: 0, to: hex.count, by: 2).compactMap {
      UInt8(String(decoding: hex[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
    return "sha256-" + String(decoding: Base64.encode(bytes), as: UTF8.self)
  }

  private func header(_ html: inout HTMLText) {
    html.element("p", [("class", "brand")]) { html in
      html.raw(Self.cassette)
      html.text("Tapedeck drift")
    }
    html.element(
      "h1",
      text: report.findings.isEmpty
        ? DriftWords.nothing(output.subject).capitalisedFirst : DriftWords.verdict(report, output.subject))
    html.element("div", [("class", "recordings")]) { html in
      if output.subject != .model {
        recording(report.old, DriftWords.sides(output.subject).old, &html)
        html.raw("<span class=\"arrow\" aria-hidden=\"true\">→</span>")
      }
      recording(report.new, DriftWords.sides(output.subject).new, &html)
    }
    html.element("p", [("class", "scope")], text: DriftWords.scope(report, output.subject))
  }

  private func recording(_ recording: DriftReport.Recording, _ side: String, _ html: inout HTMLText) {
    html.element("div", [("class", "recording")]) { html in
      html.element("span", [("class", "side")], text: side)
      html.element("strong", text: recording.name)
      var facts = [SummaryText.plural(recording.exchanges, "exchange", "exchanges")]
      if !recording.sources.isEmpty { facts.append("from \(recording.sources.joined(separator: ", "))") }
      if let date = recording.recordedAt { facts.append("on \(date.dateAndTime.prefix(10))") }
      html.element("span", [("class", "about")], text: facts.joined(separator: " "))
    }
  }

  /// What acts on the findings; a script shows it.
  private func bar(_ html: inout HTMLText) {
    html.element("div", [("class", "chips"), ("role", "group"), ("aria-label", "Severities shown")]) { html in
      for severity in Severity.worstFirst where report.count(severity) > 0 {
        let attributes = [
          ("type", "button"), ("class", "chip \(severity)"), ("data-severity", severity.rawValue),
          ("aria-pressed", "true"),
        ]
        html.element("button", attributes) { html in
          html.text(severity.counted(report.count(severity)))
        }
      }
    }
    html.open(
      "input",
      [
        ("type", "search"), ("id", "search"), ("placeholder", "Filter: operation, member, rule, value… ( / )"),
        ("aria-label", "Filter the findings"), ("autocomplete", "off"), ("spellcheck", "false"),
      ])
    html.element("output", [("id", "shown"), ("aria-live", "polite")], text: "")
    html.element("div", [("class", "folds")]) { html in
      html.element("button", [("type", "button"), ("id", "unfold")], text: "Expand all")
      html.element("button", [("type", "button"), ("id", "fold")], text: "Collapse all")
    }
  }

  private func main(_ html: inout HTMLText) {
    if report.findings.isEmpty {
      html.element("p", [("class", "empty")], text: "The recordings differ in nothing that the API is answerable for.")
    }
    let finding = DriftPageFinding(subject: output.subject, isUnfolded: report.findings.count <= Self.unfolded)
    for group in OperationFindings.of(report) { finding.write(group, to: &html) }
    html.element("p", [("class", "empty"), ("id", "none"), ("hidden", "")], text: "No finding fits the filter.")
    approvals(&html)
  }

  private func approvals(_ html: inout HTMLText) {
    if !report.expired.isEmpty {
      html.element("section", [("class", "approvals")]) { html in
        html.element("h2", text: "Expired approvals")
        html.element("ul") { html in
          for approval in report.expired {
            html.element("li") { Self.approval(approval, "ended on", &$0) }
          }
        }
      }
    }
    guard !report.muted.isEmpty else { return }
    html.element("details", [("class", "approvals")]) { html in
      html.element("summary") { $0.element("h2", text: "\(report.muted.count) muted by approvals") }
      html.element("ul") { html in
        for muted in report.muted {
          html.element("li") { html in
            html.element("span", text: "\(muted.finding.action): \(muted.finding.message)")
            Self.approval(muted.approval, "until", &html)
          }
        }
      }
    }
  }

  private static func approval(_ approval: DriftSettings.Approval, _ until: String, _ html: inout HTMLText) {
    html.element("span", [("class", "approval")]) { html in
      html.element("code", text: approval.fingerprint)
      html.text(" \(until) \(approval.lastDay): \(approval.reason)")
    }
  }

  private func footer(_ html: inout HTMLText) {
    html.text("tapedeck \(toolVersion). Exchanges are numbered as in ")
    html.element("code", text: "tapedeck show CASSETTE -e NUMBER")
    html.text(".")
  }

  private static let cassette = """
    <svg viewBox="0 0 32 20" aria-hidden="true"><rect x="1" y="1" width="30" height="18" rx="3"/>\
    <circle cx="10" cy="10" r="3.5"/><circle cx="22" cy="10" r="3.5"/><path d="M10 13.5h12"/></svg>
    """
}
