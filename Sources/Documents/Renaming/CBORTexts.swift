// SPDX-License-Identifier: Apache-2.0

/// Rewrites the texts of a CBOR body (RFC 8949) in place of each other, with their lengths.
///
/// Counts of containers are counts of items, not of bytes: a text may grow without anything round it changing.
package enum CBORTexts {
  /// The body with every text, and every byte string that is one, replaced by what `rewrite` makes of it.
  /// - Parameter rewrite: nil where a text stays.
  /// - Returns: nil where nothing changes or the bytes are no CBOR. Linear; no recursion.
  package static func rewritten(
    _ bytes: [UInt8], rewrite: (UnsafeRawBufferPointer) -> [UInt8]?
  ) -> [UInt8]? {
    let result = ScalarRewriter.rewrite(bytes, as: .cbor) { _, kind, text in
      kind == .number || kind == .bytes && firstInvalidUTF8(text) != nil ? nil : rewrite(text)
    }
    return result.isWhole ? result.bytes : nil
  }

  /// Appends the head of an item (RFC 8949 §3) in the fewest bytes.
  /// - Parameter kind: the major type; 3 is text.
  package static func appendHead(_ kind: UInt8, _ argument: UInt64, to out: inout [UInt8]) {
    switch argument {
    case 0..<24: out.append(kind << 5 | UInt8(argument))
    case 24..<256: out.append(contentsOf: [kind << 5 | 24, UInt8(argument)])
    case 256..<65_536: out.append(contentsOf: [kind << 5 | 25, UInt8(argument >> 8), UInt8(argument & 255)])
    default:
      let isLong = argument > 0xFFFF_FFFF
      out.append(kind << 5 | (isLong ? 27 : 26))
      for shift in stride(from: isLong ? 56 : 24, through: 0, by: -8) {
        out.append(UInt8(truncatingIfNeeded: argument >> UInt64(shift)))
      }
    }
  }
}
