// SPDX-License-Identifier: Apache-2.0

/// Texts that are looked for all at once, each with something that is said of it.
///
/// Looking costs a table look-up a byte however many texts there are; adding one is O(1) on average and copies a few
/// kilobytes where the table is shared.
package struct LiteralTable<Payload: Sendable>: Sendable {
  /// A text of the table.
  package struct Entry: Sendable {
    package var text: [UInt8]
    package var payload: Payload
    /// Whether it counts only between characters that are no letters or digits: short ones stand in words by chance.
    package var isWord: Bool
  }

  /// By what texts begin with: of those of sixteen bytes and more, as many; of others, four.
  private typealias Table = [UInt64: [Entry]]

  /// A bit for each hash of the four bytes that some text begins with: most places are passed over by it.
  private var filter = [UInt64](repeating: 0, count: 1024)
  /// Of falling size: only the last is ever copied for an addition.
  private var tables: [Table] = [[:]]
  private var hasShort = false
  private var hasLong = false
  package private(set) var count = 0

  /// Shorter texts are not looked for.
  private static var shortest: Int { 4 }
  private static var long: Int { 16 }

  package init() {}

  private static func start(_ text: UnsafeRawBufferPointer, _ at: Int) -> UInt32 {
    text.loadUnaligned(fromByteOffset: at, as: UInt32.self)
  }

  /// The key of a text that starts at a place; nil where the rest is no long one.
  private static func key(_ text: UnsafeRawBufferPointer, _ at: Int, isLong: Bool) -> UInt64? {
    guard isLong else { return UInt64(start(text, at)) }
    guard at + long <= text.count else { return nil }
    let first = text.loadUnaligned(fromByteOffset: at, as: UInt64.self)
    let second = text.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
    return (first ^ (second &* 0x9E37_79B9_7F4A_7C15)) | 1 << 63
  }

  @inline(__always)
  private static func bit(_ start: UInt32) -> Int { Int((start &* 0x9E37_79B1) >> 16) }

  private static func key(_ text: [UInt8]) -> UInt64? {
    text.count < shortest ? nil : text.withUnsafeBytes { key($0, 0, isLong: text.count >= long) }
  }

  /// What is said of a text; nil where it is not in the table.
  package subscript(_ text: [UInt8]) -> Payload? {
    guard let key = Self.key(text) else { return nil }
    for table in tables {
      for entry in table[key] ?? [] where entry.text == text { return entry.payload }
    }
    return nil
  }

  /// Adds a text, or nothing where it is there already or has fewer than four bytes.
  package mutating func insert(_ text: [UInt8], _ payload: Payload, isWord: Bool) {
    guard let key = Self.key(text), self[text] == nil else { return }
    let start = text.withUnsafeBytes { Self.start($0, 0) }
    let bit = Self.bit(start)
    filter[bit >> 6] |= 1 << UInt64(bit & 63)
    tables[tables.count - 1][key, default: []].append(Entry(text: text, payload: payload, isWord: isWord))
    if text.count >= Self.long { hasLong = true } else { hasShort = true }
    count += 1
    guard tables[tables.count - 1].count >= 64 else { return }
    // Two of like size become one, so that there are few.
    while tables.count > 1, tables[tables.count - 2].count < 2 * tables[tables.count - 1].count {
      let last = tables.removeLast()
      tables[tables.count - 1].merge(last) { $0 + $1 }
    }
    tables.append([:])
  }

  /// All places of a text where one of the table stands, in order and without overlap; the longest of those that start
  /// at one place.
  package func hits(in text: UnsafeRawBufferPointer) -> [(range: Range<Int>, payload: Payload)] {
    guard count > 0, text.count >= Self.shortest else { return [] }
    var hits: [(range: Range<Int>, payload: Payload)] = []
    var at = 0
    filter.withUnsafeBufferPointer { filter in
      while at + Self.shortest <= text.count {
        let start = Self.start(text, at)
        let bit = Self.bit(start)
        if filter[bit >> 6] >> UInt64(bit & 63) & 1 == 1, let entry = entry(text, at) {
          hits.append((at..<at + entry.text.count, entry.payload))
          at += entry.text.count
        } else {
          at += 1
        }
      }
    }
    return hits
  }

  private func entry(_ text: UnsafeRawBufferPointer, _ at: Int) -> Entry? {
    (hasLong ? entry(text, at, Self.key(text, at, isLong: true)) : nil)
      ?? (hasShort ? entry(text, at, Self.key(text, at, isLong: false)) : nil)
  }

  private func entry(_ text: UnsafeRawBufferPointer, _ at: Int, _ key: UInt64?) -> Entry? {
    guard let key else { return nil }
    var longest: Entry?
    for table in tables {
      for entry in table[key] ?? [] where entry.text.count > longest?.text.count ?? 0 {
        let end = at + entry.text.count
        guard end <= text.count, text[at..<end].elementsEqual(entry.text) else { continue }
        if entry.isWord {
          if at > 0, ByteClass.isAlphanumeric(text[at - 1]) { continue }
          if end < text.count, ByteClass.isAlphanumeric(text[end]) { continue }
        }
        longest = entry
      }
    }
    return longest
  }
}
