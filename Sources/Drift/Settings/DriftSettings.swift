// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import Documents

/// What the user says of findings: `drift:` in `tapedeck.yaml`, and approvals.
package struct DriftSettings: Sendable {
  /// Another severity for the findings that fit; the last rule that fits counts.
  package struct Override: Hashable, Sendable {
    /// Id of the rule, `member.*` for all of a group, `*` for all.
    package var rule: String
    package var action: ActionPattern?
    /// Where, as ``Place/pattern(_:)`` reads it; what lies below fits, too.
    package var path: DocumentPath?
    /// nil: such findings are left out.
    package var severity: Severity?

    package init(rule: String, action: ActionPattern? = nil, path: DocumentPath? = nil, severity: Severity?) {
      self.rule = rule
      self.action = action
      self.path = path
      self.severity = severity
    }
  }

  /// A finding that is known and accepted until a day.
  package struct Approval: Hashable, Sendable {
    package var fingerprint: String
    /// The last day on which it counts (UTC), as days since 1970-01-01.
    package var until: Int
    package var reason: String

    package init(fingerprint: String, until: Int, reason: String) {
      self.fingerprint = fingerprint
      self.until = until
      self.reason = reason
    }
  }

  /// The actions whose findings are told; empty for all.
  package var only: [ActionPattern] = []
  package var overrides: [Override] = []
  /// Values of answers that must not change.
  package var pins: [MatchRules.PathRule] = []
  package var approvals: [Approval] = []

  package static let none = DriftSettings()

  package init() {}
}
