// SPDX-License-Identifier: Apache-2.0

/// Texts in which nothing can stand that is told by its look: prose, states, names of things.
enum PlainWords {
  private enum Class {
    static let letter: UInt8 = 1
    /// What a value of some form has in it.
    static let mark: UInt8 = 2
    static let blank: UInt8 = 4
    /// What makes more of a text than its words.
    static let sign: UInt8 = 8
  }

  /// Words without a mark may be so long: longer ones may be tokens.
  private static let longest = 15

  private static let classes: [UInt8] = (0..<256).map { (byte: Int) -> UInt8 in
    switch UInt8(byte) {
    case 0x30...0x39: Class.mark
    case 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x2C, 0x28, 0x29, 0x3B, 0x27, 0x21: Class.letter
    case 0x20, 0x09, 0x0A, 0x0D: Class.blank
    default: Class.sign
    }
  }

  /// Whether a text is of words of up to fifteen characters, and of fewer than six where digits are among them.
  static func areAll(_ text: UnsafeRawBufferPointer) -> Bool {
    classes.withUnsafeBufferPointer { classes in
      var length = 0
      var hasMark = false
      var last: UInt8 = 0
      for byte in text {
        // Two hyphens may begin a block of PEM.
        if byte == 0x2D, last == 0x2D { return false }
        last = byte
        switch classes[Int(byte)] {
        case Class.letter: length += 1
        case Class.mark:
          length += 1
          hasMark = true
        case Class.blank: (length, hasMark) = (0, false)
        default: return false
        }
        if length > (hasMark ? 5 : longest) { return false }
      }
      return true
    }
  }
}
