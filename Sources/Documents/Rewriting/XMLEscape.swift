// SPDX-License-Identifier: Apache-2.0

/// How texts are written in XML (XML 1.0 §2.4), whatever bytes they hold.
enum XMLEscape {
  /// For between two tags. Characters that XML forbids are written by their number, as S3 does.
  static func appendText(_ text: [UInt8], to out: inout [UInt8]) {
    for byte in text {
      switch byte {
      case 0x09, 0x0A: out.append(byte)
      default: append(byte, to: &out)
      }
    }
  }

  /// For between quotes of either sort. White space but a space would be read as one (§3.3.3).
  static func appendAttribute(_ text: [UInt8], to out: inout [UInt8]) {
    for byte in text {
      switch byte {
      case 0x22: out.append(contentsOf: "&quot;".utf8)
      case 0x27: out.append(contentsOf: "&apos;".utf8)
      default: append(byte, to: &out)
      }
    }
  }

  /// For comments and processing instructions, which know no escapes: a space keeps apart what would end them.
  static func appendRemark(_ text: [UInt8], to out: inout [UInt8]) {
    let start = out.count
    for byte in text {
      if out.count > start, let last = out.last, last == 0x2D && byte == 0x2D || last == 0x3F && byte == 0x3E {
        out.append(0x20)
      }
      out.append(byte)
    }
    if out.count > start, out.last == 0x2D { out.append(0x20) }
  }

  private static func append(_ byte: UInt8, to out: inout [UInt8]) {
    switch byte {
    case 0x26: out.append(contentsOf: "&amp;".utf8)
    case 0x3C: out.append(contentsOf: "&lt;".utf8)
    case 0x3E: out.append(contentsOf: "&gt;".utf8)
    case 0..<0x20:
      out.append(contentsOf: "&#".utf8)
      out.append(contentsOf: String(byte).utf8)
      out.append(0x3B)
    default: out.append(byte)
    }
  }
}
