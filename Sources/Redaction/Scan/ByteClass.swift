// SPDX-License-Identifier: Apache-2.0

/// What a byte can be part of.
enum ByteClass {
  static let word: UInt8 = 1
  /// Base64 in both alphabets (RFC 4648 §4, §5), without padding.
  static let base64: UInt8 = 2
  /// Something may begin or turn here that is looked for.
  static let mark: UInt8 = 4
  /// No control character, and ASCII.
  static let printable: UInt8 = 8
  static let digit: UInt8 = 16

  static let table: [UInt8] = (0...255).map { byte in
    var bits: UInt8 = 0
    switch UInt8(byte) {
    case 0x30...0x39: bits |= word | base64 | digit
    case 0x41...0x5A, 0x61...0x7A, 0x5F: bits |= word | base64
    case 0x2B, 0x2F, 0x2D: bits |= base64
    default: break
    }
    if "%\\&@:=-\"<".utf8.contains(UInt8(byte)) { bits |= mark }
    if (0x20...0x7E).contains(byte) || [0x09, 0x0A, 0x0D].contains(byte) { bits |= printable }
    return bits
  }

  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
    default: false
    }
  }

  static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
  static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
