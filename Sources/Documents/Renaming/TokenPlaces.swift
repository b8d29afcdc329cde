// SPDX-License-Identifier: Apache-2.0

/// Where the generated tokens of a text stand: found once, for a text that is renamed again and again.
package struct TokenPlaces: Sendable {
  fileprivate let ranges: [Range<Int32>]

  package var count: Int { ranges.count }

  /// Nil for a text with base64 of texts in it, which takes more than putting one token in the place of another.
  package init?(_ text: UnsafeRawBufferPointer) {
    guard text.count < Int32.max else { return nil }
    var ranges: [Range<Int32>] = []
    for segment in TextSegments(text, depth: 0) {
      if segment.decoded != nil {
        if segment.isText { return nil }
        continue
      }
      let start = segment.range.lowerBound
      for token in GeneratedTokens(UnsafeRawBufferPointer(rebasing: text[segment.range])) {
        ranges.append(Int32(start + token.range.lowerBound)..<Int32(start + token.range.upperBound))
      }
    }
    self.ranges = ranges
  }
}

extension Renaming {
  /// What ``rewritten(_:_:)`` makes of a text with its tokens at `places`, to live values; nil where that changes nothing.
  ///
  /// Only while there are no phrases, see ``hasPhrases``.
  package func rewritten(_ text: UnsafeRawBufferPointer, at places: TokenPlaces) -> [UInt8]? {
    var out: [UInt8] = []
    var copied = 0
    for place in places.ranges {
      let range = Int(place.lowerBound)..<Int(place.upperBound)
      let token = UnsafeRawBufferPointer(rebasing: text[range])
      guard let live = pair(recorded: token)?.live, !live.hasSameBytes(token) else { continue }
      if out.isEmpty { out.reserveCapacity(text.count + 64) }
      out.append(contentsOf: text[copied..<range.lowerBound])
      out.append(contentsOf: live)
      copied = range.upperBound
    }
    if copied == 0 { return nil }
    out.append(contentsOf: text[copied...])
    return out
  }
}
