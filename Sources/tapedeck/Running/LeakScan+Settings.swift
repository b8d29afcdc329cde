// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Redaction

extension LeakScan {
  /// The scan that a project asks for.
  init(_ settings: RedactionSettings, credentials: [Credentials] = []) {
    let off = RedactionRule.allCases.filter { !settings.isOn($0) }
    self.init(
      credentials: credentials, off: Set(off.map(\.rawValue)), exceptions: settings.exceptions,
      secrets: settings.literals.map { Array($0.utf8) })
  }
}
