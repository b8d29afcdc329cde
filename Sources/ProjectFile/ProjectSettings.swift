// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import Drift
package import Redaction

/// What a project's `tapedeck.yaml` says. Whatever it does not say is nil or empty.
package struct ProjectSettings: Sendable {
  /// Where a recording's requests go.
  package struct Record: Hashable, Sendable {
    package var upstream: String?
    package var region: String?
  }

  /// What is told of differences, and which of them fail a run.
  package struct Drift: Sendable {
    package var overrides: [DriftSettings.Override] = []
    package var pins: [MatchRules.PathRule] = []
    /// The file of approvals, as it is named there.
    package var approvals: String?
    package var failOn: SeverityLevel?
  }

  /// The folder that file names in it are relative to, and in which files are looked for that it does not name; nil
  /// where none are.
  package var folder: String?
  package var match = MatchRules.none
  /// Without the values of ``redactedVariables``.
  package var redaction = RedactionSettings.none
  /// The names of the environment variables whose values are redacted.
  package var redactedVariables: [String] = []
  package var replay = ReplayChoices()
  package var record = Record()
  package var drift = Drift()

  package init() {}
}
