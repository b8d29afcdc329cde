// SPDX-License-Identifier: Apache-2.0

/// One row of the registry: a kind of difference that can be told.
package struct DriftRule: Hashable, Sendable {
  /// What it is called in output, in `tapedeck.yaml` and in approvals: `member.removed`.
  package let id: String
  /// How bad it is unless the user says otherwise; nil for a rule that is off until it is asked for.
  package let severity: Severity?
  /// What the rule finds, as a sentence without a full stop.
  package let title: String
  /// Why it matters to who calls the API.
  package let reason: String
  /// Where the rule comes from: a check that others have as well, a specification of AWS, or Tapedeck.
  package let origin: String

  init(_ id: String, _ severity: Severity?, _ title: String, why reason: String, from origin: String = "Tapedeck") {
    self.id = id
    self.severity = severity
    self.title = title
    self.reason = reason
    self.origin = origin
  }

  package static func == (left: DriftRule, right: DriftRule) -> Bool { left.id == right.id }

  package func hash(into hasher: inout Hasher) { hasher.combine(id) }

  /// All rules, in the order of the documentation.
  package static let all: [DriftRule] = outcomes + members + values + messages + requests + calls + model

  /// The rule of that id.
  package static func named(_ id: String) -> DriftRule? { byID[id] }

  private static let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
}
