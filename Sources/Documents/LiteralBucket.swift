// SPDX-License-Identifier: Apache-2.0

/// Texts that begin alike, sorted: the longest that stands at a place is found in a logarithm of their number.
struct LiteralBucket: Sendable {
  struct Entry: Sendable {
    let text: [UInt8]
    /// What is said of it, by whoever keeps that.
    let tag: Int
    /// Whether it counts only between characters that are no letters or digits: short ones stand in words by chance.
    let isWord: Bool
    /// The longest other one that it begins with; below 0 where there is none.
    fileprivate(set) var shorter = -1

    init(_ text: [UInt8], tag: Int, isWord: Bool) {
      (self.text, self.tag, self.isWord) = (text, tag, isWord)
    }
  }

  private(set) var entries: [Entry]

  init(_ entry: Entry) {
    entries = [entry]
  }

  func tag(of text: [UInt8]) -> Int? {
    let before = text.withUnsafeBytes { position(behind: $0) } - 1
    return before >= 0 && entries[before].text == text ? entries[before].tag : nil
  }

  mutating func insert(_ entry: Entry) {
    entries.insert(entry, at: entry.text.withUnsafeBytes { position(behind: $0) })
    link()
  }

  mutating func merge(_ other: LiteralBucket) {
    var merged: [Entry] = []
    merged.reserveCapacity(entries.count + other.entries.count)
    var (left, right) = (entries[...], other.entries[...])
    while let one = left.first, let two = right.first {
      merged.append(one.text.lexicographicallyPrecedes(two.text) ? left.removeFirst() : right.removeFirst())
    }
    entries = merged + left + right
    link()
  }

  /// Behind a text stand those that begin with it.
  private mutating func link() {
    for place in entries.indices {
      var shorter = place - 1
      while shorter >= 0, !entries[place].text.starts(with: entries[shorter].text) {
        shorter = entries[shorter].shorter
      }
      entries[place].shorter = shorter
    }
  }

  /// The longest text that stands at a place.
  /// - Parameter steps: counts the texts that were compared.
  func match(_ text: UnsafeRawBufferPointer, at start: Int, steps: inout Int) -> Entry? {
    let rest = UnsafeRawBufferPointer(rebasing: text[start...])
    var place = position(behind: rest, steps: &steps) - 1
    while place >= 0 {
      steps += 1
      if stands(entries[place], in: text, at: start) { return entries[place] }
      place = entries[place].shorter
    }
    return nil
  }

  private func stands(_ entry: Entry, in text: UnsafeRawBufferPointer, at start: Int) -> Bool {
    let end = start + entry.text.count
    guard end <= text.count, entry.text.withUnsafeBytes({ Self.shared($0, text, start) }) == entry.text.count else {
      return false
    }
    guard entry.isWord else { return true }
    return (start == 0 || !ByteClass.isAlphanumeric(text[start - 1]))
      && (end == text.count || !ByteClass.isAlphanumeric(text[end]))
  }

  private func position(behind text: UnsafeRawBufferPointer) -> Int {
    var steps = 0
    return position(behind: text, steps: &steps)
  }

  /// How many of the texts stand before this one or are it.
  private func position(behind text: UnsafeRawBufferPointer, steps: inout Int) -> Int {
    var range = 0..<entries.count
    while !range.isEmpty {
      steps += 1
      let middle = range.lowerBound + range.count / 2
      if Self.precedes(text, entries[middle].text) {
        range = range.lowerBound..<middle
      } else {
        range = middle + 1..<range.upperBound
      }
    }
    return range.lowerBound
  }

  private static func precedes(_ text: UnsafeRawBufferPointer, _ entry: [UInt8]) -> Bool {
    entry.withUnsafeBytes { entry in
      let shared = shared(entry, text, 0)
      if shared == entry.count { return false }
      return shared == text.count || text[shared] < entry[shared]
    }
  }

  /// How many bytes of an entry stand in a text from a place on.
  private static func shared(_ entry: UnsafeRawBufferPointer, _ text: UnsafeRawBufferPointer, _ start: Int) -> Int {
    let count = min(entry.count, text.count - start)
    var at = 0
    while at + 8 <= count,
      entry.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        == text.loadUnaligned(fromByteOffset: start + at, as: UInt64.self)
    {
      at += 8
    }
    while at < count, entry[at] == text[start + at] { at += 1 }
    return at
  }
}
