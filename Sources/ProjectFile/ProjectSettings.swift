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
  package var redaction = RedactionRules.none
  package var replay = ReplayChoices()
  package var record = Record()

  package init() {}
}
