// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Synchronization

/// What the client of a session sent itself, by the aliases that stand for it on the tape: answers give it back.
///
/// Kept in memory only. Safe to call from any thread.
package final class Originals: Sendable {
  /// How a text is written where it is put.
  enum Escaping: Sendable {
    case none, json, xml

    /// By the first byte of the text.
    init(of first: UInt8?) {
      switch first {
      case 0x7B, 0x5B: self = .json
      case 0x3C: self = .xml
      default: self = .none
      }
    }
  }

  private struct State {
    var values = LiteralTable<[UInt8]>()
    /// By a token of it, each alias that was made with a key: under another one it is another.
    var keyed: [[UInt8]: [UInt8]] = [:]
    /// By the live token, the recorded one that is the same value's; the latter may come from clients, too, which have
    /// it from answers.
    var same = LiteralTable<[UInt8]>()
    var settled: Set<[UInt8]> = []
  }

  /// No more values are kept.
  private static let most = 100_000

  private let state = Mutex(State())

  var isEmpty: Bool { state.withLock { $0.values.count == 0 } }

  /// Keeps what an alias stands for; the first value counts.
  /// - Parameter isKeyed: whether the recording may have another alias for the same value, having had another key.
  package func add(alias: [UInt8], value: [UInt8], isKeyed: Bool) {
    state.withLock { state in
      guard state.values.count < Originals.most, state.values[alias] == nil else { return }
      state.values.insert(alias, value, isWord: alias.count < 16)
      guard isKeyed else { return }
      alias.withUnsafeBytes { bytes in
        Renaming.tokens(of: bytes) { state.keyed[Array($0)] = alias }
      }
    }
  }

  /// The text with the recorded alias in the place of each live one that is known to be the same value's; nil where that
  /// changes nothing.
  package func recorded(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    let hits = state.withLock { $0.same }.hits(in: text)
    return hits.isEmpty ? nil : text.spliced(hits.lazy.map { ($0.range, $0.payload) })
  }

  /// Whether there are such.
  package var isSettled: Bool { state.withLock { $0.same.count > 0 } }

  /// Whether two different tokens may be aliases of one value under two keys: this client has the live one's in its own
  /// settings, and nothing is known of either yet.
  func maySettle(recorded: UnsafeRawBufferPointer, live: UnsafeRawBufferPointer) -> Bool {
    state.withLock { state in
      guard !state.keyed.isEmpty, state.keyed[Array(live)] != nil, !recorded.elementsEqual(live) else { return false }
      if state.settled.contains(Array(recorded)) || state.same[Array(live)] != nil { return false }
      // Numbers have their mark in themselves, texts before them.
      return live.count > 8 && Originals.mark(recorded) == Originals.mark(live)
    }
  }

  /// What all aliases of a form begin with: of numbers `999`, of the ids of access keys a word.
  private static func mark(_ token: UnsafeRawBufferPointer) -> [UInt8] {
    let isNumber = token.allSatisfy { $0 &- 0x30 < 10 }
    return Array(token.prefix(isNumber ? 3 : token.count == 20 ? 8 : 0))
  }

  /// Keeps that two tokens are aliases of one value.
  func settle(_ pair: Renaming.Pair) {
    state.withLock { state in
      guard let alias = state.keyed[pair.live], let value = state.values[alias], state.same[pair.live] == nil,
        state.settled.insert(pair.recorded).inserted, let place = alias.firstRange(of: pair.live)
      else { return }
      state.same.insert(pair.live, pair.recorded, isWord: true)
      let recorded = Array(alias[..<place.lowerBound]) + pair.recorded + Array(alias[place.upperBound...])
      state.values.insert(recorded, value, isWord: recorded.count < 16)
    }
  }

  /// The text with values for aliases, also for those in base64; nil where none stands in it.
  func rewritten(_ text: UnsafeRawBufferPointer, _ escaping: Escaping) -> [UInt8]? {
    rewritten(text, escaping, state.withLock { $0.values }, depth: 0)
  }

  private func rewritten(
    _ text: UnsafeRawBufferPointer, _ escaping: Escaping, _ values: LiteralTable<[UInt8]>, depth: Int
  ) -> [UInt8]? {
    let inside = Base64Texts.rewritten(text, depth: depth) { base64, decoded in
      // Some aliases are base64 themselves.
      if values[Array(base64)] != nil { return nil }
      return rewritten(decoded, Escaping(of: decoded.first), values, depth: depth + 1)
    }
    return inside.map { $0.withUnsafeBytes { replaced($0, escaping, values) } ?? $0 }
      ?? replaced(text, escaping, values)
  }

  private func replaced(
    _ text: UnsafeRawBufferPointer, _ escaping: Escaping, _ values: LiteralTable<[UInt8]>
  ) -> [UInt8]? {
    let pieces = values.hits(in: text).compactMap { hit in
      Originals.escaped(hit.payload, escaping, behind: text[..<hit.range.lowerBound]).map { (hit.range, $0) }
    }
    return pieces.isEmpty ? nil : text.spliced(pieces)
  }

  /// The value as it is written behind a text; nil where that cannot be told.
  private static func escaped(
    _ value: [UInt8], _ escaping: Escaping, behind text: Slice<UnsafeRawBufferPointer>
  ) -> [UInt8]? {
    switch escaping {
    case .none: return value
    case .json:
      guard value.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else { return value }
      // In JSON within a string it would have to be escaped more than once.
      guard text.last == 0x22, text.dropLast().last != 0x5C else { return nil }
      var writer = JSONWriter()
      writer.string(utf8: value[...])
      return Array(writer.bytes.dropFirst().dropLast())
    case .xml:
      return value.flatMap { byte -> [UInt8] in
        switch byte {
        case 0x26: Array("&amp;".utf8)
        case 0x3C: Array("&lt;".utf8)
        case 0x3E: Array("&gt;".utf8)
        default: [byte]
        }
      }
    }
  }
}
