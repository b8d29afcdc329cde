// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import TestSupport
import Testing

@testable import CassetteFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("A cassette of several members")
struct PagedFileTests {
  private let lines = Samples.lines(count: 400)

  /// A folder with a cassette of five members in it, `a`.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    folder.put(try Samples.divided(lines, every: 100), as: "a")
    return folder
  }

  private func error(_ path: String) -> (any Error)? {
    do { _ = try CassetteFile.load(path) } catch { return error }
    return nil
  }

  @Test("gives its lines back, whatever of it is kept", arguments: [0, 10_000, 1 << 20])
  func lines(keeping: Int) throws {
    let folder = try folder()
    let text = try CassetteFile.load(folder / "a", keeping: keeping)
    #expect(text.pageCount == 5 && text.count == lines.count)
    for place in [0, 1, 98, 99, 250, 399, 0] { #expect(try Array(text.line(place)) == lines[place]) }
    var places: [Int] = []
    for page in 0..<text.pageCount { places += text.places(onPage: page) }
    #expect(places == Array(lines.indices))
  }

  @Test("is read on when its file is replaced or deleted meanwhile")
  func deleted() throws {
    let folder = try folder()
    let text = try CassetteFile.load(folder / "a", keeping: 0)
    try Samples.write([], to: folder / "a")
    #expect(try Array(text.line(300)) == lines[300])
    unlink(folder / "a")
    #expect(try Array(text.line(100)) == lines[100])
  }

  @Test("that is written to meanwhile gives an error and no other line")
  func changed() throws {
    let folder = try folder()
    let text = try CassetteFile.load(folder / "a", keeping: 0)
    var bytes = folder.get("a")
    bytes[bytes.count / 2] ^= 1
    folder.put(bytes, as: "a")
    var errors = 0
    for place in stride(from: 50, to: lines.count, by: 100) {
      do {
        #expect(try Array(text.line(place)) == lines[place])
      } catch {
        #expect(error.code == .unreadable)
        errors += 1
      }
    }
    #expect(errors == 1)
    truncate(folder / "a", 100)
    #expect { try text.line(0) } throws: { ($0 as? CassetteError)?.code == .unreadable }
  }

  @Test("is read without its tags, too")
  func retold() throws {
    let folder = try folder()
    folder.put(try Gzip.compress(Gzip.decompress(folder.get("a"))), as: "b")
    #expect(try Samples.lines(in: folder / "b") == lines)
  }

  @Test("cut off anywhere is refused, and gives all whole lines of what is left", arguments: [1, 2, 3])
  func torn(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let folder = try TemporaryFolder()
    let exchanges = Samples.exchanges(count: 50)
    let bytes = try Samples.divided(exchanges, every: 7)
    var last = -1
    for end in (0..<8).map({ _ in Int.random(in: 100..<bytes.count, using: &random) }).sorted() {
      folder.put(Array(bytes[..<end]), as: "b")
      #expect((error(folder / "b") as? CassetteFileError)?.code == .truncated)
      let salvage = try CassetteSalvage(CassetteFile.salvage(folder / "b").pages)
      #expect(salvage.whole == Array(0..<salvage.whole.count) && salvage.whole.count >= last)
      last = salvage.whole.count
      if let place = salvage.whole.last { #expect(try Array(salvage.text.line(place)) == exchanges[place]) }
    }
    #expect(last > 0)
  }

  @Test("with a damaged member loses the exchanges of that one alone", arguments: 0..<6)
  func damagedMember(index: Int) throws {
    let folder = try TemporaryFolder()
    let exchanges = Samples.exchanges(count: 50)
    var bytes = try Samples.divided(exchanges, every: 10)
    folder.put(bytes, as: "a")
    let file = try OpenFile(folder / "a", O_RDONLY)
    let members = try #require(try MemberIndex(file, length: bytes.count)).members
    #expect(members.count == 6)
    // The first holds the header, too, the last one the trailer.
    let others = (index == 0 ? 1 : 0) + (index == members.count - 1 ? 1 : 0)
    bytes[members[index].offset + Int(members[index].tag.length) - 8] ^= 0x55
    folder.put(bytes, as: "a")
    #expect((error(folder / "a") as? CassetteError)?.code == .unreadable)
    let salvage = try CassetteSalvage(CassetteFile.salvage(folder / "a").pages)
    #expect(salvage.whole.count == exchanges.count - Int(members[index].tag.lines) + others)
    #expect(salvage.damage.map(\.code) == [.unreadable])
    try CassetteFile.replace(folder / "b", with: salvage.whole, of: salvage.text, tool: "t", redaction: "r")
    #expect(try Samples.lines(in: folder / "b") == salvage.whole.map { exchanges[$0] })
  }

  @Test("whose headers lie is refused, and costs no memory")
  func lies() throws {
    let folder = try folder()
    let bytes = folder.get("a")
    // Length, length of the text, count of lines, each of the first and of the second member.
    let second = Int(bytes.withUnsafeBytes { GzipFrame.word($0, at: 16) })
    for start in [0, second] {
      for place in [16, 20, 24] {
        for value: UInt32 in [0, 1, 17, 18, 30, 100_000, 1 << 27, .max] {
          var lying = bytes
          lying.replaceSubrange(start + place..<start + place + 4, with: GzipFrame.bytes(value))
          folder.put(lying, as: "b")
          #expect(error(folder / "b") != nil)
          _ = try? CassetteSalvage(CassetteFile.salvage(folder / "b").pages)
        }
      }
      var marked = bytes
      marked[start + 28] ^= 1
      folder.put(marked, as: "b")
      #expect(error(folder / "b") != nil)
    }
  }

  @Test("with a bomb for a member stops at what its header says")
  func bomb() throws {
    let folder = try folder()
    var bomb = try Samples.member([UInt8](repeating: 0x20, count: 16 << 20), lines: 1)
    bomb.replaceSubrange(20..<24, with: GzipFrame.bytes(1 << 10))
    folder.put(folder.get("a") + bomb, as: "a")
    #expect((error(folder / "a") as? CassetteError)?.code == .unreadable)
  }

  @Test("of very many tiny members ends in an error")
  func tinyMembers() throws {
    let folder = try TemporaryFolder()
    let header = try Samples.member(Samples.header.encoded() + [0x0A], lines: 1)
    let member = try Samples.member([0x0A], lines: 0)
    folder.put(header + Array(repeatElement(member, count: 5000).joined()), as: "a")
    #expect((error(folder / "a") as? CassetteError)?.code == .noTrailer)
  }

  @Test("mutated never traps, and is never taken for another", arguments: [1, 2, 3, 4])
  func mutation(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let folder = try TemporaryFolder()
    let writer = try CassetteWriter(replacing: folder / "a", Samples.header(pieces: true))
    for line in Samples.largeExchange() { try writer.append(line) }
    for line in Samples.exchanges(count: 5) { try writer.add(line) }
    try writer.finish()
    let bytes = folder.get("a")
    let lines = try Samples.lines(in: folder / "a")
    var refused = 0
    for _ in 0..<150 {
      var mutated = bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        // Mostly in the headers, where there is more to get wrong.
        let offset =
          Bool.random(using: &random)
          ? Int.random(in: 0..<mutated.count, using: &random) : Int.random(in: 0..<64, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0, 1: mutated[offset] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: mutated.remove(at: offset)
        default: mutated.insert(UInt8.random(in: 0...255, using: &random), at: offset)
        }
      }
      folder.put(mutated, as: "b")
      do {
        #expect(try Samples.lines(in: folder / "b") == lines)
      } catch {
        refused += 1
      }
      if let file = try? CassetteFile.salvage(folder / "b") { _ = try? CassetteSalvage(file.pages) }
    }
    #expect(refused > 60)
  }
}
