// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// The findings of one action, as they are made.
final class FindingList {
  let action: Action
  private(set) var findings: [Finding] = []

  init(action: Action) {
    self.action = action
  }

  /// Adds a finding at its rule's severity; those of rules that are off until asked for have the least.
  func add(
    _ rule: DriftRule, outcome: String = "", _ place: Place, _ old: Evidence = .none, _ new: Evidence = .none
  ) {
    findings.append(
      Finding(
        rule, severity: rule.severity ?? .info, action: action, outcome: outcome, place: place, old: old, new: new))
  }

  func remove(_ rules: [DriftRule], at place: Place) {
    findings.removeAll { rules.contains($0.rule) && $0.place == place }
  }
}
