// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import Documents

/// What a project wants of redaction beyond the rules that are in force anyway.
package struct RedactionSettings: Hashable, Sendable {
  /// Places in the bodies of the actions that a pattern names, of requests and answers.
  package struct PlaceRule: Hashable, Sendable {
    package var action: ActionPattern
    /// A path from the root of the body.
    package var path: DocumentPath

    package init(action: ActionPattern, path: DocumentPath) {
      self.action = action
      self.path = path
    }
  }

  /// Rules that are switched off.
  package var off: Set<RedactionRule> = []
  /// Rules that are switched on although they are off by default.
  package var on: Set<RedactionRule> = []
  /// Members, fields and elements whose value is redacted: whole names, in any case.
  package var names: [String] = []
  /// Headers that are left out, of requests and of responses: whole names, in any case.
  package var headers: [String] = []
  /// Places whose values are redacted.
  package var places: [PlaceRule] = []
  /// Places whose values stay, whatever other rules say; only ``RedactionRule/credentials`` is not moved by it.
  package var kept: [PlaceRule] = []
  /// What these find is redacted.
  package var patterns: [LinearPattern] = []
  /// Values that are redacted wherever they stand, in every encoding; those under 6 bytes are left alone.
  package var literals: [String] = []
  /// Fingerprints of findings that the scan lets pass.
  package var exceptions: Set<String> = []

  package static let none = RedactionSettings()

  package init() {}

  /// Whether a rule is in force.
  package func isOn(_ rule: RedactionRule) -> Bool {
    !off.contains(rule) && (rule.isOnByDefault || on.contains(rule))
  }
}
