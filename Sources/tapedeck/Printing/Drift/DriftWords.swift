// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Drift

/// What all formats say in the same words.
enum DriftWords {
  /// `2 errors, 1 warning, 3 info`; `no drift`, or that it is as modelled, where there is nothing.
  static func verdict(_ report: DriftReport, _ subject: DriftSubject) -> String {
    let counts = Severity.worstFirst.compactMap { severity in
      let count = report.count(severity)
      return count == 0 ? nil : severity.counted(count)
    }
    return counts.isEmpty ? nothing(subject) : counts.joined(separator: ", ")
  }

  /// What is said where nothing is found.
  static func nothing(_ subject: DriftSubject) -> String { subject == .model ? "as modelled" : "no drift" }

  /// What was compared, and what was left out: the other half of the last line.
  static func scope(_ report: DriftReport, _ subject: DriftSubject) -> String {
    var parts: [String] = []
    if subject == .model {
      parts.append(SummaryText.plural(report.new.exchanges, "exchange", "exchanges"))
    } else {
      parts.append("\(report.old.exchanges) and \(report.new.exchanges) exchanges")
      parts.append("\(report.aligned) aligned")
      if report.old.alone + report.new.alone > 0 { parts.append("\(report.old.alone) and \(report.new.alone) alone") }
      if report.renamed > 0 { parts.append(SummaryText.plural(report.renamed, "value renamed", "values renamed")) }
    }
    if !report.muted.isEmpty { parts.append("\(report.muted.count) muted") }
    if report.ignored > 0 { parts.append("\(report.ignored) ignored") }
    if !report.expired.isEmpty {
      parts.append(SummaryText.plural(report.expired.count, "approval expired", "approvals expired"))
    }
    return parts.joined(separator: ", ")
  }

  /// Where the evidence stands: `old exchange 3, new 5 to 9`; empty where no exchange shows it.
  static func places(_ finding: Finding, _ subject: DriftSubject) -> String {
    let sides =
      switch subject {
      case .model: [("", finding.new)]
      // What AWS answers now is on no cassette.
      case .live: [("", finding.old)]
      case .recordings: [("old ", finding.old), ("new ", finding.new)]
      }
    var places: [String] = []
    for (name, evidence) in sides {
      guard let first = evidence.first else { continue }
      let range = evidence.last.flatMap { $0 == first ? nil : "\(first) to \($0)" }
      let noun = places.isEmpty ? (range == nil ? "exchange " : "exchanges ") : ""
      places.append("\(name)\(noun)\(range ?? "\(first)")")
    }
    return places.joined(separator: ", ")
  }

  /// What was there before and what is now, to be set side by side; nil where the message says it all.
  static func change(_ finding: Finding) -> (old: String?, new: String?)? {
    guard finding.old.example != nil || finding.new.example != nil else { return nil }
    func side(_ evidence: Evidence) -> String? { evidence.example ?? (evidence.text.isEmpty ? nil : evidence.text) }
    return (side(finding.old), side(finding.new))
  }

  /// The rules that found something, in the order of the documentation.
  static func rules(_ report: DriftReport) -> [DriftRule] {
    let found = Set(report.findings.map(\.rule)).union(report.muted.map(\.finding.rule))
    return DriftRule.all.filter(found.contains)
  }

  /// The recording that the findings are about, as far as a report can name one file.
  static func subject(_ report: DriftReport, _ subject: DriftSubject) -> DriftReport.Recording {
    subject == .live ? report.old : report.new
  }

  /// What the two sides are called.
  static func sides(_ subject: DriftSubject) -> (old: String, new: String) {
    switch subject {
    case .recordings: ("old", "new")
    case .live: ("recorded", "now")
    case .model: ("model", "recorded")
    }
  }
}

extension Severity {
  static let worstFirst: [Severity] = allCases.sorted(by: >)

  /// `2 errors`.
  func counted(_ count: Int) -> String {
    switch self {
    case .info: "\(count) info"
    case .warning, .error: SummaryText.plural(count, rawValue, "\(rawValue)s")
    }
  }
}

extension String {
  /// The text with its first letter large.
  var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
