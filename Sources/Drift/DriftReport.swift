// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// What a comparison found, and what it was about.
package struct DriftReport: Sendable {
  /// One of the two recordings.
  package struct Recording: Sendable {
    /// What the user calls it: the path that was typed.
    package var name: String
    package var exchanges: Int
    /// When the first exchange began; nil where there is none.
    package var recordedAt: Timestamp?
    /// Who answered: `aws`, `simulator` or an origin.
    package var sources: [String]
    /// Exchanges that stand for none of the other recording.
    package var alone: Int

    package init(name: String, exchanges: Int, recordedAt: Timestamp?, sources: [String], alone: Int) {
      self.name = name
      self.exchanges = exchanges
      self.recordedAt = recordedAt
      self.sources = sources
      self.alone = alone
    }
  }

  /// A finding that an approval mutes.
  package struct Muted: Sendable {
    package var finding: Finding
    package var approval: DriftSettings.Approval

    package init(finding: Finding, approval: DriftSettings.Approval) {
      self.finding = finding
      self.approval = approval
    }
  }

  /// Worst first; see ``Finding/precedes(_:_:)``.
  package var findings: [Finding]
  package var muted: [Muted]
  /// Approvals whose day is over although what they muted is still found.
  package var expired: [DriftSettings.Approval]
  package var old: Recording
  package var new: Recording
  /// How many exchanges of the two stand for each other.
  package var aligned: Int
  /// How many values differ as those of two runs do: ids, names, times, aliases, page tokens.
  package var renamed: Int
  /// Findings that the settings left out; those of rules that are off by default do not count.
  package var ignored: Int

  package init(
    findings: [Finding], muted: [Muted] = [], expired: [DriftSettings.Approval] = [], old: Recording, new: Recording,
    aligned: Int, renamed: Int = 0, ignored: Int = 0
  ) {
    self.findings = findings
    self.muted = muted
    self.expired = expired
    self.old = old
    self.new = new
    self.aligned = aligned
    self.renamed = renamed
    self.ignored = ignored
  }

  package func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }

  /// The worst severity found; nil without a finding.
  package var worst: Severity? { findings.map(\.severity).max() }
}
