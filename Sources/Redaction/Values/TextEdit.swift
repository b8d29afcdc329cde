// SPDX-License-Identifier: Apache-2.0

/// A stretch of a text and what is to stand there.
struct TextEdit: Sendable {
  var range: Range<Int>
  var text: [UInt8]

  /// The text with the edits made, which are in order and do not overlap.
  static func apply(_ edits: [TextEdit], to text: UnsafeRawBufferPointer) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count + edits.reduce(0) { $0 + $1.text.count })
    var at = 0
    for edit in edits {
      out.append(contentsOf: text[at..<edit.range.lowerBound])
      out.append(contentsOf: edit.text)
      at = edit.range.upperBound
    }
    out.append(contentsOf: text[at...])
    return out
  }

  /// In order, the first of those that overlap.
  static func sorted(_ edits: [TextEdit]) -> [TextEdit] {
    if edits.count < 2 { return edits }
    var end = 0
    return edits.sorted { $0.range.lowerBound < $1.range.lowerBound }.filter { edit in
      guard edit.range.lowerBound >= end else { return false }
      end = edit.range.upperBound
      return true
    }
  }
}
