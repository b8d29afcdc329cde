// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Which live values stand for recorded ones, as far as that is known: what recorded requests are written anew with.
package struct LiveValues: Sendable {
  private var table = LiteralTable<[UInt8]>()
  /// What was learnt, the recorded text and the live one that is not the same, in the order in which it was.
  package private(set) var learnt: [(recorded: [UInt8], live: [UInt8])] = []
  /// No more are kept.
  private static let most = 100_000

  package init() {}

  /// Keeps what stands for a recorded text wherever that stands. What was learnt first counts.
  /// - Returns: whether it was not known yet.
  @discardableResult
  package mutating func learn(_ recorded: [UInt8], is live: [UInt8]) -> Bool {
    guard recorded.count >= 4, table.count < LiveValues.most, table[recorded] == nil else { return false }
    table.insert(recorded, live, isWord: recorded.count < 16)
    if recorded != live { learnt.append((recorded, live)) }
    return true
  }

  /// Whether it is known what stands for a text.
  package func knows(_ recorded: [UInt8]) -> Bool { table[recorded] != nil }

  /// The text as it is to be sent, and the aliases in it of which nothing is known.
  func live(_ text: [UInt8]) -> (text: [UInt8], unknown: [[UInt8]]) {
    let hits = text.withUnsafeBytes { table.hits(in: $0) }
    let unknown = AliasSearch.ranges(in: text).filter { alias in !hits.contains { $0.range.overlaps(alias) } }
    let live = hits.isEmpty ? text : text.withUnsafeBytes { $0.spliced(hits.lazy.map { ($0.range, $0.payload) }) }
    return (live, unknown.map { Array(text[$0]) })
  }
}
