// SPDX-License-Identifier: Apache-2.0

/// Appends `text` with each `%XX` undone (RFC 3986 §2.1); a `%` without two hex digits behind it stays as it is.
/// - Parameter plusIsSpace: as in forms (URL standard, application/x-www-form-urlencoded).
package func appendPercentDecoded(
  _ text: UnsafeRawBufferPointer, plusIsSpace: Bool = false, to out: inout [UInt8]
) {
  var at = 0
  while at < text.count {
    let byte = text[at]
    if byte == 0x25, at + 2 < text.count, let high = hexValue(text[at + 1]), let low = hexValue(text[at + 2]) {
      out.append(high << 4 | low)
      at += 3
    } else {
      out.append(plusIsSpace && byte == 0x2B ? 0x20 : byte)
      at += 1
    }
  }
}

/// The value of a digit of base 16 in either case, or nil for anything else.
package func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x37
  case 0x61...0x66: byte - 0x57
  default: nil
  }
}

/// Appends `text` with every byte but the unreserved ones as `%XX` (RFC 3986 §2.3), which every reader of URLs and of
/// forms undoes alike.
func appendPercentEncoded(_ text: [UInt8], to out: inout [UInt8]) {
  for byte in text {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: out.append(byte)
    default:
      out.append(0x25)
      for digit in [byte >> 4, byte & 15] { out.append(digit < 10 ? 0x30 + digit : 0x37 + digit) }
    }
  }
}
