// SPDX-License-Identifier: Apache-2.0

import CassetteFiles
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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

  @Test("Lines that are no records are named, empty ones too, those that follow each other as one stretch")
  func malformed() throws {
    let (records, damage) = try read(Array("junk\n\n".utf8) + bytes + Array("\n".utf8))
    #expect(records == lines)
    #expect(
      damage == [
        JournalDamage(.malformed, offset: 0, length: 5),
        JournalDamage(.malformed, offset: 6 + bytes.count, length: 0),
      ])
  }

  @Test("A byte that is flipped anywhere costs the record that it is in, and that is named")
  func flips() throws {
    for offset in bytes.indices {
      var broken = bytes
      broken[offset] ^= 0x20
      let hit = try #require(ends.firstIndex { offset <= $0 })
      // With its line feed, a record loses the one behind it, but for the last, which needs none.
      let lost = ends[hit] == offset ? [hit, hit + 1] : [hit]
      let (records, damage) = try read(broken)
      #expect(records == lines.indices.filter { !lost.contains($0) }.map { lines[$0] })
      #expect(damage.count == 1)
      #expect(damage.first.map { $0.offset...($0.offset + $0.length) ~= offset } == true)
    }
  }

  @Test("Zeros at the end, as a file system leaves them after a power cut, cost the record that they tear, at most")
  func zeros() throws {
    for count in stride(from: 0, through: bytes.count, by: 37) {
      let (records, damage) = try read(Array(bytes[..<count]) + [UInt8](repeating: 0, count: 300_000))
      let whole = ends.count { $0 < count }
      #expect(records == Array(lines[..<whole]))
      let begin = whole == 0 ? 0 : ends[whole - 1] + 1
      #expect(damage == [JournalDamage(.tornTail, offset: begin, length: count + 300_000 - begin)])
    }
  }

  @Test("A tail that is there twice gives its whole records twice, and names the part of one")
  func twice() throws {
    let begin = ends[3] - 5
    let (records, damage) = try read(bytes + bytes[begin...])
    #expect(records == lines + lines[4...])
    #expect(damage == [JournalDamage(.malformed, offset: bytes.count, length: 5)])
  }

  @Test("Of what can be no record, nothing is kept in memory, however long it is")
  func longGarbage() throws {
    let garbage = [UInt8](repeating: UInt8(ascii: "0"), count: 3 << 20)
    let (records, damage) = try read(garbage + Array("\n".utf8) + bytes)
    #expect(records == lines)
    #expect(damage == [JournalDamage(.malformed, offset: 0, length: garbage.count)])
  }

  @Test("Each line can be read again where it lies, from several threads, until it is not there any more")
  func places() async throws {
    let reader = try JournalReader(folder / "a.journal")
    var places: [JournalReader.Place] = []
    #expect(try reader.forEach { place, _ in places.append(place) } == [])
    #expect(places.map(\.length) == lines.map(\.count))
    let found = await withTaskGroup(of: (Int, [UInt8]?).self) { group in
      for (index, place) in places.enumerated().reversed() {
        group.addTask { (index, try? reader.line(at: place)) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(found == Dictionary(uniqueKeysWithValues: lines.enumerated().map { ($0, $1) }))
    truncate(folder / "a.journal", off_t(bytes.count - 3))
    #expect { try reader.line(at: places[5]) } throws: { ($0 as? CassetteFileError)?.code == .corrupt }
    #expect(try reader.line(at: places[4]) == lines[4])
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
      _ = try JournalReader(folder / "a.journal").forEach { _, _ in
        seen += 1
        if seen == 2 { throw Enough() }
      }
    }
    #expect(seen == 2)
  }

  @Test("What is no file is an error")
  func errors() throws {
    try #require(mkfifo(folder / "pipe", 0o600) == 0)
    #expect { try JournalReader.read(folder / "pipe") } throws: { ($0 as? CassetteFileError)?.code == .notRegular }
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
