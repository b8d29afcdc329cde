// SPDX-License-Identifier: Apache-2.0

/// Which live value stands for which recorded one: one to one, hence consistent both ways.
///
/// A value may stand for itself; then nothing else may stand for it.
package struct Renaming: Sendable {
  package struct Pair: Hashable, Sendable {
    package let recorded: [UInt8]
    package let live: [UInt8]
    /// Whether other values may stand for either of them as well: timestamps, of which two fall into one second.
    package let isLoose: Bool

    package init(recorded: [UInt8], live: [UInt8], isLoose: Bool = false) {
      self.recorded = recorded
      self.live = live
      self.isLoose = isLoose
    }

    package var recordedText: String { String(decoding: recorded, as: UTF8.self) }
    package var liveText: String { String(decoding: live, as: UTF8.self) }
  }

  /// Which way a text is rewritten.
  package enum Direction: Sendable {
    case toLive, toRecorded
  }

  // Keyed by a hash that is seeded for each process; a text that shares its hash with another is not renamed.
  private var byRecorded: [Int: Pair] = [:]
  private var byLive: [Int: Pair] = [:]
  /// How many pairs have two different sides.
  package private(set) var changes = 0
  /// All such pairs in the order in which they were made.
  package private(set) var pairs: [Pair] = []
  /// All pairs, those of equal sides as well, in no particular order.
  package var all: some Collection<Pair> { byRecorded.values }

  /// Texts of more than one token that stand for each other where a rule lets them.
  private var phrases = Phrases()

  package init() {}

  /// Adds a text that stands for another as a whole. Short ones are not looked for: they stand in others by chance.
  package mutating func bindPhrase(_ pair: Pair) {
    if phrases.add(pair) { changes += 1 }
  }

  /// Whether there are texts that stand for others as a whole.
  package var hasPhrases: Bool { !phrases.isEmpty }

  /// Whether rewriting changes nothing, whatever the text.
  package var isIdentity: Bool { changes == 0 }

  package func pair(recorded: UnsafeRawBufferPointer) -> Pair? {
    if byRecorded.isEmpty { return nil }
    guard let pair = byRecorded[Renaming.hash(recorded)], pair.recorded.hasSameBytes(recorded) else { return nil }
    return pair
  }

  package func pair(live: UnsafeRawBufferPointer) -> Pair? {
    if byLive.isEmpty { return nil }
    guard let pair = byLive[Renaming.hash(live)], pair.live.hasSameBytes(live) else { return nil }
    return pair
  }

  /// Adds a pair.
  /// - Returns: false, and nothing is added, where one of its sides is taken by another pair already.
  package mutating func bind(_ pair: Pair) -> Bool {
    let (left, right) = (Renaming.hash(pair.recorded), Renaming.hash(pair.live))
    if !pair.isLoose {
      if let known = byRecorded[left], known.recorded != pair.recorded || known.live != pair.live { return false }
      if let known = byLive[right], known.recorded != pair.recorded || known.live != pair.live { return false }
    }
    if let known = byRecorded[left], known.recorded == pair.recorded {
      if known.live == pair.live { return true }
      // Of a time only the last value is kept: a client that polls would fill the memory.
      byLive[Renaming.hash(known.live)] = nil
      byRecorded[left] = pair
      byLive[right] = pair
      return true
    }
    byRecorded[left] = pair
    byLive[right] = pair
    if pair.recorded != pair.live {
      changes += 1
      pairs.append(pair)
    }
    return true
  }

  /// A hash of a token, seeded for each process.
  package static func hash(_ token: UnsafeRawBufferPointer) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: token)
    return hasher.finalize()
  }

  private static func hash(_ text: [UInt8]) -> Int { text.withUnsafeBytes { hash($0) } }

  /// The text with every token replaced by what it stands for, or nil where that changes nothing. Linear.
  ///
  /// Whole tokens only, never parts of one; also those in base64 within the text.
  package func rewritten(_ text: UnsafeRawBufferPointer, _ direction: Direction) -> [UInt8]? {
    if isIdentity { return nil }
    guard !phrases.isEmpty else { return rewritten(text, direction, depth: 0) }
    // Phrases first, each once: what is put in is not looked at again, or two that change places would chain.
    var out: [UInt8] = []
    var isChanged = false
    var copied = 0
    func copy(to end: Int) {
      let part = UnsafeRawBufferPointer(rebasing: text[copied..<end])
      let rewritten = rewritten(part, direction, depth: 0)
      isChanged = isChanged || rewritten != nil
      if let rewritten { out.append(contentsOf: rewritten) } else { out.append(contentsOf: part) }
    }
    var at = 0
    while at < text.count {
      guard at == 0 || !ByteClass.isAlphanumeric(text[at - 1]), let found = phrases.match(text, at, direction) else {
        at += 1
        continue
      }
      copy(to: at)
      out.append(contentsOf: found.other)
      at += found.count
      copied = at
      isChanged = true
    }
    if copied == 0 { return rewritten(text, direction, depth: 0) }
    copy(to: text.count)
    return isChanged ? out : nil
  }

  /// What a live token stands for. One that looks like a recorded token for which another one stands is not that one:
  /// it gets a form that no recorded token has.
  private func recorded(for live: UnsafeRawBufferPointer) -> [UInt8]? {
    if let pair = pair(live: live) { return pair.recorded }
    guard let taken = pair(recorded: live), !taken.isLoose else { return nil }
    return [0] + live
  }

  private func rewritten(_ text: UnsafeRawBufferPointer, _ direction: Direction, depth: Int) -> [UInt8]? {
    var out: [UInt8] = []
    var copied = 0
    func replace(_ range: Range<Int>, by bytes: [UInt8]) {
      if out.isEmpty { out.reserveCapacity(text.count + 64) }
      out.append(contentsOf: text[copied..<range.lowerBound])
      out.append(contentsOf: bytes)
      copied = range.upperBound
    }
    for segment in TextSegments(text, depth: depth) {
      let part = UnsafeRawBufferPointer(rebasing: text[segment.range])
      if let decoded = segment.decoded {
        let inner = segment.isText ? decoded.withUnsafeBytes { rewritten($0, direction, depth: depth + 1) } : nil
        if let inner { replace(segment.range, by: Base64.encode(inner)) }
        continue
      }
      for token in GeneratedTokens(part) {
        let value = UnsafeRawBufferPointer(rebasing: part[token.range])
        let other = direction == .toLive ? pair(recorded: value)?.live : recorded(for: value)
        guard let other, !other.hasSameBytes(value) else { continue }
        let start = segment.range.lowerBound
        replace(start + token.range.lowerBound..<start + token.range.upperBound, by: other)
      }
    }
    if copied == 0 { return nil }
    out.append(contentsOf: text[copied...])
    return out
  }
}

extension Renaming {
  /// Calls `body` with each generated token of a text, also of those that are in it as base64.
  package static func tokens(of text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
    tokens(of: text, depth: 0, body)
  }

  private static func tokens(of text: UnsafeRawBufferPointer, depth: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    for segment in TextSegments(text, depth: depth) {
      if let decoded = segment.decoded {
        decoded.withUnsafeBytes { tokens(of: $0, depth: depth + 1, body) }
      } else {
        let part = UnsafeRawBufferPointer(rebasing: text[segment.range])
        for token in GeneratedTokens(part) { body(UnsafeRawBufferPointer(rebasing: part[token.range])) }
      }
    }
  }
}

extension [UInt8] {
  func hasSameBytes(_ other: UnsafeRawBufferPointer) -> Bool {
    count == other.count && withUnsafeBytes { bytes in bytes.indices.allSatisfy { bytes[$0] == other[$0] } }
  }
}
