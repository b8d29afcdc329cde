// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Redaction

@Suite("Edits of a text")
struct TextEditTests {
  private func edited(_ text: String, _ edits: [(Range<Int>, String)]) -> String {
    let edits = TextEdit.disjoint(edits.map { TextEdit(range: $0.0, text: [UInt8]($0.1)) })
    return String(decoding: [UInt8](text).withUnsafeBytes { TextEdit.apply(edits, to: $0) }, as: UTF8.self)
  }

  @Test("are made in their order, and leave nothing of what any of them covers")
  func overlaps() {
    #expect(edited("0123456789", [(6..<8, "B"), (1..<3, "A")]) == "0A345B89")
    #expect(edited("0123456789", [(3..<5, "B"), (1..<8, "A")]) == "0A89")
    #expect(edited("0123456789", [(1..<5, "A"), (3..<8, "B")]) == "0AB89")
    #expect(edited("0123456789", [(1..<5, "A"), (1..<5, "B"), (1..<3, "C")]) == "0A56789")
    #expect(edited("0123456789", []) == "0123456789")
    #expect(edited("0123456789", [(0..<10, "A")]) == "A")
  }

  @Test("cover together what each covers, and no more")
  func coverage() {
    var random = SplitMix(seed: 17)
    for _ in 0..<500 {
      let ranges = (0..<6).map { _ in
        let start = Int.random(in: 0..<40, using: &random)
        return start..<start + Int.random(in: 1...12, using: &random)
      }
      let parts = DisjointRanges.sorted(ranges) { $0 }
      #expect(Set(parts.flatMap { Array($0.range) }) == Set(ranges.flatMap { Array($0) }))
      #expect(parts.reduce(0) { $0 + $1.range.count } == Set(ranges.flatMap { Array($0) }).count)
      #expect(
        parts.allSatisfy {
          $0.element.lowerBound <= $0.range.lowerBound && $0.element.upperBound == $0.range.upperBound
        })
    }
  }
}
