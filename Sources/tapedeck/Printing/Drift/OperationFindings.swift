// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Drift

/// What was found of one operation, in the order of the report.
struct OperationFindings {
  let action: Action
  private(set) var findings: [Finding]

  /// How many there are of a severity.
  func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }

  /// The findings of a report by operation, those with the worst finding first. Linear in the findings.
  static func of(_ report: DriftReport) -> [OperationFindings] {
    var places: [Action: Int] = [:]
    var groups: [OperationFindings] = []
    for finding in report.findings {
      if let place = places[finding.action] {
        groups[place].findings.append(finding)
      } else {
        places[finding.action] = groups.count
        groups.append(OperationFindings(action: finding.action, findings: [finding]))
      }
    }
    return groups
  }
}
