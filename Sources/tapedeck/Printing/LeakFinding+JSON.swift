// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Redaction

extension LeakFinding {
  /// Writes what is told of a finding as members of an object.
  func write(to item: inout JSONWriter) {
    item.member("rule", rule)
    item.member("action", action)
    item.member("pointer", pointer)
    item.member("fingerprint", fingerprint)
  }
}
