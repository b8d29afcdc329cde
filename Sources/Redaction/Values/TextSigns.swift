// SPDX-License-Identifier: Apache-2.0

/// Which of the bytes that something is told by stand in a text: what needs one that is missing need not be looked for.
struct TextSigns: OptionSet, Sendable {
  let rawValue: UInt8

  static let percent = TextSigns(rawValue: 1)
  static let backslash = TextSigns(rawValue: 2)
  /// `=`
  static let equal = TextSigns(rawValue: 4)
  static let colon = TextSigns(rawValue: 8)
  /// `?` or `&`, before the name of a parameter.
  static let parameter = TextSigns(rawValue: 16)
  /// A capital or a digit: without them nothing is written in base64 or hexadecimal digits.
  static let capitalOrDigit = TextSigns(rawValue: 32)

  private static let ofByte: [UInt8] = (0...255).map { byte in
    switch UInt8(byte) {
    case 0x25: percent.rawValue
    case 0x5C: backslash.rawValue
    case 0x3D: equal.rawValue
    case 0x3A: colon.rawValue
    case 0x3F, 0x26: parameter.rawValue
    case 0x30...0x39, 0x41...0x5A: capitalOrDigit.rawValue
    default: 0
    }
  }

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  init(of text: UnsafeRawBufferPointer) {
    rawValue = TextSigns.ofByte.withUnsafeBufferPointer { ofByte in
      var signs: UInt8 = 0
      for byte in text { signs |= ofByte[Int(byte)] }
      return signs
    }
  }
}
