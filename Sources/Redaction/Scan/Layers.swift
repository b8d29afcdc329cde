// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Undoes what a text may be wrapped in. Nothing here fails: what is not encoded stays as it is.
enum Layers {
  /// The escapes of a JSON string (RFC 8259 §7).
  static func unescaped(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var at = 0
    while at < text.count {
      guard text[at] == 0x5C, at + 1 < text.count else {
        out.append(text[at])
        at += 1
        continue
      }
      at += 2
      switch text[at - 1] {
      case 0x22, 0x5C, 0x2F: out.append(text[at - 1])
      case 0x62: out.append(0x08)
      case 0x66: out.append(0x0C)
      case 0x6E: out.append(0x0A)
      case 0x72: out.append(0x0D)
      case 0x74: out.append(0x09)
      case 0x75: appendUnicode(text, &at, to: &out)
      default: out.append(contentsOf: text[at - 2..<at])
      }
    }
    return out
  }

  /// The code unit whose digits begin at `at`, with the one behind it where they are a pair.
  private static func appendUnicode(_ text: UnsafeRawBufferPointer, _ at: inout Int, to out: inout [UInt8]) {
    guard let unit = codeUnit(text, at) else { return out.append(contentsOf: [0x5C, 0x75]) }
    at += 4
    var value = UInt32(unit)
    if (0xD800..<0xDC00).contains(unit), text.starts("\\u", at: at), let low = codeUnit(text, at + 2),
      (0xDC00..<0xE000).contains(low)
    {
      value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
      at += 6
    }
    append(Unicode.Scalar(value) ?? "\u{FFFD}", to: &out)
  }

  private static func codeUnit(_ text: UnsafeRawBufferPointer, _ at: Int) -> UInt16? {
    guard at + 4 <= text.count else { return nil }
    var unit: UInt16 = 0
    for byte in text[at..<at + 4] {
      guard let digit = hexValue(byte) else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  private static func append(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
    if scalar.isASCII {
      out.append(UInt8(scalar.value))
    } else {
      out.append(contentsOf: String(scalar).utf8)
    }
  }

  /// `%XX` (RFC 3986 §2.1); a plus stays one.
  static func percentDecoded(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var at = 0
    while at < text.count {
      if text[at] == 0x25, at + 2 < text.count, let high = hexValue(text[at + 1]), let low = hexValue(text[at + 2]) {
        out.append(high << 4 | low)
        at += 3
      } else {
        out.append(text[at])
        at += 1
      }
    }
    return out
  }

  private static let entities: [(name: [UInt8], byte: UInt8)] = [
    (Array("&lt;".utf8), 0x3C), (Array("&gt;".utf8), 0x3E), (Array("&amp;".utf8), 0x26),
    (Array("&quot;".utf8), 0x22), (Array("&apos;".utf8), 0x27),
  ]

  /// The entities of XML, by name and by number (XML 1.0 §4.1).
  static func withoutEntities(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var at = 0
    while at < text.count {
      if text[at] != 0x26 {
        out.append(text[at])
        at += 1
      } else if let entity = entities.first(where: { text.starts($0.name, at: at) }) {
        out.append(entity.byte)
        at += entity.name.count
      } else if let (scalar, end) = numericEntity(text, at) {
        append(scalar, to: &out)
        at = end
      } else {
        out.append(text[at])
        at += 1
      }
    }
    return out
  }

  private static func numericEntity(_ text: UnsafeRawBufferPointer, _ start: Int) -> (Unicode.Scalar, Int)? {
    guard text.starts("&#", at: start) else { return nil }
    let isHex = text.starts("x", at: start + 2) || text.starts("X", at: start + 2)
    let first = start + (isHex ? 3 : 2)
    var value: UInt32 = 0
    var at = first
    while at < text.count, at - first < 8, let digit = hexValue(text[at]), isHex || digit < 10 {
      value = value * (isHex ? 16 : 10) + UInt32(digit)
      at += 1
    }
    guard at > first, at < text.count, text[at] == 0x3B, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, at + 1)
  }

  private static let base64Values: [UInt8] = {
    var table = [UInt8](repeating: 0xFF, count: 256)
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    for (value, byte) in alphabet.utf8.enumerated() { table[Int(byte)] = UInt8(value) }
    for byte in "+-".utf8 { table[Int(byte)] = 62 }
    for byte in "/_".utf8 { table[Int(byte)] = 63 }
    return table
  }()

  /// Base64 in either alphabet, with line breaks or without, padded or not; the bits that are left over are dropped.
  static func base64Decoded(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    let values = base64Values
    return [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 3) { out, count in
      var group: UInt32 = 0
      var held: UInt32 = 0
      for byte in text {
        let value = values[Int(byte)]
        guard value != 0xFF else { continue }
        group = group << 6 | UInt32(value)
        held += 6
        if held >= 8 {
          held -= 8
          out[count] = UInt8(truncatingIfNeeded: group >> held)
          count += 1
        }
      }
    }
  }

  /// Whether the bytes may be a text: no control characters.
  static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
  }

  /// The texts in bytes that are none: what is printable in ASCII and long enough not to be there by chance.
  static func fragments(_ bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    let classes = ByteClass.table
    var ranges: [Range<Int>] = []
    var start = 0
    for at in 0...bytes.count
    where at == bytes.count || classes[Int(bytes[at])] & ByteClass.printable == 0 {
      if at - start >= 16 { ranges.append(start..<at) }
      start = at + 1
    }
    return ranges
  }
}
