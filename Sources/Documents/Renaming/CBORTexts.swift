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
    bytes.withUnsafeBytes { bytes in
      var out: [UInt8] = []
      var copied = 0
      var at = 0
      while at < bytes.count {
        let start = at
        let (kind, short) = (bytes[at] >> 5, bytes[at] & 31)
        at += 1
        var argument = UInt64(short)
        if (24...27).contains(short) {
          let count = 1 << Int(short - 24)
          guard at + count <= bytes.count else { return nil }
          argument = bytes[at..<at + count].reduce(0) { $0 << 8 | UInt64($1) }
          at += count
        } else if short > 27, short < 31 {
          return nil
        }
        // Strings have their bytes behind them; what an indefinite one is made of are strings again.
        guard kind == 2 || kind == 3, short != 31 else { continue }
        guard argument <= UInt64(bytes.count - at) else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: bytes[at..<at + Int(argument)])
        at += Int(argument)
        guard kind == 3 || firstInvalidUTF8(text) == nil, let other = rewrite(text) else { continue }
        out.append(contentsOf: bytes[copied..<start])
        appendHead(kind, UInt64(other.count), to: &out)
        out.append(contentsOf: other)
        copied = at
      }
      if copied == 0 { return nil }
      out.append(contentsOf: bytes[copied...])
      return out
    }
  }

  /// Appends the head of an item (RFC 8949 §3) in the fewest bytes; arguments of up to 32 bits.
  /// - Parameter kind: the major type; 3 is text.
  package static func appendHead(_ kind: UInt8, _ argument: UInt64, to out: inout [UInt8]) {
    switch argument {
    case 0..<24: out.append(kind << 5 | UInt8(argument))
    case 24..<256: out.append(contentsOf: [kind << 5 | 24, UInt8(argument)])
    case 256..<65_536: out.append(contentsOf: [kind << 5 | 25, UInt8(argument >> 8), UInt8(argument & 255)])
    default:
      out.append(kind << 5 | 26)
      for shift in [24, 16, 8, 0] { out.append(UInt8(argument >> UInt64(shift) & 255)) }
    }
  }
}
