// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Undoes what a text may be wrapped in. Nothing here fails: what is not encoded stays as it is.
enum Layers {
  /// What stands at a place of a text: how many bytes they are there, and what they say.
  private typealias Escape = (length: Int, scalar: Unicode.Scalar)

  /// No escape is shorter than what it says.
  private static func undone(
    _ text: UnsafeRawBufferPointer, _ mark: UInt8, _ escape: (UnsafeRawBufferPointer, Int) -> Escape?
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: text.count) { out, count in
      var at = 0
      while at < text.count {
        if text[at] == mark, let (length, scalar) = escape(text, at) {
          for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
            out[count] = byte
            count += 1
          }
          at += length
        } else {
          out[count] = text[at]
          count += 1
          at += 1
        }
      }
    }
  }

  /// The escapes of a JSON string (RFC 8259 §7).
  static func unescaped(_ text: UnsafeRawBufferPointer) -> [UInt8] { undone(text, 0x5C, jsonEscape) }

  private static func jsonEscape(_ text: UnsafeRawBufferPointer, _ at: Int) -> Escape? {
    guard at + 1 < text.count else { return nil }
    switch text[at + 1] {
    case 0x22, 0x5C, 0x2F: return (2, Unicode.Scalar(text[at + 1]))
    case 0x62: return (2, "\u{08}")
    case 0x66: return (2, "\u{0C}")
    case 0x6E: return (2, "\n")
    case 0x72: return (2, "\r")
    case 0x74: return (2, "\t")
    case 0x75: return unicodeEscape(text, at)
    default: return nil
    }
  }

  /// A code unit, with the one behind it where they are a pair.
  private static func unicodeEscape(_ text: UnsafeRawBufferPointer, _ at: Int) -> Escape? {
    guard let unit = codeUnit(text, at + 2) else { return nil }
    if (0xD800..<0xDC00).contains(unit), text.starts("\\u", at: at + 6), let low = codeUnit(text, at + 8),
      (0xDC00..<0xE000).contains(low), let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    {
      return (12, scalar)
    }
    return (6, Unicode.Scalar(unit) ?? "\u{FFFD}")
  }

  private static func codeUnit(_ text: UnsafeRawBufferPointer, _ at: Int) -> UInt32? {
    guard at + 4 <= text.count else { return nil }
    var unit: UInt32 = 0
    for byte in text[at..<at + 4] {
      guard let digit = hexValue(byte) else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }

  /// `%XX` (RFC 3986 §2.1); a plus stays one.
  static func percentDecoded(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: text.count) { out, count in
      var at = 0
      while at < text.count {
        if text[at] == 0x25, at + 2 < text.count, let high = hexValue(text[at + 1]), let low = hexValue(text[at + 2]) {
          out[count] = high << 4 | low
          at += 3
        } else {
          out[count] = text[at]
          at += 1
        }
        count += 1
      }
    }
  }

  private static let entities: [(name: StaticString, length: Int, scalar: Unicode.Scalar)] = [
    ("&lt;", 4, "<"), ("&gt;", 4, ">"), ("&amp;", 5, "&"), ("&quot;", 6, "\""), ("&apos;", 6, "'"),
  ]

  /// The entities of XML, by name and by number (XML 1.0 §4.1).
  static func withoutEntities(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    let entities = entities
    return undone(text, 0x26) { text, at in
      for entity in entities where text.starts(entity.name, at: at) { return (entity.length, entity.scalar) }
      return numericEntity(text, at)
    }
  }

  private static func numericEntity(_ text: UnsafeRawBufferPointer, _ start: Int) -> Escape? {
    guard text.starts("&#", at: start) else { return nil }
    let isHex = text.starts("x", at: start + 2) || text.starts("X", at: start + 2)
    let first = start + (isHex ? 3 : 2)
    var value: UInt32 = 0
    var at = first
    while at < text.count, at - first < 8, let digit = hexValue(text[at]), isHex || digit < 10 {
      value = value &* (isHex ? 16 : 10) &+ UInt32(digit)
      at += 1
    }
    guard at > first, at < text.count, text[at] == 0x3B, let scalar = Unicode.Scalar(value) else { return nil }
    return (at + 1 - start, scalar)
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
  /// - Parameter out: has room for three quarters of the text.
  /// - Returns: how many bytes there are.
  static func decodeBase64(_ text: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer) -> Int {
    base64Values.withUnsafeBufferPointer { values in
      var group: UInt32 = 0
      var held: UInt32 = 0
      var count = 0
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
      return count
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
