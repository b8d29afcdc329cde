// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

extension DriftSettings {
  /// What the user's settings make of findings.
  package struct Verdict: Sendable {
    /// With their severity in force, worst first.
    package var findings: [Finding] = []
    /// Worst first.
    package var muted: [DriftReport.Muted] = []
    /// Approvals whose day is over although what they muted is found, in their order.
    package var expired: [Approval] = []
    /// How many findings the user left out.
    package var ignored = 0

    package init() {}
  }

  /// Sorts findings, in any order and with any severity, into what is told, muted and left out. A finding of a rule that
  /// is off and that no override turns on there is dropped, and does not count.
  /// - Parameter today: the day on which approvals have to count (UTC), as days since 1970-01-01.
  package func apply(to findings: [Finding], today: Int) -> Verdict {
    var table = SeverityTable(overrides)
    var told: [Action: Bool] = [:]
    let approvals = Dictionary(approvals.map { ($0.fingerprint, $0) }) { _, last in last }
    var expired: Set<String> = []
    var verdict = Verdict()
    for finding in findings where tells(finding.action, &told) {
      let chosen = table.severity(of: finding)
      guard let severity = chosen ?? finding.rule.severity else {
        if chosen != nil { verdict.ignored += 1 }
        continue
      }
      let finding = finding.with(severity)
      let approval = approvals.isEmpty ? nil : approvals[finding.fingerprint]
      if let approval, approval.until >= today {
        verdict.muted.append(DriftReport.Muted(finding: finding, approval: approval))
      } else {
        if let approval { expired.insert(approval.fingerprint) }
        verdict.findings.append(finding)
      }
    }
    verdict.findings.sort(by: Finding.precedes)
    verdict.muted.sort { Finding.precedes($0.finding, $1.finding) }
    verdict.expired = self.approvals.filter { expired.contains($0.fingerprint) && $0.until < today }
    return verdict
  }

  private func tells(_ action: Action, _ told: inout [Action: Bool]) -> Bool {
    guard !only.isEmpty else { return true }
    if let known = told[action] { return known }
    let isTold = only.contains { $0.matches(anyNameOf: action) }
    told[action] = isTold
    return isTold
  }
}

extension Finding {
  fileprivate func with(_ severity: Severity) -> Finding {
    Finding(rule, severity: severity, action: action, outcome: outcome, place: place, old: old, new: new)
  }
}
