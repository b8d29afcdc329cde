// SPDX-License-Identifier: Apache-2.0

/// The offset of the first byte that is not well-formed UTF-8 (Unicode 15, table 3-7), or nil where all of it is.
package func firstInvalidUTF8(_ bytes: UnsafeRawBufferPointer) -> Int? {
  var at = 0
  let count = bytes.count
  while at < count {
    let lead = bytes[at]
    if lead < 0x80 {
      at += 1
      continue
    }
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return at
    }
    guard at + length <= count, second.contains(bytes[at + 1]) else { return at }
    for offset in 2..<max(length, 2) where bytes[at + offset] & 0xC0 != 0x80 { return at }
    at += length
  }
  return nil
}

extension Collection<UInt8> {
  /// Whether all of it is well-formed UTF-8.
  package var isUTF8: Bool {
    withContiguousStorageIfAvailable { firstInvalidUTF8(UnsafeRawBufferPointer($0)) == nil }
      ?? Array(self).isUTF8
  }
}

/// Text in which bytes that are no UTF-8 stand as lone surrogates, U+DC80 to U+DCFF, so that texts that differ in them
/// stay different. All other text is left as it is.
package func lossless(_ bytes: [UInt8]) -> [UInt8] {
  var out: [UInt8] = []
  var rest = bytes[...]
  while let bad = rest.withUnsafeBytes({ firstInvalidUTF8($0) }) {
    let at = rest.startIndex + bad
    out.append(contentsOf: rest[..<at])
    out.append(contentsOf: [0xED, 0xB0 | rest[at] >> 6, 0x80 | rest[at] & 0x3F])
    rest = rest[(at + 1)...]
  }
  return out.isEmpty ? bytes : out + rest
}
