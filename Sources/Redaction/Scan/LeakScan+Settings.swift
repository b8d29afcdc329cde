// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

extension LeakScan {
  /// The scan that a project asks for.
  package init(_ settings: RedactionSettings, credentials: [Credentials] = []) {
    let off = RedactionRule.allCases.filter { !settings.isOn($0) }
    self.init(
      credentials: settings.isOn(.credentials) ? credentials : [], off: Set(off.map(\.rawValue)),
      exceptions: settings.exceptions,
      secrets: settings.isOn(.userLiteral) ? settings.literals.map { Array($0.utf8) } : [])
  }
}
