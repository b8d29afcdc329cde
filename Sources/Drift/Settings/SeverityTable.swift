// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
internal import Documents

/// ``DriftSettings/overrides`` ready for many findings: paths are read once, and each action is looked at once.
struct SeverityTable {
  private struct Row {
    let rule: String
    let paths: PathSet?
    let severity: Severity?
  }

  private let overrides: [DriftSettings.Override]
  private let paths: [PathSet?]
  /// The rows that an action fits, the last override first.
  private var byAction: [Action: [Row]] = [:]

  init(_ overrides: [DriftSettings.Override]) {
    self.overrides = overrides
    paths = overrides.map { override in override.path.map { PathSet([$0]) } }
  }

  /// What the user makes of a finding: `.some(nil)` to leave it out, nil where no override fits.
  mutating func severity(of finding: Finding) -> Severity?? {
    let row = rows(finding.action).first { row in
      finding.rule.fits(row.rule) && row.paths?.covers(finding.place) != false
    }
    return row.map(\.severity)
  }

  private mutating func rows(_ action: Action) -> [Row] {
    if let rows = byAction[action] { return rows }
    let names = action.names
    let rows = overrides.indices.reversed().compactMap { place -> Row? in
      let override = overrides[place]
      if let pattern = override.action, !names.contains(where: { pattern.matches($0) }) { return nil }
      return Row(rule: override.rule, paths: paths[place], severity: override.severity)
    }
    byAction[action] = rows
    return rows
  }
}

extension ActionPattern {
  /// Whether the pattern fits an action under any of the names of its service.
  package func matches(anyNameOf action: Action) -> Bool { action.names.contains { matches($0) } }
}

extension Action {
  /// The action under all the names of its service: whoever names actions may use any of them.
  var names: [Action] {
    let newest = ServiceRenames.canonicalName(of: service)
    let services = [service, newest] + ServiceRenames.oldNames(of: newest)
    return services.enumerated().compactMap { index, name in
      services[..<index].contains(name) ? nil : Action(service: name, operation: operation)
    }
  }
}
