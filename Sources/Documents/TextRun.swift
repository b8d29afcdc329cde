// SPDX-License-Identifier: Apache-2.0

/// Runs of bytes that readers and writers of strings pass over: eight at a time.
enum TextRun {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let tops: UInt64 = 0x8080_8080_8080_8080

  /// The place of the first quote, backslash or control character (below 0x20) from a place on, and whether a byte before
  /// it is not ASCII.
  @inline(__always)
  static func end(_ text: UnsafeRawBufferPointer, from start: Int) -> (place: Int, hasOther: Bool) {
    var at = start
    var others: UInt64 = 0
    while at + 8 <= text.count {
      let bytes = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      // The lowest bit that is set is right; those above it may not be.
      let found =
        (zeros(bytes ^ (ones &* 0x22)) | zeros(bytes ^ (ones &* 0x5C)) | ((bytes &- ones &* 0x20) & ~bytes)) & tops
      if found == 0 {
        others |= bytes
        at += 8
        continue
      }
      let count = found.trailingZeroBitCount / 8
      others |= bytes & ((1 << UInt64(8 * count)) &- 1)
      return (at + count, others & tops != 0)
    }
    var rest: UInt8 = 0
    while at < text.count {
      let byte = text[at]
      if byte == 0x22 || byte == 0x5C || byte < 0x20 { break }
      rest |= byte
      at += 1
    }
    return (at, others & tops != 0 || rest >= 0x80)
  }

  /// Whether a text has a byte that JSON writes otherwise, or may have: a quote, a backslash, a control character, DEL, or
  /// what a surrogate begins with.
  static func needsEscape(_ text: UnsafeRawBufferPointer) -> Bool {
    var at = 0
    var found: UInt64 = 0
    while at + 8 <= text.count {
      let bytes = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      found |= zeros(bytes ^ (ones &* 0x22)) | zeros(bytes ^ (ones &* 0x5C)) | zeros(bytes ^ (ones &* 0x7F))
      found |= zeros(bytes ^ (ones &* 0xED)) | (bytes &- ones &* 0x20) & ~bytes
      at += 8
    }
    if found & tops != 0 { return true }
    return text[at...].contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 == 0x7F || $0 == 0xED }
  }

  /// The highest bit of each byte that is zero.
  @inline(__always)
  private static func zeros(_ bytes: UInt64) -> UInt64 { (bytes &- ones) & ~bytes }
}
