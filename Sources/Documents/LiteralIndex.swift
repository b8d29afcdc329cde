// SPDX-License-Identifier: Apache-2.0

/// Texts that are looked for all at once, each with a number that says what it is.
///
/// Looking costs a table look-up for every few bytes however many texts there are, and however alike; adding one is
/// O(log n) on average and copies some kilobytes where the index is shared.
package struct LiteralIndex: Sendable {
  package struct Hit {
    package let range: Range<Int>
    package let tag: Int
  }

  /// By what texts begin with: of those of sixteen bytes and more, as many; of others, four.
  private struct Table: Sendable {
    var buckets: [UInt64: LiteralBucket] = [:]
    var count = 0
  }

  /// A bit for each hash of four bytes that stand in the first places of some text: most of a text is passed over by it.
  private var windows = Filter()
  /// The same for the key of each long text, and of each short one.
  private var keys = Filter()
  /// Of falling size: only the last is ever copied for an addition.
  private var tables = [Table()]
  /// How many places of a text are looked at once: all texts are three bytes longer.
  private var stride = 4
  private var hasShort = false
  private var hasLong = false
  package private(set) var count = 0

  /// Shorter texts are not looked for.
  private static var shortest: Int { 4 }
  private static var long: Int { 16 }
  /// The last table has no more texts than this.
  private static var small: Int { 64 }

  package init() {}

  /// What is said of a text; nil where it is not in the index.
  package subscript(_ text: [UInt8]) -> Int? {
    guard let key = Self.key(text) else { return nil }
    for table in tables {
      if let tag = table.buckets[key]?.tag(of: text) { return tag }
    }
    return nil
  }

  /// Adds a text, or nothing where it is there already or has fewer than four bytes; whether it was added.
  @discardableResult
  package mutating func insert(_ text: [UInt8], tag: Int, isWord: Bool) -> Bool {
    guard let key = Self.key(text), self[text] == nil else { return false }
    keys.insert(key)
    stride = min(stride, text.count - Self.shortest + 1)
    text.withUnsafeBytes { bytes in
      for at in 0..<stride { windows.insert(Self.window(bytes, at)) }
    }
    let last = tables.count - 1
    let entry = LiteralBucket.Entry(text, tag: tag, isWord: isWord)
    if tables[last].buckets[key]?.insert(entry) == nil { tables[last].buckets[key] = LiteralBucket(entry) }
    tables[last].count += 1
    if text.count >= Self.long { hasLong = true } else { hasShort = true }
    count += 1
    if tables[last].count >= Self.small { settle() }
    return true
  }

  /// Makes one of tables of like size, so that there are few.
  private mutating func settle() {
    while tables.count > 1, tables[tables.count - 2].count < 2 * tables[tables.count - 1].count {
      let last = tables.removeLast()
      let other = tables.count - 1
      for (key, bucket) in last.buckets {
        if tables[other].buckets[key]?.merge(bucket) == nil { tables[other].buckets[key] = bucket }
      }
      tables[other].count += last.count
    }
    tables.append(Table())
  }

  /// All places of a text where one of the index stands, in order and without overlap; the longest of those that start
  /// at one place.
  package func hits(in text: UnsafeRawBufferPointer) -> [Hit] {
    var steps = 0
    return hits(in: text, steps: &steps)
  }

  /// - Parameter steps: counts the texts that were compared.
  func hits(in text: UnsafeRawBufferPointer, steps: inout Int) -> [Hit] {
    guard count > 0, text.count >= Self.shortest else { return [] }
    var hits: [Hit] = []
    // A text that starts in `from...at` has one of its first windows at `at`.
    var from = 0
    var at = min(stride - 1, text.count - Self.shortest)
    scan: while at + Self.shortest <= text.count {
      if windows.contains(Self.window(text, at)) {
        for start in from...at {
          guard let entry = entry(text, start, steps: &steps) else { continue }
          from = start + entry.text.count
          hits.append(Hit(range: start..<from, tag: entry.tag))
          at = from + stride - 1
          continue scan
        }
      }
      from = at + 1
      at += stride
    }
    return hits
  }

  private func entry(_ text: UnsafeRawBufferPointer, _ at: Int, steps: inout Int) -> LiteralBucket.Entry? {
    if hasLong, let key = Self.key(text, at, isLong: true), keys.contains(key),
      let entry = entry(text, at, key, steps: &steps)
    {
      return entry
    }
    guard hasShort, let key = Self.key(text, at, isLong: false), keys.contains(key) else { return nil }
    return entry(text, at, key, steps: &steps)
  }

  private func entry(
    _ text: UnsafeRawBufferPointer, _ at: Int, _ key: UInt64, steps: inout Int
  ) -> LiteralBucket.Entry? {
    var longest: LiteralBucket.Entry?
    for table in tables {
      guard let entry = table.buckets[key]?.match(text, at: at, steps: &steps) else { continue }
      if entry.text.count > longest?.text.count ?? 0 { longest = entry }
    }
    return longest
  }

  @inline(__always)
  private static func window(_ text: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
    UInt64(text.loadUnaligned(fromByteOffset: at, as: UInt32.self))
  }

  /// The key of a text that starts at a place; nil where the rest is too short for one.
  private static func key(_ text: UnsafeRawBufferPointer, _ at: Int, isLong: Bool) -> UInt64? {
    guard at + (isLong ? long : shortest) <= text.count else { return nil }
    guard isLong else { return window(text, at) }
    let first = text.loadUnaligned(fromByteOffset: at, as: UInt64.self)
    let second = text.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
    return (first ^ (second &* 0x9E37_79B9_7F4A_7C15)) | 1 << 63
  }

  private static func key(_ text: [UInt8]) -> UInt64? {
    text.withUnsafeBytes { key($0, 0, isLong: text.count >= long) }
  }

  /// A set of which some numbers only seem to be members.
  private struct Filter: Sendable {
    private var bits = [UInt64](repeating: 0, count: 1024)

    @inline(__always)
    private static func place(_ number: UInt64) -> Int { Int((number &* 0x9E37_79B9_7F4A_7C15) >> 48) }

    mutating func insert(_ number: UInt64) {
      let place = Filter.place(number)
      bits[place >> 6] |= 1 << UInt64(place & 63)
    }

    @inline(__always)
    func contains(_ number: UInt64) -> Bool {
      let place = Filter.place(number)
      return bits[place >> 6] >> UInt64(place & 63) & 1 != 0
    }
  }
}
