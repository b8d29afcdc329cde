// SPDX-License-Identifier: Apache-2.0

/// A value in a text that is to be redacted, and how.
struct ValueHit: Hashable, Sendable {
  /// Where the value stands, in offsets of the text.
  var range: Range<Int>
  var rule: RedactionRule
  /// The form of its alias.
  var form: AliasForm

  /// The hits in order and without overlap: what is left of one that another runs into has the form of that.
  static func disjoint(_ hits: [ValueHit], in text: UnsafeRawBufferPointer) -> [ValueHit] {
    DisjointRanges.sorted(hits, \.range).map { hit, range in
      let form = range == hit.range ? hit.form : AliasForm.of(Array(text.from(range))[...])
      return ValueHit(range: range, rule: hit.rule, form: form)
    }
  }
}
