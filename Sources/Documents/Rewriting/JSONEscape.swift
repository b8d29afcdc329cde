// SPDX-License-Identifier: Apache-2.0

/// The escapes in strings of JSON (RFC 8259 §7).
enum JSONEscape {
  /// Appends what the escape stands for whose backslash is just before `at`, and goes behind it. Where it is none,
  /// nothing is appended.
  static func undo(
    _ input: UnsafeRawBufferPointer, at: inout Int, to out: inout [UInt8]
  ) throws(DocumentError) {
    guard at < input.count else { throw DocumentError(.unexpectedEnd, at: at) }
    let byte = input[at]
    at += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: out.append(byte)
    case 0x62: out.append(0x08)
    case 0x66: out.append(0x0C)
    case 0x6E: out.append(0x0A)
    case 0x72: out.append(0x0D)
    case 0x74: out.append(0x09)
    case 0x75:
      var unit = try hex4(input, at: &at)
      // A pair of surrogates is one scalar. A lone one is kept in the three bytes that its number would take, so that
      // two strings that differ in it stay different.
      if unit & 0xFC00 == 0xD800, at + 6 <= input.count, input[at] == 0x5C, input[at + 1] == 0x75 {
        let mark = at
        at += 2
        let low = try hex4(input, at: &at)
        if low & 0xFC00 == 0xDC00 {
          unit = 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
        } else {
          at = mark
        }
      }
      appendUTF8(unit, to: &out)
    default:
      at -= 1
      throw DocumentError(.badEscape, at: at)
    }
  }

  private static func hex4(_ input: UnsafeRawBufferPointer, at: inout Int) throws(DocumentError) -> UInt32 {
    guard at + 4 <= input.count else { throw DocumentError(.unexpectedEnd, at: at) }
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = hexValue(input[at]) else { throw DocumentError(.badEscape, at: at) }
      unit = unit << 4 | UInt32(digit)
      at += 1
    }
    return unit
  }
}

/// Appends a scalar, or a lone surrogate as if it were one.
func appendUTF8(_ scalar: UInt32, to out: inout [UInt8]) {
  switch scalar {
  case 0..<0x80:
    out.append(UInt8(scalar))
  case 0x80..<0x800:
    out.append(UInt8(0xC0 | scalar >> 6))
    out.append(UInt8(0x80 | scalar & 0x3F))
  case 0x800..<0x10000:
    out.append(UInt8(0xE0 | scalar >> 12))
    out.append(UInt8(0x80 | scalar >> 6 & 0x3F))
    out.append(UInt8(0x80 | scalar & 0x3F))
  default:
    out.append(UInt8(0xF0 | scalar >> 18))
    out.append(UInt8(0x80 | scalar >> 12 & 0x3F))
    out.append(UInt8(0x80 | scalar >> 6 & 0x3F))
    out.append(UInt8(0x80 | scalar & 0x3F))
  }
}
