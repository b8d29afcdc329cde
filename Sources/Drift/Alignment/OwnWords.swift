// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Names that one recording has alone, found in texts wherever they stand as whole words. O(1) in their number.
struct OwnWords {
  private var hashes: Set<UInt64> = []
  /// A bit for how each begins and how long it is: most pieces of text are passed over by it.
  private var filter = [UInt64](repeating: 0, count: 64)

  /// No longer text is a name; bytes.
  static let longest = 64
  /// A name has no more parts than this.
  private static let mostParts = 16

  init(_ words: some Sequence<[UInt8]>) {
    for word in words {
      word.withUnsafeBytes { bytes in
        guard !bytes.isEmpty, bytes.count <= Self.longest else { return }
        hashes.insert(Mix.bytes(bytes))
        let bit = Self.bit(bytes)
        filter[bit >> 6] |= 1 << UInt64(bit & 63)
      }
    }
  }

  /// Whether a byte may be part of a name: letters, digits and what joins them. What has other parts, like a path or an
  /// ARN, is not one name.
  static func isPart(_ byte: UInt8) -> Bool {
    isInner(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F
  }

  /// Whether a byte is part of a word, not a joint of two.
  private static func isInner(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte >= 0x80
  }

  private static func bit(_ word: UnsafeRawBufferPointer) -> Int {
    (Int(word[0]) &* 31 &+ Int(word[word.count - 1]) &* 7 &+ word.count &* 131) & 4095
  }

  /// The places of a text where a name stands, in order and without overlap; the longest of those that begin at a place.
  func hits(in text: UnsafeRawBufferPointer) -> [Range<Int>] {
    if hashes.isEmpty { return [] }
    var hits: [Range<Int>] = []
    var at = 0
    while at < text.count {
      guard Self.isPart(text[at]) else {
        at += 1
        continue
      }
      if let end = end(ofNameAt: at, in: text) {
        hits.append(at..<end)
        at = end
        continue
      }
      // On to where the next word begins.
      let isInner = Self.isInner(text[at])
      repeat { at += 1 } while at < text.count && isInner && Self.isInner(text[at])
    }
    return hits
  }

  private func end(ofNameAt start: Int, in text: UnsafeRawBufferPointer) -> Int? {
    var found: Int?
    var end = start
    var parts = 0
    while end < text.count, end - start < Self.longest, Self.isPart(text[end]), parts < Self.mostParts {
      let isInner = Self.isInner(text[end])
      repeat { end += 1 } while end < text.count && isInner && Self.isInner(text[end])
      parts += isInner ? 1 : 0
      let word = UnsafeRawBufferPointer(rebasing: text[start..<end])
      let bit = Self.bit(word)
      if filter[bit >> 6] >> UInt64(bit & 63) & 1 == 1, hashes.contains(Mix.bytes(word)) { found = end }
    }
    return found
  }
}
