// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Synchronization

/// What has been redacted in a recording by its place, and is to be redacted wherever else it stands.
///
/// Safe to call from any thread: readers take a ``Snapshot``, which costs next to nothing.
final class LearntValues: Sendable {
  /// A value, and what its copies become.
  struct Entry: Sendable {
    var text: [UInt8]
    var rule: RedactionRule
    var form: AliasForm
    /// Whether a copy counts only as a word of its own.
    var isWord: Bool
  }

  /// The values known at one moment.
  struct Snapshot: Sendable {
    /// With each text its rule, by its place among all, and its form.
    fileprivate var index = LiteralIndex()
    var accounts: Set<UInt64> = []
    fileprivate var size = 0

    func contains(_ text: [UInt8]) -> Bool { index[text] != nil }

    /// Whether no value was learnt between this one and another; none is ever forgotten.
    fileprivate func isSame(as other: Snapshot) -> Bool {
      index.count == other.index.count && accounts.count == other.accounts.count
    }

    /// All copies in a text, in order and without overlap.
    func hits(in text: UnsafeRawBufferPointer) -> [ValueHit] {
      let hits = index.hits(in: text)
      if hits.isEmpty { return [] }
      return hits.map { hit in
        let form = AliasForm(rawValue: UInt8(truncatingIfNeeded: hit.tag)) ?? .text
        return ValueHit(range: hit.range, rule: RedactionRule.allCases[hit.tag >> 8], form: form)
      }
    }

    fileprivate mutating func insert(_ entry: Entry) {
      let rule = RedactionRule.allCases.firstIndex(of: entry.rule) ?? 0
      size += entry.text.count
      index.insert(entry.text, tag: rule << 8 | Int(entry.form.rawValue), isWord: entry.isWord)
    }
  }

  /// No more values are kept: their copies stay then, where only a name told that they are secrets.
  static let most = 100_000
  /// As many as there are threads that redact at once, as a rule.
  private static let mostSeen = 4
  /// Nor do they have more bytes than this together.
  static let room = 64 << 20
  /// Longer values have no copies.
  static let longest = 64 << 10

  private struct State {
    var snapshot = Snapshot()
    /// What passes that are over have seen, for those to come.
    var seen: [SeenTexts] = []
    /// How many exchanges have been redacted, and how many had been when something was last learnt.
    var exchanges = 0
    var outdated = 0
  }

  private let state = Mutex(State())

  /// What is known now.
  var snapshot: Snapshot { state.withLock { $0.snapshot } }

  /// What is known now, and texts that hold nothing of it, which ``giveBack(_:of:)`` wants again.
  func take() -> (snapshot: Snapshot, seen: SeenTexts) {
    let (snapshot, seen) = state.withLock { ($0.snapshot, $0.seen.popLast()) }
    return (snapshot, seen ?? SeenTexts())
  }

  /// - Parameter snapshot: what was known when they were looked at.
  func giveBack(_ seen: SeenTexts, of snapshot: Snapshot) {
    state.withLock { state in
      guard state.snapshot.isSame(as: snapshot), state.seen.count < LearntValues.mostSeen else { return }
      state.seen.append(seen)
    }
  }

  /// How many exchanges were redacted before all that is known now was known.
  var outdated: Int { state.withLock { $0.outdated } }

  /// One exchange more has been redacted.
  func count() {
    state.withLock { $0.exchanges += 1 }
  }

  /// Adds values, and ids of accounts.
  func learn(_ entries: some Sequence<Entry>, accounts: some Sequence<UInt64>) {
    state.withLock { state in
      for entry in entries
      where state.snapshot.index.count < LearntValues.most && state.snapshot.size < LearntValues.room {
        state.snapshot.insert(entry)
      }
      state.snapshot.accounts.formUnion(accounts)
      state.seen = []
      // Others may be under way.
      state.outdated = state.exchanges == 0 ? 0 : state.exchanges + 64
    }
  }

  /// The entries of a value: itself, what it says if it is base64, and the host of a URL. None where copies had better
  /// stay: of words, which mean other things elsewhere, and of the hosts of AWS and of documentation.
  static func entries(_ value: ArraySlice<UInt8>, _ rule: RedactionRule, _ form: AliasForm) -> [Entry] {
    var entries = [entry(value, rule, form)]
    if form == .base64, let text = Base64.decode(value), text.isUTF8 { entries.append(entry(text[...], rule, .text)) }
    if form == .url {
      let host = Aliases.parts(ofURL: value).host
      if !ReservedNames.contains(host: host), !ReservedNames.isAmazons(host: host) {
        entries.append(entry(host, rule, .host))
      }
    }
    return entries.compactMap { $0 }
  }

  /// Whether a value can hardly be the name of something: twelve and more characters of both cases, with digits, and
  /// without what joins words.
  static func isNoName(_ value: ArraySlice<UInt8>) -> Bool {
    value.count >= 12 && value.contains(where: ByteKind.isDigit) && value.contains { $0 &- 0x61 < 26 }
      && value.contains { $0 &- 0x41 < 26 } && !value.contains { $0 == 0x2D || $0 == 0x5F || $0 == 0x2E || $0 == 0x3A }
  }

  private static func entry(_ value: ArraySlice<UInt8>, _ rule: RedactionRule, _ form: AliasForm) -> Entry? {
    guard (6...longest).contains(value.count) else { return nil }
    let kinds = [
      value.contains(where: ByteKind.isDigit), value.contains { $0 &- 0x61 < 26 }, value.contains { $0 &- 0x41 < 26 },
      value.contains { !ByteKind.isAlphanumeric($0) },
    ].count { $0 }
    let isNumber = value.allSatisfy(ByteKind.isDigit)
    guard
      isNumber
        ? value.count >= 8
        : value.count >= 16 || kinds >= 3 || kinds == 2 && !value.allSatisfy(ByteKind.isLetterOrJoint)
    else { return nil }
    return Entry(text: Array(value), rule: rule, form: form, isWord: value.count < 16)
  }
}

extension ByteKind {
  /// What words and names of options are made of.
  static func isLetterOrJoint(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte == 0x5F || byte == 0x2D || byte == 0x20
  }
}
