// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
internal import Drift

/// Findings as SARIF 2.1.0, fit for GitHub's code scanning.
///
/// A line of a location is the exchange's line in the cassette once it is unzipped; its header is line 1.
struct DriftSARIF {
  /// GitHub refuses a run with more results.
  static let mostResults = 25_000

  private let report: DriftReport
  private let subject: DriftSubject
  private let rules: [DriftRule]
  private let ruleIndices: [DriftRule: Int]

  init(_ report: DriftReport, _ subject: DriftSubject) {
    self.report = report
    self.subject = subject
    rules = DriftWords.rules(report)
    ruleIndices = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1, $0) })
  }

  func render() -> String {
    var writer = JSONWriter()
    writer.object { json in
      json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.member("version", "2.1.0")
      json.member("runs", array: { runs in runs.object { run(&$0) } })
    }
    return VisibleText.escaped(writer.text) + "\n"
  }

  private func run(_ json: inout JSONWriter) {
    json.member("tool", object: { $0.member("driver", object: driver) })
    json.member("columnKind", "unicodeCodePoints")
    let results = report.findings.map { ($0, nil) } + report.muted.map { ($0.finding, Optional($0.approval)) }
    json.member("results", objects: Array(results.prefix(Self.mostResults)), result)
    if results.count > Self.mostResults {
      json.member(
        "invocations",
        objects: ["\(results.count - Self.mostResults) more results are left out: a run holds \(Self.mostResults)"]
      ) { text, invocation in
        invocation.member("executionSuccessful", true)
        invocation.member("toolExecutionNotifications", objects: [text]) { text, notification in
          notification.member("level", "warning")
          notification.member("message", object: { $0.member("text", text) })
        }
      }
    }
  }

  private func driver(_ json: inout JSONWriter) {
    json.member("name", "tapedeck")
    json.member("semanticVersion", toolVersion)
    json.member("rules", objects: rules) { rule, json in
      json.member("id", rule.id)
      json.member("shortDescription", object: { $0.member("text", "\(rule.title).") })
      json.member("fullDescription", object: { $0.member("text", "\(rule.title): \(rule.reason).") })
      json.member(
        "help",
        object: { help in
          help.member("text", "\(rule.title).\nWhy it matters: \(rule.reason).\nOrigin: \(rule.origin).")
          help.member("markdown", "**\(rule.title).**\n\nWhy it matters: \(rule.reason).\n\nOrigin: \(rule.origin).")
        })
      json.member(
        "defaultConfiguration",
        object: { configuration in
          configuration.member("enabled", rule.severity != nil)
          configuration.member("level", level(rule.severity ?? .info))
        })
    }
  }

  private func result(_ item: (finding: Finding, approval: DriftSettings.Approval?), _ json: inout JSONWriter) {
    let finding = item.finding
    json.member("ruleId", finding.rule.id)
    if let index = ruleIndices[finding.rule] { json.member("ruleIndex", index) }
    json.member("level", level(finding.severity))
    json.member("message", object: { $0.member("text", message(finding)) })
    let sides = subject == .live ? (finding.old, finding.new) : (finding.new, finding.old)
    json.member(
      "locations", objects: [DriftWords.subject(report, subject).name],
      { name, json in
        location(name, sides.0, &json)
        logicalLocation(finding, &json)
      })
    if subject == .recordings, finding.old.first != nil {
      json.member("relatedLocations", objects: [report.old.name]) { name, json in
        json.member("id", 1)
        location(name, finding.old, &json)
        json.member("message", object: { $0.member("text", "the old recording") })
      }
    }
    json.member("partialFingerprints", object: { $0.member("tapedeck/v1", finding.fingerprint) })
    if let approval = item.approval {
      json.member("suppressions", objects: [approval]) { approval, json in
        json.member("kind", "external")
        json.member("status", "accepted")
        json.member("justification", "\(approval.reason) (until \(approval.lastDay))")
      }
    }
    json.member(
      "properties",
      object: { properties in
        properties.member("outcome", finding.outcome)
        properties.member("old", optional: finding.old.example ?? finding.old.text)
        properties.member("new", optional: finding.new.example ?? finding.new.text)
      })
  }

  private func message(_ finding: Finding) -> String {
    let text = VisibleText.escaped("\(finding.action): \(finding.message)", limit: 2 * DriftText.longestMessage)
    // Else it may read as a link (SARIF 2.1.0 §3.11.6).
    return text.split(separator: "](", omittingEmptySubsequences: false).joined(separator: "] (")
  }

  private func location(_ name: String, _ evidence: Evidence, _ json: inout JSONWriter) {
    json.member(
      "physicalLocation",
      object: { physical in
        physical.member("artifactLocation", object: { $0.member("uri", Self.uri(name)) })
        physical.member("region", object: { $0.member("startLine", (evidence.first ?? 0) + 1) })
      })
  }

  private func logicalLocation(_ finding: Finding, _ json: inout JSONWriter) {
    json.member("logicalLocations", objects: [finding]) { finding, json in
      let pointer = finding.place.pointer
      json.member("name", pointer.isEmpty ? finding.action.operation : pointer)
      json.member("fullyQualifiedName", "\(finding.action) \(finding.place.side.rawValue)\(pointer)")
      json.member("kind", pointer.isEmpty ? "function" : "member")
    }
  }

  private func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "note"
    }
  }

  /// A path as a URI reference: relative to the repository, or a `file` URI (RFC 8089).
  private static func uri(_ path: String) -> String {
    var out = path.hasPrefix("/") ? "file://" : ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        out.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        out += "%" + String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
      }
    }
    return out
  }
}
