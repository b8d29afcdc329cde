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
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    var group: UInt32 = 0
    var held = 0
    for byte in bytes {
      group = group << 8 | UInt32(byte)
      held += 1
      if held == 3 {
        for shift in [18, 12, 6, 0] { out.append(alphabet[Int(group >> UInt32(shift) & 63)]) }
        (group, held) = (0, 0)
      }
    }
    if held > 0 {
      group <<= UInt32(8 * (3 - held))
      for index in 0..<4 {
        out.append(index <= held ? alphabet[Int(group >> UInt32(18 - 6 * index) & 63)] : 0x3D)
      }
    }
    return out
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
    let values = alphabet == .standard ? standard : any
    guard rest != 1, digits.allSatisfy({ values[Int($0)] < 64 }) else { return nil }
    return [UInt8](unsafeUninitializedCapacity: digits.count / 4 * 3 + 2) { out, size in
      var group: UInt32 = 0
      func put(_ shift: UInt32) {
        out[size] = UInt8(truncatingIfNeeded: group >> shift)
        size += 1
      }
      for place in 0..<digits.count {
        group = group << 6 | UInt32(values[Int(digits[place])])
        guard place % 4 == 3 else { continue }
        put(16)
        put(8)
        put(0)
      }
      // Two characters are a byte, three are two.
      if rest == 2 { put(4) }
      if rest == 3 {
        put(10)
        put(2)
      }
    }
  }
}
