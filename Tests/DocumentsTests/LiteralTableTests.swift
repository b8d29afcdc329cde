// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("Tables of literals")
struct LiteralTableTests {
  private func table(_ texts: [String], isWord: Bool = false) -> LiteralTable<Int> {
    var table = LiteralTable<Int>()
    for (number, text) in texts.enumerated() { table.insert(Array(text.utf8), number, isWord: isWord) }
    return table
  }

  private func hits(_ table: LiteralTable<Int>, _ text: String) -> [String] {
    Array(text.utf8).withUnsafeBytes { table.hits(in: $0).map { "\($0.range.lowerBound):\($0.payload)" } }
  }

  @Test("find all their texts, the longest at each place, without overlap")
  func finds() {
    let table = table(["abcd", "abcdef", "defg", "xyz", "abcd"])
    #expect(table.count == 3)
    #expect(hits(table, "abcd abcdefg abcde") == ["0:0", "5:1", "13:0"])
    #expect(hits(table, "xdefgdefg") == ["1:2", "5:2"])
    #expect(hits(table, "xyz") == [] && hits(table, "") == [] && hits(self.table([]), "abcd") == [])
  }

  @Test("know what is in them")
  func lookUp() {
    let table = table(["abcd", "abcdef"])
    #expect(table[Array("abcdef".utf8)] == 1 && table[Array("abcde".utf8)] == nil && table[Array("abc".utf8)] == nil)
  }

  @Test("take words between what is no letter or digit alone")
  func words() {
    let table = table(["word", "two words"], isWord: true)
    #expect(hits(table, "word,two words-word_word") == ["0:0", "5:1", "15:0", "20:0"])
    #expect(hits(table, "sword words word1 1word wordé") == ["24:0"])
  }

  @Test("find what a naive search finds, in tables of any size")
  func naive() {
    var random = SplitMix(seed: 19)
    func text(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0x61...0x63, using: &random) } }
    for size in [1, 10, 63, 64, 65, 300] {
      var table = LiteralTable<Int>()
      var known: [(text: [UInt8], isWord: Bool)] = []
      for _ in 0..<size {
        let new = text(Int.random(in: 3...9, using: &random))
        let isWord = Bool.random(using: &random)
        table.insert(new, known.count, isWord: isWord)
        if new.count >= 4, !known.contains(where: { $0.text == new }) { known.append((new, isWord)) }
      }
      #expect(table.count == known.count)
      var body = text(600)
      for _ in 0..<100 { body[Int.random(in: 0..<600, using: &random)] = 0x20 }
      let found = body.withUnsafeBytes { table.hits(in: $0).map(\.range) }
      #expect(found == naive(body, known))
    }
  }

  private func naive(_ body: [UInt8], _ known: [(text: [UInt8], isWord: Bool)]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var at = 0
    while at < body.count {
      let longest = known.filter { entry in
        guard body[at...].starts(with: entry.text) else { return false }
        let end = at + entry.text.count
        return !entry.isWord || (at == 0 || body[at - 1] == 0x20) && (end == body.count || body[end] == 0x20)
      }.map(\.text.count).max()
      if let longest { found.append(at..<at + longest) }
      at += longest ?? 1
    }
    return found
  }
}
