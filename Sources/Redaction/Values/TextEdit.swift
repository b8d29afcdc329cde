// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// A stretch of a text and what is to stand there.
struct TextEdit: Sendable {
  var range: Range<Int>
  var text: [UInt8]

  /// The text with the edits made, which are in order and do not overlap.
  static func apply(_ edits: [TextEdit], to text: UnsafeRawBufferPointer) -> [UInt8] {
    text.spliced(edits.lazy.map { ($0.range, $0.text) })
  }

  /// In order and without overlap, so that nothing stays of what any of them covers: of one that stands in another
  /// nothing, of one that another runs into what lies behind that.
  static func disjoint(_ edits: [TextEdit]) -> [TextEdit] {
    DisjointRanges.sorted(edits, \.range).map { TextEdit(range: $1, text: $0.text) }
  }
}

/// Ranges that may overlap, made into such as do not and cover the same.
enum DisjointRanges {
  /// The elements with what is left of their ranges, in order; of equal ones the first.
  static func sorted<Element>(
    _ elements: [Element], _ range: (Element) -> Range<Int>
  ) -> [(element: Element, range: Range<Int>)] {
    let ranges = elements.map(range)
    let order = ranges.indices.sorted { one, other in
      let (left, right) = (ranges[one], ranges[other])
      if left.lowerBound != right.lowerBound { return left.lowerBound < right.lowerBound }
      return left.upperBound == right.upperBound ? one < other : left.upperBound > right.upperBound
    }
    var end = 0
    var result: [(element: Element, range: Range<Int>)] = []
    for index in order where ranges[index].upperBound > end {
      let start = max(end, ranges[index].lowerBound)
      end = ranges[index].upperBound
      result.append((elements[index], start..<end))
    }
    return result
  }
}
