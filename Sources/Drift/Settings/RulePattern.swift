// SPDX-License-Identifier: Apache-2.0

extension DriftRule {
  /// Whether a pattern names this rule: its id, `member.*` for all of a group, `*` for all.
  package func fits(_ pattern: String) -> Bool {
    pattern == "*" || pattern == id || (pattern.hasSuffix(".*") && id.hasPrefix(pattern.dropLast()))
  }
}
