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
    fileprivate var table = LiteralTable<(rule: RedactionRule, form: AliasForm)>()
    fileprivate(set) var accounts: Set<UInt64> = []

    func contains(_ text: [UInt8]) -> Bool { table[text] != nil }

    /// All copies in a text, in order and without overlap.
    func hits(in text: UnsafeRawBufferPointer) -> [ValueHit] {
      table.hits(in: text).map { ValueHit(range: $0.range, rule: $0.payload.rule, form: $0.payload.form) }
    }
  }

  /// No more values are kept: their copies stay then, where only a name told that they are secrets.
  static let most = 100_000
  /// Longer values are found by what they begin with.
  private static let longest = 1024

  private struct State {
    var snapshot = Snapshot()
    /// How many exchanges have been redacted, and how many had been when something was last learnt.
    var exchanges = 0
    var outdated = 0
  }

  private let state = Mutex(State())

  var snapshot: Snapshot { state.withLock { $0.snapshot } }

  /// How many exchanges were redacted before all that is known now was known.
  var outdated: Int { state.withLock { $0.outdated } }

  /// One exchange more has been redacted.
  func count() {
    state.withLock { $0.exchanges += 1 }
  }

  /// Adds values, and ids of accounts.
  func learn(_ entries: some Sequence<Entry>, accounts: some Sequence<UInt64>) {
    state.withLock { state in
      for entry in entries where state.snapshot.table.count < LearntValues.most {
        state.snapshot.table.insert(entry.text, (entry.rule, entry.form), isWord: entry.isWord)
      }
      state.snapshot.accounts.formUnion(accounts)
      // Others may be under way.
      state.outdated = state.exchanges == 0 ? 0 : state.exchanges + 64
    }
  }

  /// The entry of a value, or nil where its copies had better stay: a word, which means other things elsewhere.
  static func entry(_ value: ArraySlice<UInt8>, _ rule: RedactionRule, _ form: AliasForm) -> Entry? {
    guard value.count >= 6 else { return nil }
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
    return Entry(text: Array(value.prefix(longest)), rule: rule, form: form, isWord: value.count < 16)
  }
}

extension ByteKind {
  /// What words and names of options are made of.
  static func isLetterOrJoint(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte == 0x5F || byte == 0x2D || byte == 0x20
  }
}
