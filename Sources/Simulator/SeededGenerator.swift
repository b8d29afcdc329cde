// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// SplitMix64: the same seed gives the same identifiers on every machine. Fit for nothing that must not be guessed.
struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// A generator of its own for each name, so that one's use does not shift another's.
  init(seed: UInt64, name: String) {
    state = seed ^ FNV1a.hash(name.utf8)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// Lower-case hexadecimal digits, at most 16.
  mutating func hex(_ count: Int) -> String { String(next().hex.prefix(count)) }

  /// What a commit of Git is called by: forty lower-case hexadecimal digits.
  mutating func commitID() -> String { hex(16) + hex(16) + hex(8) }

  /// A UUID of version 4 (RFC 9562 §5.4), in lower case.
  mutating func uuid() -> String {
    let high = next() & ~0xF000 | 0x4000
    let low = next() & ~(0b11 << 62) | 0b10 << 62
    let digits = Array((high.hex + low.hex).utf8)
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return groups.map { String(decoding: digits[$0], as: UTF8.self) }.joined(separator: "-")
  }
}

/// The 64-bit FNV-1a hash: short, and stable between runs as `Hasher` is not.
enum FNV1a {
  static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

extension UInt64 {
  /// Sixteen lower-case hexadecimal digits.
  var hex: String {
    String(decoding: (0..<16).map { hexDigits[Int(self >> (60 - 4 * $0) & 15)] }, as: UTF8.self)
  }
}

extension SeededGenerator: Dumped {
  init(dumped value: AdminValue) throws(AdminError) { state = try value.bits() }
  func dump(to writer: inout JSONWriter) { writer.string(state.hex) }
}
