// SPDX-License-Identifier: Apache-2.0

/// Finds the lines of a text, eight bytes at a time.
enum LineSearch {
  private static let lineFeed: UInt8 = 0x0A
  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// The lines within `range`, without their newlines, empty ones left out.
  static func ranges(in text: UnsafeRawBufferPointer, _ range: Range<Int>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = range.lowerBound
    forEachLineFeed(in: text, range) { at in
      if at > start { ranges.append(start..<at) }
      start = at + 1
    }
    if start < range.upperBound { ranges.append(start..<range.upperBound) }
    return ranges
  }

  static func forEachLineFeed(in text: UnsafeRawBufferPointer, _ range: Range<Int>, _ body: (Int) -> Void) {
    var at = range.lowerBound
    while at + 8 <= range.upperBound {
      let word = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      // A byte of `other` is 0 where the text has a line feed; then the mark's top bit in that byte is set, and the
      // lowest that is set is never a wrong one.
      let other = word ^ (ones &* UInt64(lineFeed))
      if (other &- ones) & ~other & (ones &* 0x80) != 0 {
        for place in at..<at + 8 where text[place] == lineFeed { body(place) }
      }
      at += 8
    }
    while at < range.upperBound {
      if text[at] == lineFeed { body(at) }
      at += 1
    }
  }
}
