// SPDX-License-Identifier: Apache-2.0

/// Base64 with padding (RFC 4648 §4).
package enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 0xFF, count: 256)
    for (value, byte) in alphabet.enumerated() { table[Int(byte)] = UInt8(value) }
    return table
  }()

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
    var out: [UInt8] = []
    out.reserveCapacity(text.count / 4 * 3)
    var group: UInt32 = 0
    var held = 0
    for byte in text.dropLast(padding) {
      let value = values[Int(byte)]
      guard value != 0xFF else { return nil }
      group = group << 6 | UInt32(value)
      held += 1
      if held == 4 {
        out.append(UInt8(group >> 16 & 0xFF))
        out.append(UInt8(group >> 8 & 0xFF))
        out.append(UInt8(group & 0xFF))
        (group, held) = (0, 0)
      }
    }
    switch held {
    case 0: break
    case 2: out.append(UInt8(group >> 4 & 0xFF))
    case 3:
      out.append(UInt8(group >> 10 & 0xFF))
      out.append(UInt8(group >> 2 & 0xFF))
    default: return nil
    }
    return out
  }
}
