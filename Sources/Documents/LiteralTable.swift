// SPDX-License-Identifier: Apache-2.0

/// Texts that are looked for all at once, each with something that is said of it. See ``LiteralIndex`` for what it costs.
package struct LiteralTable<Payload: Sendable>: Sendable {
  private var index = LiteralIndex()
  private var payloads: [Payload] = []

  package init() {}

  package var count: Int { index.count }

  /// What is said of a text; nil where it is not in the table.
  package subscript(_ text: [UInt8]) -> Payload? { index[text].map { payloads[$0] } }

  /// Adds a text, or nothing where it is there already or has fewer than four bytes.
  /// - Parameter isWord: whether it counts only between characters that are no letters or digits.
  package mutating func insert(_ text: [UInt8], _ payload: Payload, isWord: Bool) {
    if index.insert(text, tag: payloads.count, isWord: isWord) { payloads.append(payload) }
  }

  /// All places of a text where one of the table stands, in order and without overlap; the longest of those that start
  /// at one place.
  package func hits(in text: UnsafeRawBufferPointer) -> [(range: Range<Int>, payload: Payload)] {
    let hits = index.hits(in: text)
    return hits.isEmpty ? [] : hits.map { ($0.range, payloads[$0.tag]) }
  }
}
