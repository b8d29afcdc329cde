// SPDX-License-Identifier: Apache-2.0

/// Texts in which nothing was found: most values of a recording come again and again, and need not be looked through
/// each time. Holds some hundred short ones; where two want one place, the later has it.
struct SeenTexts: Sendable {
  private struct Slot {
    var look: UInt16 = 0
    var text: [UInt8] = []
  }

  private static let count = 512
  /// Longer texts seldom come again.
  static let lengths = 6...160

  private var slots: [Slot]

  init() {
    slots = [Slot](repeating: Slot(), count: SeenTexts.count)
  }

  /// - Parameter look: how the text was looked at; what was not found in one look may be found in another.
  func contains(_ text: UnsafeRawBufferPointer, _ look: UInt16) -> Bool {
    guard SeenTexts.lengths.contains(text.count) else { return false }
    let place = SeenTexts.place(text, look)
    guard slots[place].look == look, slots[place].text.count == text.count else { return false }
    return slots[place].text.withUnsafeBytes { SeenTexts.isSame($0, text) }
  }

  mutating func insert(_ text: UnsafeRawBufferPointer, _ look: UInt16) {
    guard SeenTexts.lengths.contains(text.count) else { return }
    slots[SeenTexts.place(text, look)] = Slot(look: look, text: Array(text))
  }

  private static func place(_ text: UnsafeRawBufferPointer, _ look: UInt16) -> Int {
    var hash = UInt64(text.count) << 8 | UInt64(look)
    var at = 0
    while at + 8 <= text.count {
      hash = (hash ^ text.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
      at += 8
    }
    while at < text.count {
      hash = (hash ^ UInt64(text[at])) &* 0x9E37_79B9_7F4A_7C15
      at += 1
    }
    return Int((hash ^ hash >> 32) >> 16 & UInt64(count - 1))
  }

  private static func isSame(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
    var at = 0
    while at + 8 <= one.count {
      guard
        one.loadUnaligned(fromByteOffset: at, as: UInt64.self)
          == other.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      else { return false }
      at += 8
    }
    while at < one.count {
      if one[at] != other[at] { return false }
      at += 1
    }
    return true
  }
}
