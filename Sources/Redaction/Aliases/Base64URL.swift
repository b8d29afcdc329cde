// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Base64 with the alphabet that is safe in URLs, without padding (RFC 4648 §5).
enum Base64URL {
  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    Base64.encode(bytes).filter { $0 != 0x3D }.map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 }
  }

  /// The bytes, with padding or without, or nil where the text is of neither alphabet.
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    Array(text).withUnsafeBytes { decode($0) }
  }

  /// The same for bytes where they lie.
  static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    var count = text.count
    while count > 0, text[count - 1] == 0x3D { count -= 1 }
    guard count % 4 != 1 else { return nil }
    let isValid = values.withUnsafeBufferPointer { values in
      text[..<count].allSatisfy { values[Int($0)] < 64 }
    }
    guard isValid else { return nil }
    return [UInt8](unsafeUninitializedCapacity: count / 4 * 3 + 3) { out, size in
      var group: UInt32 = 0
      for place in 0..<count {
        group = group << 6 | UInt32(values[Int(text[place])])
        guard place % 4 == 3 else { continue }
        out[size] = UInt8(truncatingIfNeeded: group >> 16)
        out[size + 1] = UInt8(truncatingIfNeeded: group >> 8)
        out[size + 2] = UInt8(truncatingIfNeeded: group)
        size += 3
      }
      // What is left over: two characters are a byte, three are two.
      if count % 4 >= 2 {
        group <<= count % 4 == 2 ? 12 : 6
        out[size] = UInt8(truncatingIfNeeded: group >> 16)
        size += 1
      }
      if count % 4 == 3 {
        out[size] = UInt8(truncatingIfNeeded: group >> 8)
        size += 1
      }
    }
  }

  /// What each character stands for; 255 for those of no alphabet.
  private static let values: [UInt8] = (0..<256).map { (byte: Int) -> UInt8 in
    switch UInt8(byte) {
    case 0x41...0x5A: UInt8(byte - 0x41)
    case 0x61...0x7A: UInt8(byte - 0x61 + 26)
    case 0x30...0x39: UInt8(byte - 0x30 + 52)
    case 0x2B, 0x2D: 62
    case 0x2F, 0x5F: 63
    default: 255
    }
  }
}
