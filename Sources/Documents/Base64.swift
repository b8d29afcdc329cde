// SPDX-License-Identifier: Apache-2.0

/// Base64 with padding (RFC 4648 §4).
package enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The alphabets that may be read.
  package enum Alphabet: Sendable {
    case standard
    /// Also the one that is safe in URLs (RFC 4648 §5).
    case any
  }

  private static let standard: [UInt8] = table(alphabet)
  private static let any: [UInt8] = {
    var values = standard
    values[0x2D] = 62
    values[0x5F] = 63
    return values
  }()

  /// What each byte stands for; 255 for those that are no digits.
  private static func table(_ alphabet: [UInt8]) -> [UInt8] {
    var table = [UInt8](repeating: 0xFF, count: 256)
    for (value, byte) in alphabet.enumerated() { table[Int(byte)] = UInt8(value) }
    return table
  }

  package static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
    // Callers in other modules run this without knowing the type: the loop must not.
    (bytes.withContiguousStorageIfAvailable { encode(UnsafeRawBufferPointer($0)) })
      ?? Array(bytes).withUnsafeBytes { encode($0) }
  }

  private static func encode(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { out, count in
      func put(_ group: UInt32, _ shift: UInt32) {
        out[count] = alphabet[Int(group >> shift & 63)]
        count += 1
      }
      var at = 0
      while at + 3 <= bytes.count {
        let group = UInt32(bytes[at]) << 16 | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2])
        put(group, 18)
        put(group, 12)
        put(group, 6)
        put(group, 0)
        at += 3
      }
      guard at < bytes.count else { return }
      let isPair = at + 2 == bytes.count
      let group = UInt32(bytes[at]) << 16 | (isPair ? UInt32(bytes[at + 1]) << 8 : 0)
      put(group, 18)
      put(group, 12)
      if isPair { put(group, 6) }
      while count % 4 != 0 {
        out[count] = 0x3D
        count += 1
      }
    }
  }

  /// The bytes, or nil where the text is not base64 with its padding.
  package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    let text = Array(text)
    guard text.count % 4 == 0 else { return nil }
    let padding = text.suffix(2).filter { $0 == 0x3D }.count
    if padding == 1, text.last != 0x3D { return nil }
    return text.withUnsafeBytes { decode(UnsafeRawBufferPointer(rebasing: $0.dropLast(padding)), .standard) }
  }

  /// What digits without padding say, or nil where one is of no such alphabet or a last one is alone. Bits that are left
  /// over do not count.
  package static func decode(_ digits: UnsafeRawBufferPointer, _ alphabet: Alphabet) -> [UInt8]? {
    let rest = digits.count % 4
    guard rest != 1 else { return nil }
    let values = alphabet == .standard ? standard : any
    var isWhole = true
    let decoded = [UInt8](unsafeUninitializedCapacity: digits.count / 4 * 3 + 2) { out, size in
      values.withUnsafeBufferPointer { values in
        // No value of a digit has either of the two highest bits.
        var all: UInt8 = 0
        func value(_ at: Int) -> UInt32 {
          let value = values[Int(digits[at])]
          all |= value
          return UInt32(value)
        }
        func put(_ group: UInt32, _ shift: UInt32) {
          out[size] = UInt8(truncatingIfNeeded: group >> shift)
          size += 1
        }
        var at = 0
        while at + 4 <= digits.count {
          let group = value(at) << 18 | value(at + 1) << 12 | value(at + 2) << 6 | value(at + 3)
          put(group, 16)
          put(group, 8)
          put(group, 0)
          at += 4
          if all > 63 { break }
        }
        // Two characters are a byte, three are two.
        if rest >= 2, all < 64 {
          let group = value(at) << 18 | value(at + 1) << 12 | (rest == 3 ? value(at + 2) << 6 : 0)
          put(group, 16)
          if rest == 3 { put(group, 8) }
        }
        isWhole = all < 64
      }
    }
    return isWhole ? decoded : nil
  }
}
