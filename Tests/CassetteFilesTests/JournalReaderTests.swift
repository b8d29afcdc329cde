// SPDX-License-Identifier: Apache-2.0

import CassetteFiles
import TestSupport
import Testing

struct JournalReaderTests {
  private let folder: TemporaryFolder
  private let lines = Samples.lines(count: 6)
  /// The bytes of a journal of `lines`, and where each record ends.
  private let bytes: [UInt8]
  private let ends: [Int]

  init() throws {
    folder = try TemporaryFolder()
    let journal = try FileJournal(beside: folder / "a", header: lines[0])
    for line in lines.dropFirst() { try journal.append(line) }
    try journal.close(remove: false)
    let bytes = folder.get("a.journal")
    self.bytes = bytes
    ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
  }

  private func read(_ bytes: [UInt8]) throws -> (records: [[UInt8]], damage: [JournalDamage]) {
    folder.put(bytes, as: "journal")
    return try JournalReader.read(folder / "journal")
  }

  @Test("A journal that is cut off anywhere gives all records that are whole, and names the rest")
  func truncation() throws {
    for count in 0...bytes.count {
      let (records, damage) = try read(Array(bytes[..<count]))
      // A record without its line feed is whole.
      let whole = ends.count { $0 <= count }
      #expect(records == Array(lines[..<whole]))
      let begin = whole == 0 ? 0 : ends[whole - 1] + 1
      #expect(damage == (begin < count ? [JournalDamage(.tornTail, offset: begin, length: count - begin)] : []))
    }
  }

  @Test("A damaged record in the middle is skipped and named; those round it come back")
  func middle() throws {
    var broken = bytes
    broken[ends[1] + 20] ^= 1
    let length = ends[2] - ends[1] - 1
    let (records, damage) = try read(broken)
    #expect(records == Array(lines[..<2] + lines[3...]))
    #expect(damage == [JournalDamage(.badChecksum, offset: ends[1] + 1, length: length)])
    #expect(damage.map(\.description) == ["bytes \(ends[1] + 1) to \(ends[2]): wrong checksum"])
  }

  @Test("Lines that are no records are named, empty ones too")
  func malformed() throws {
    let (records, damage) = try read(Array("junk\n\n".utf8) + bytes)
    #expect(records == lines)
    #expect(
      damage == [JournalDamage(.malformed, offset: 0, length: 4), JournalDamage(.malformed, offset: 5, length: 0)])
  }

  @Test("A checksum in capitals or without its space is damage, not another spelling")
  func spelling() throws {
    #expect(try read(Array("CBF43926 123456789\n".utf8)).damage.map(\.reason) == [.badChecksum])
    #expect(try read(Array("cbf43926_123456789\n".utf8)).damage.map(\.reason) == [.badChecksum])
    #expect(try read(Array("cbf43926 123456789\n".utf8)).records == [Array("123456789".utf8)])
  }

  @Test("Records longer than a read come back")
  func long() throws {
    let journal = try FileJournal(beside: folder / "long", header: lines[0])
    let long = (1...3).map { seed in
      Samples.random(count: 400_000 * seed, seed: UInt64(seed)).map { $0 == UInt8(ascii: "\n") ? 0 : $0 }
    }
    for line in long { try journal.append(line) }
    try journal.close(remove: false)
    #expect(try JournalReader.read(journal.path).records == [lines[0]] + long)
  }

  @Test("An error of the caller's ends the reading")
  func callersError() throws {
    struct Enough: Error {}
    var seen = 0
    #expect(throws: Enough.self) {
      _ = try JournalReader.forEach(folder / "a.journal") { _ in
        seen += 1
        if seen == 2 { throw Enough() }
      }
    }
    #expect(seen == 2)
  }

  @Test("What is no file is an error")
  func errors() throws {
    #expect { try JournalReader.read(folder / "none") } throws: { ($0 as? CassetteFileError)?.code == .noSuchFile }
    #expect { try JournalReader.read(folder.path) } throws: { ($0 as? CassetteFileError)?.code == .isFolder }
  }

  @Test(
    "Mutated bytes never trap, only whole records come back, and damage accounts for what is lost", arguments: [1, 2])
  func mutation(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let known = Set(lines)
    for _ in 0..<500 {
      var mutated = bytes
      let changes = Int.random(in: 1...3, using: &random)
      for _ in 0..<changes {
        let offset = Int.random(in: 0..<mutated.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: mutated[offset] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: mutated.remove(at: offset)
        default: mutated.insert(UInt8.random(in: 0...255, using: &random), at: offset)
        }
      }
      let (records, damage) = try read(mutated)
      #expect(known.isSuperset(of: records))
      // A change to a line feed costs the records on both its sides.
      #expect(records.count >= lines.count - 2 * changes)
      if records.count < lines.count { #expect(!damage.isEmpty) }
      for stretch in damage { #expect(stretch.offset + stretch.length <= mutated.count) }
    }
  }
}
