// SPDX-License-Identifier: Apache-2.0

/// How much of a response's body may be on its way to the consumer.
struct ResponseWindow {
  /// In bytes, as the port promises.
  static let size = 256 * 1024

  private var unconsumed = 0
  /// The size of the piece that waits for room.
  private var held: Int?

  /// Whether a piece may go out now. One that may not is held till ``takeHeld()`` says so.
  mutating func admit(_ count: Int) -> Bool {
    guard fits(count) else {
      held = count
      return false
    }
    unconsumed += count
    return true
  }

  /// Whether the piece that is held now has room.
  mutating func consume(_ count: Int) -> Bool {
    unconsumed = max(0, unconsumed - count)
    return held.map(fits) ?? false
  }

  /// Whether a piece was held and has room; says so once.
  mutating func takeHeld() -> Bool {
    guard let count = held, fits(count) else { return false }
    held = nil
    return true
  }

  private func fits(_ count: Int) -> Bool { unconsumed == 0 || unconsumed + count <= Self.size }
}
