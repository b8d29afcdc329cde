// SPDX-License-Identifier: Apache-2.0

/// A value in a text that is to be redacted, and how.
struct ValueHit: Hashable, Sendable {
  /// Where the value stands, in offsets of the text.
  var range: Range<Int>
  var rule: RedactionRule
  /// The form of its alias.
  var form: AliasForm
}
