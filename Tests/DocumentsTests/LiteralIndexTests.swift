// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("Indexes of literals")
struct LiteralIndexTests {
  private static func index(_ texts: [String]) -> LiteralIndex {
    var index = LiteralIndex()
    for (number, text) in texts.enumerated() { index.insert(Array(text.utf8), tag: number, isWord: false) }
    return index
  }

  private static func name(_ number: Int) -> String {
    let digits = String(1_000_000 + number)
    return "arn:aws:codestar-connections:eu-west-1:123456789012:connection/tf-acc-\(digits)"
  }

  @Test("compare a few texts at a place, however many begin alike")
  func alike() {
    let names = (0..<4_000).map(Self.name)
    let index = Self.index(names.shuffled())
    var steps = 0
    let text = Array(names.joined(separator: " ").utf8)
    let hits = text.withUnsafeBytes { index.hits(in: $0, steps: &steps) }
    #expect(hits.count == 4_000)
    // A logarithm of the names in each of some tables.
    #expect(steps < 4_000 * 80, "\(steps)")
  }

  @Test("find the longest of texts that begin with one another, in whatever order they came")
  func nested() {
    var random = SplitMix(seed: 5)
    let texts = (4...60).map { String(repeating: "ab", count: 30).prefix($0) }.map(String.init)
    for _ in 0..<20 {
      let index = Self.index(texts.shuffled(using: &random))
      for count in [4, 17, 59, 60, 70] {
        let text = Array(String(repeating: "ab", count: 40).utf8.prefix(count))
        let hits = text.withUnsafeBytes { index.hits(in: $0) }
        #expect(hits.first?.range == 0..<min(count, 60), "\(count)")
      }
    }
  }

  @Test("find texts of seven bytes and more wherever they stand in the window that is looked at")
  func strides() {
    let index = Self.index(["seventy", "a longer one than that"])
    for before in 0..<9 {
      let text = Array((String(repeating: "x", count: before) + "seventyseventy a longer one than that").utf8)
      let hits = text.withUnsafeBytes { index.hits(in: $0) }
      #expect(hits.map(\.range.lowerBound) == [before, before + 7, before + 15])
    }
  }
}
