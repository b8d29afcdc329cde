// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Drift

/// The findings of one operation on the page.
struct DriftPageFinding {
  let subject: DriftSubject
  let isUnfolded: Bool

  private static let longestText = 1000

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
    let fingerprint = finding.fingerprint
    let attributes = [
      ("class", "finding \(finding.severity)"), ("data-severity", finding.severity.rawValue),
      ("id", "f-\(fingerprint)"),
    ]
    html.element("details", attributes + (isUnfolded ? [("open", "")] : [])) { html in
      html.element("summary") { html in
        html.element("span", [("class", "severity")], text: finding.severity.rawValue)
        html.element("span", [("class", "message")]) { message(finding, &$0) }
        html.element("code", [("class", "rule")], text: finding.rule.id)
      }
      html.element("div", [("class", "body")]) { html in
        change(finding, &html)
        html.element("p", [("class", "why")]) { html in
          html.element("strong", text: "\(finding.rule.title).")
          html.text(" Why it matters: \(finding.rule.reason).")
        }
        facts(finding, fingerprint, &html)
      }
    }
  }

  /// The message, the place in it as code.
  private func message(_ finding: Finding, _ html: inout HTMLText) {
    let message = VisibleText.escaped(finding.message, limit: Self.longestText)
    let pointer = VisibleText.escaped(finding.place.pointer)
    guard !pointer.isEmpty, let place = message.firstRange(of: pointer) else { return html.text(message) }
    html.text(String(message[..<place.lowerBound]))
    html.element("code", text: pointer)
    html.text(String(message[place.upperBound...]))
  }

  private func change(_ finding: Finding, _ html: inout HTMLText) {
    let (old, new) = (value(finding.old), value(finding.new))
    guard old != nil || new != nil else { return }
    let segments = TextChange(old ?? "", new ?? "").segments
    let names = DriftWords.sides(subject)
    html.element("div", [("class", "change")]) { html in
      side(names.old, finding.old, old.map { _ in segments.map { ($0.old, $0.isChanged) } }, "old", &html)
      side(names.new, finding.new, new.map { _ in segments.map { ($0.new, $0.isChanged) } }, "new", &html)
    }
  }

  private func side(
    _ name: String, _ evidence: Evidence, _ parts: [(text: String, isChanged: Bool)]?, _ kind: String,
    _ html: inout HTMLText
  ) {
    html.element("figure", [("class", parts == nil ? "nothing" : kind)]) { html in
      html.element("figcaption") { html in
        html.element("b", text: name)
        if evidence.example != nil, !evidence.text.isEmpty { html.element("span", text: evidence.text) }
      }
      guard let parts else { return html.element("p", text: "nothing") }
      html.element("pre") { html in
        for part in parts where !part.text.isEmpty {
          part.isChanged ? html.element("mark", text: part.text) : html.text(part.text)
        }
      }
    }
  }

  private func value(_ evidence: Evidence) -> String? {
    let value = evidence.example ?? (evidence.text.isEmpty ? nil : evidence.text)
    return value.map { VisibleText.escaped($0, limit: Self.longestText) }
  }

  private func facts(_ finding: Finding, _ fingerprint: String, _ html: inout HTMLText) {
    html.element("div", [("class", "facts")]) { html in
      let names = DriftWords.sides(subject)
      let seen = [(names.old, finding.old), (names.new, finding.new)].compactMap { name, evidence in
        evidence.samples > 0 ? "\(evidence.seen) of \(evidence.samples) \(name)" : nil
      }
      if !seen.isEmpty { html.element("span", text: "Seen in \(seen.joined(separator: ", "))") }
      let places = DriftWords.places(finding, subject)
      if !places.isEmpty { html.element("span", text: places) }
      html.element("span", [("class", "fingerprint")]) { html in
        html.element("code", text: fingerprint)
        for (what, label) in [("fingerprint", "Copy"), ("approval", "Copy approval")] {
          let attributes = [
            ("type", "button"), ("class", "copy"), ("hidden", ""), ("data-copy", what),
            ("data-fingerprint", fingerprint), ("aria-label", "\(label), fingerprint \(fingerprint)"),
          ]
          html.element("button", attributes, text: label)
        }
      }
    }
  }
}
