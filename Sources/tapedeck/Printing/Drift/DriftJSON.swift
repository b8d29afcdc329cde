// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
internal import Drift

/// Findings for programs: one line of JSON, described in docs/drift-report.md and schemas/drift-report-1.schema.json.
enum DriftJSON {
  static func render(_ report: DriftReport, _ output: DriftOutput) -> String {
    var writer = JSONWriter()
    writer.object { json in
      json.member("tapedeck", "drift/1")
      json.member("tool", "tapedeck \(toolVersion)")
      json.member("subject", output.subject.rawValue)
      json.member("failOn", output.threshold?.rawValue ?? "none")
      json.member("failed", output.fails(report))
      json.member("counts", object: { counts(report, &$0) })
      json.member("old", object: { recording(report.old, &$0) })
      json.member("new", object: { recording(report.new, &$0) })
      json.member("findings", objects: report.findings, members)
      json.member("muted", objects: report.muted) { muted, item in
        members(muted.finding, &item)
        item.member("approval", object: { approval(muted.approval, &$0) })
      }
      json.member("expired", objects: report.expired, approval)
      json.member("rules", objects: DriftWords.rules(report), rule)
    }
    return VisibleText.escaped(writer.text) + "\n"
  }

  private static func counts(_ report: DriftReport, _ json: inout JSONWriter) {
    for severity in Severity.worstFirst { json.member(severity.rawValue, report.count(severity)) }
    json.member("muted", report.muted.count)
    json.member("ignored", report.ignored)
    json.member("expired", report.expired.count)
    json.member("aligned", report.aligned)
    json.member("renamed", report.renamed)
  }

  private static func recording(_ recording: DriftReport.Recording, _ json: inout JSONWriter) {
    json.member("name", recording.name)
    json.member("exchanges", recording.exchanges)
    json.member("alone", recording.alone)
    json.member("recordedAt", optional: recording.recordedAt?.rfc3339)
    json.member("sources", array: { list in recording.sources.forEach { list.string($0) } })
  }

  private static func members(_ finding: Finding, _ json: inout JSONWriter) {
    json.member("fingerprint", finding.fingerprint)
    json.member("rule", finding.rule.id)
    json.member("severity", finding.severity.rawValue)
    json.member("action", finding.action.description)
    json.member("outcome", finding.outcome)
    json.member("side", finding.place.side.rawValue)
    json.member("pointer", finding.place.pointer)
    json.member("message", finding.message)
    json.member("old", object: { evidence(finding.old, &$0) })
    json.member("new", object: { evidence(finding.new, &$0) })
  }

  private static func evidence(_ evidence: Evidence, _ json: inout JSONWriter) {
    json.member("seen", evidence.seen)
    json.member("samples", evidence.samples)
    json.member("text", evidence.text)
    json.member("example", optional: evidence.example)
    json.member("first", optional: evidence.first)
    json.member("last", optional: evidence.last)
  }

  private static func approval(_ approval: DriftSettings.Approval, _ json: inout JSONWriter) {
    json.member("fingerprint", approval.fingerprint)
    json.member("until", approval.lastDay)
    json.member("reason", approval.reason)
  }

  private static func rule(_ rule: DriftRule, _ json: inout JSONWriter) {
    json.member("id", rule.id)
    json.member("severity", rule.severity?.rawValue ?? "off")
    json.member("title", rule.title)
    json.member("reason", rule.reason)
    json.member("origin", rule.origin)
  }
}
