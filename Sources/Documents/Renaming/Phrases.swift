// SPDX-License-Identifier: Apache-2.0

/// Texts that stand for others as a whole, found by how they begin.
struct Phrases: Sendable {
  /// Shorter ones are not looked for: they stand in others by chance.
  private static let shortest = 3

  private var byRecorded: [Int: [Renaming.Pair]] = [:]
  private var byLive: [Int: [Renaming.Pair]] = [:]

  var isEmpty: Bool { byRecorded.isEmpty }

  /// - Returns: whether the pair is new and long enough.
  mutating func add(_ pair: Renaming.Pair) -> Bool {
    guard pair.recorded != pair.live, pair.recorded.count >= Phrases.shortest, pair.live.count >= Phrases.shortest,
      let first = pair.recorded.withUnsafeBytes({ Phrases.start($0, 0) }),
      let second = pair.live.withUnsafeBytes({ Phrases.start($0, 0) }),
      byRecorded[first]?.contains(pair) != true
    else { return false }
    // The longest first, so that one that begins with another is found.
    byRecorded[first] = ((byRecorded[first] ?? []) + [pair]).sorted { $0.recorded.count > $1.recorded.count }
    byLive[second] = ((byLive[second] ?? []) + [pair]).sorted { $0.live.count > $1.live.count }
    return true
  }

  /// The phrase that stands at a place, if it does not go on as a longer word, and what it stands for.
  func match(
    _ text: UnsafeRawBufferPointer, _ at: Int, _ direction: Renaming.Direction
  ) -> (count: Int, other: [UInt8])? {
    guard let start = Phrases.start(text, at) else { return nil }
    for pair in (direction == .toLive ? byRecorded[start] : byLive[start]) ?? [] {
      let (from, to) = direction == .toLive ? (pair.recorded, pair.live) : (pair.live, pair.recorded)
      let end = at + from.count
      guard end <= text.count, end == text.count || !ByteClass.isAlphanumeric(text[end]),
        text[at..<end].elementsEqual(from)
      else { continue }
      return (from.count, to)
    }
    return nil
  }

  private static func start(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int? {
    guard at + shortest <= text.count else { return nil }
    return Int(text[at]) << 16 | Int(text[at + 1]) << 8 | Int(text[at + 2])
  }
}
