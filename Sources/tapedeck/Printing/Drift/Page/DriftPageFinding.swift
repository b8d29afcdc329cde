// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Drift

/// The findings of one operation on the page.
struct DriftPageFinding {
  let subject: DriftSubject
  let isUnfolded: Bool

  func write(_ group: OperationFindings, to html: inout HTMLText) {
    html.element("details", [("class", "operation"), ("open", "")]) { html in
      html.element("summary") { html in
        html.element("h2") { html in
          html.element("span", [("class", "service")], text: "\(group.action.service):")
          html.text(group.action.operation)
        }
        html.element("span", [("class", "counts")]) { html in
          for severity in Severity.worstFirst where group.count(severity) > 0 {
            html.element("span", [("class", "count \(severity)")], text: severity.counted(group.count(severity)))
          }
        }
      }
      for finding in group.findings { write(finding, to: &html) }
    }
  }

  private func write(_ finding: Finding, to html: inout HTMLText) {
    let attributes = [
      ("class", "finding \(finding.severity)"), ("data-severity", finding.severity.rawValue),
      ("id", "f-\(finding.fingerprint)"),
    ]
    html.element("details", attributes + (isUnfolded ? [("open", "")] : [])) { html in
      html.element("summary") { html in
        html.element("span", [("class", "severity")], text: finding.severity.rawValue)
        html.element("span", [("class", "message")], text: finding.message)
        html.element("code", [("class", "rule")], text: finding.rule.id)
      }
      html.element("div", [("class", "body")]) { html in
        change(finding, &html)
        html.element("p", [("class", "why")]) { html in
          html.element("strong", text: "\(finding.rule.title).")
          html.text(" Why it matters: \(finding.rule.reason).")
        }
        facts(finding, &html)
      }
    }
  }

  private func change(_ finding: Finding, _ html: inout HTMLText) {
    guard let change = DriftWords.change(finding) else { return }
    let part = ChangedPart(change.old ?? "", change.new ?? "")
    let names = DriftWords.sides(subject)
    html.element("div", [("class", "change")]) { html in
      for (name, value, kind, middle) in [
        (names.old, change.old, "old", part.old), (names.new, change.new, "new", part.new),
      ] {
        html.element("figure", [("class", kind)]) { html in
          html.element("figcaption", text: name)
          guard value != nil else { return html.element("p", [("class", "nothing")], text: "nothing") }
          html.element("pre") { html in
            html.text(part.prefix)
            if !middle.isEmpty { html.element("mark", text: middle) }
            html.text(part.suffix)
          }
        }
      }
    }
  }

  private func facts(_ finding: Finding, _ html: inout HTMLText) {
    html.element("dl", [("class", "facts")]) { html in
      func fact(_ name: String, _ value: String) {
        html.element("div") { html in
          html.element("dt", text: name)
          html.element("dd", text: value)
        }
      }
      let names = DriftWords.sides(subject)
      for (name, evidence) in [(names.old, finding.old), (names.new, finding.new)] where evidence.samples > 0 {
        fact("seen, \(name)", "\(evidence.seen) of \(SummaryText.plural(evidence.samples, "sample", "samples"))")
      }
      let places = DriftWords.places(finding, subject)
      if !places.isEmpty { fact("where", places) }
      html.element("div") { html in
        html.element("dt", text: "fingerprint")
        html.element("dd") { html in
          html.element("code", text: finding.fingerprint)
          for (what, label) in [("fingerprint", "Copy"), ("approval", "Copy approval")] {
            let attributes = [
              ("type", "button"), ("class", "copy"), ("hidden", ""), ("data-copy", what),
              ("data-fingerprint", finding.fingerprint),
            ]
            html.element("button", attributes, text: label)
          }
        }
      }
    }
  }
}
