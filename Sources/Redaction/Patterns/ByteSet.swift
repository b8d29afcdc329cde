// SPDX-License-Identifier: Apache-2.0

/// A set of bytes.
struct ByteSet: Hashable, Sendable {
  private var words = SIMD4<UInt64>()

  init(_ ranges: ClosedRange<UInt8>...) {
    for range in ranges { insert(range) }
  }

  init(_ byte: UInt8) {
    insert(byte...byte)
  }

  static let newline = ByteSet(0x0A)
  static let digit = ByteSet(0x30...0x39)
  static let word = ByteSet(0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A)
  static let space = ByteSet(0x09...0x0D, 0x20...0x20)

  var isEmpty: Bool { words == SIMD4() }

  /// The one byte of a set that has no other.
  var onlyByte: UInt8? {
    guard (0..<4).reduce(0, { $0 + words[$1].nonzeroBitCount }) == 1 else { return nil }
    return (UInt8.min...UInt8.max).first(where: contains)
  }

  func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 != 0 }

  mutating func insert(_ range: ClosedRange<UInt8>) {
    for byte in range { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
  }

  mutating func formUnion(_ other: ByteSet) { words |= other.words }

  /// All bytes that are not in the set, and no newline.
  var complement: ByteSet {
    var other = self
    other.words = ~(words | ByteSet.newline.words)
    return other
  }

  /// With each ASCII letter in both cases.
  var ignoringCase: ByteSet {
    var folded = self
    for upper in UInt8(ascii: "A")...UInt8(ascii: "Z") where contains(upper) || contains(upper | 0x20) {
      folded.insert(upper...upper)
      folded.insert(upper | 0x20...upper | 0x20)
    }
    return folded
  }
}
