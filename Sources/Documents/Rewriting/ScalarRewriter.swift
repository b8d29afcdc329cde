// SPDX-License-Identifier: Apache-2.0

/// The forms of bodies whose scalars can be rewritten.
package enum BodyKind: Sendable, CaseIterable {
  case json, xml, form, cbor
}

/// What a scalar is in its body.
package enum ScalarKind: Sendable {
  /// The name of a JSON member or the key of a CBOR map.
  case name
  case string
  /// A number as a decimal: in JSON as it was written; in CBOR an integer, or a float that is neither NaN nor infinite.
  case number
  /// A byte string of CBOR, the digits of a bignum included.
  case bytes
}

/// Writes a body again with some of its scalars replaced; all other bytes stay as they were.
///
/// White space, the order of members, members that stand twice, escapes and the lexemes of numbers are kept. One pass
/// over the bytes without recursion; scalars that stay cost no allocation. Broken bodies are rewritten as far as they
/// can be read; what the end cuts off counts as a scalar, too.
package enum ScalarRewriter {
  /// The new text of a scalar, or nil where it stays.
  ///
  /// Texts are decoded: escapes, entities and percent-encoding undone, pieces of CBOR strings joined, lone surrogates of
  /// JSON in three bytes. They are valid during the call, and so is the place. A new text is encoded for where it
  /// stands; a new number is the lexeme of one.
  ///
  /// In XML a text is all that stands between two tags; comments and processing instructions are told as strings whose
  /// nearest name is empty. In forms only values are told, and fields without `=` as strings without a name.
  package typealias Replacement = (
    _ place: borrowing ScalarPlace, _ kind: ScalarKind, _ text: UnsafeRawBufferPointer
  ) -> [UInt8]?

  /// Deeper containers are read without their names.
  static let depth = 1000

  /// - Returns: the new body, nil where nothing changed; and whether all of it could be read as what it is said to be.
  ///   Several values in a row are (JSON lines, CBOR sequences); what lies deeper than 1,000 containers is not.
  package static func rewrite(
    _ body: UnsafeRawBufferPointer, as kind: BodyKind, replace: Replacement
  ) -> (bytes: [UInt8]?, isWhole: Bool) {
    withoutActuallyEscaping(replace) { replace in
      let visitor = ScalarVisitor(body, replace: replace)
      switch kind {
      case .json:
        var walk = JSONScalars(visitor)
        return walk.run()
      case .xml:
        var walk = XMLScalars(visitor)
        return walk.run()
      case .form:
        var walk = FormScalars(visitor)
        return walk.run()
      case .cbor:
        var walk = CBORScalars(visitor)
        return walk.run()
      }
    }
  }

  /// The same for bytes in an array.
  package static func rewrite(
    _ body: [UInt8], as kind: BodyKind, replace: Replacement
  ) -> (bytes: [UInt8]?, isWhole: Bool) {
    body.withUnsafeBytes { rewrite($0, as: kind, replace: replace) }
  }
}
