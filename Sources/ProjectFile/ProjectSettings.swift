// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import Redaction

/// What a project's `tapedeck.yaml` says. Whatever it does not say is nil or empty.
package struct ProjectSettings: Sendable {
  /// Where a recording's requests go.
  package struct Record: Hashable, Sendable {
    package var upstream: String?
    package var region: String?
  }

  package var match = MatchRules.none
  /// Without the values of ``redactedVariables``.
  package var redaction = RedactionSettings.none
  /// The names of the environment variables whose values are redacted.
  package var redactedVariables: [String] = []
  package var replay = ReplayChoices()
  package var record = Record()

  package init() {}
}
