// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// One way in which two recordings differ, or one differs from the model.
package struct Finding: Hashable, Sendable {
  package let rule: DriftRule
  /// The rule's, or what the user makes of it.
  package let severity: Severity
  package let action: Action
  /// Which answers it is about: the error code, or empty for those of success.
  package let outcome: String
  package let place: Place
  package let old: Evidence
  package let new: Evidence

  package init(
    _ rule: DriftRule, severity: Severity, action: Action, outcome: String = "", place: Place, old: Evidence = .none,
    new: Evidence = .none
  ) {
    self.rule = rule
    self.severity = severity
    self.action = action
    self.outcome = outcome
    self.place = place
    self.old = old
    self.new = new
  }

  /// The same for the same finding in whatever run on whatever machine: 12 hexadecimal digits.
  ///
  /// It is made of rule, action, outcome, place and the two texts; counts and examples are no part of it.
  package var fingerprint: String {
    let parts = [
      rule.id, action.description, outcome, place.side.rawValue, place.pointer, old.text, new.text,
    ]
    return String(sha256Hex(Array(parts.joined(separator: "\n").utf8)).prefix(12))
  }

  /// Worst first, then by action, outcome, place and rule: a total order.
  package static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    if left.severity != right.severity { return left.severity > right.severity }
    return left.key < right.key
  }

  private var key: (String, String, String, String, String, String) {
    (action.description, outcome, place.side.rawValue, place.pointer, rule.id, "\(old.text)\n\(new.text)")
  }
}
