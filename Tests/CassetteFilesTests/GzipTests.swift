// SPDX-License-Identifier: Apache-2.0

import CassetteFiles
import TestSupport
import Testing

struct GzipTests {
  /// Made by gzip(1) and by Python's gzip module, both with a name in the header.
  private static let fromOthers: [(bytes: [UInt8], text: String)] = [
    (
      [
        0x1F, 0x8B, 0x08, 0x08, 0xED, 0x77, 0x03, 0x6B, 0x02, 0x03, 0x68, 0x65, 0x6C, 0x6C, 0x6F, 0x2E, 0x74, 0x78,
        0x74, 0x00, 0x4B, 0x2B, 0xCA, 0xCF, 0x55, 0x48, 0xAF, 0xCA, 0x2C, 0xD0, 0x30, 0xD4, 0xE4, 0x02, 0x00, 0xEE,
        0xD5, 0x74, 0xAC, 0x0D, 0x00, 0x00, 0x00,
      ], "from gzip(1)\n"
    ),
    (
      [
        0x1F, 0x8B, 0x08, 0x08, 0x01, 0x00, 0x00, 0x00, 0x00, 0xFF, 0x6E, 0x61, 0x6D, 0x65, 0x2E, 0x74, 0x78, 0x74,
        0x00, 0x4B, 0x2B, 0xCA, 0xCF, 0x55, 0x28, 0xA8, 0x2C, 0xC9, 0xC8, 0xCF, 0xE3, 0x02, 0x00, 0x06, 0x89, 0xE7,
        0x04, 0x0C, 0x00, 0x00, 0x00,
      ], "from python\n"
    ),
  ]

  private static func error(_ bytes: [UInt8], limit: Int = Gzip.defaultLimit) -> GzipError? {
    do {
      _ = try Gzip.decompress(bytes, limit: limit)
      return nil
    } catch {
      return error
    }
  }

  @Test("The bytes of a small text are these and no others")
  func golden() throws {
    let text = Array("{\"tapedeck\":1}\n".utf8)
    let bytes = try Gzip.compress(text)
    #expect(
      bytes == [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0xAB, 0x56, 0x2A, 0x49, 0x2C, 0x48, 0x4D, 0x49,
        0x4D, 0xCE, 0x56, 0xB2, 0x32, 0xAC, 0xE5, 0x02, 0x00, 0x47, 0xBA, 0xB4, 0x19, 0x0F, 0x00, 0x00, 0x00,
      ])
    #expect(try Gzip.compress(text) == bytes)
  }

  @Test("Decompressing gives back what was compressed", arguments: [0, 1, 2, 100, 4095, 4096, 4097, 300_000])
  func roundTrip(count: Int) throws {
    let text = Samples.random(count: count, seed: UInt64(count))
    #expect(try Gzip.decompress(Gzip.compress(text)) == text)
  }

  @Test("20 MB come back, whether they compress well or not at all")
  func large() throws {
    let block = Samples.text(lines: 10_000)
    var compressible: [UInt8] = []
    while compressible.count < 20 << 20 { compressible += block }
    for text in [compressible, Samples.random(count: 20 << 20, seed: 20)] {
      #expect(try Gzip.decompress(Gzip.compress(text)) == text)
    }
  }

  @Test("Members of other tools are read, alone and one after the other")
  func members() throws {
    var all: (bytes: [UInt8], text: [UInt8]) = ([], [])
    for (bytes, text) in Self.fromOthers {
      #expect(try Gzip.decompress(bytes) == Array(text.utf8))
      all = (all.bytes + bytes, all.text + Array(text.utf8))
    }
    let long = Samples.text(lines: 2000)
    all = try (Gzip.compress(long) + all.bytes + Gzip.compress([]), long + all.text)
    #expect(try Gzip.decompress(all.bytes) == all.text)
  }

  @Test("All optional parts of a header are skipped, and its checksum is checked")
  func header() throws {
    // FHCRC, FEXTRA of three bytes, FNAME, FCOMMENT; the checksum of the header was computed with Python.
    let head: [UInt8] = [0x1F, 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3, 0x61, 0, 0x62, 0, 0x05, 0xB8]
    let member = try head + Gzip.compress(Array("text".utf8)).dropFirst(10)
    #expect(try Gzip.decompress(member) == Array("text".utf8))
    var wrong = member
    wrong[12] = 9
    #expect(Self.error(wrong) == GzipError(.badChecksum, at: 19))
    for end in 0..<head.count { #expect(Self.error(Array(head[..<end])) == GzipError(.truncated, at: end)) }
  }

  @Test("A file cut off anywhere is truncated there, and what it held comes back")
  func truncation() throws {
    let (first, second) = (Samples.text(lines: 4), Samples.text(lines: 3, seed: 2))
    let member = try Gzip.compress(first)
    let bytes = try member + Gzip.compress(second)
    var longest = 0
    for end in 0..<bytes.count where end != member.count {
      let (text, damage) = Gzip.salvage(Array(bytes[..<end]))
      #expect(damage == GzipError(.truncated, at: end))
      #expect((first + second).starts(with: text))
      #expect(text.count >= longest)
      if end > member.count { #expect(text.count >= first.count) }
      longest = max(longest, text.count)
    }
    #expect(longest == first.count + second.count)
  }

  @Test("Each kind of damage is told apart, with its place")
  func kinds() throws {
    let text = Samples.text(lines: 3)
    let bytes = try Gzip.compress(text)
    func changed(_ offset: Int, to byte: UInt8) -> [UInt8] {
      var copy = bytes
      copy[offset] = byte
      return copy
    }
    #expect(Self.error(Array("{\"plain\":1}\n".utf8)) == GzipError(.notGzip, at: 0))
    #expect(Self.error([0x1F, 0x9D, 0x90]) == GzipError(.notGzip, at: 0))
    #expect(Self.error([]) == GzipError(.truncated, at: 0))
    #expect(Self.error(bytes + [0]) == GzipError(.trailingBytes, at: bytes.count))
    #expect(Self.error(bytes + Array("junk".utf8)) == GzipError(.trailingBytes, at: bytes.count))
    #expect(Self.error(bytes + [0x1F]) == GzipError(.truncated, at: bytes.count + 1))
    #expect(
      Self.error(changed(bytes.count - 8, to: ~bytes[bytes.count - 8])) == GzipError(.badChecksum, at: bytes.count - 8))
    #expect(Self.error(changed(bytes.count - 1, to: 1)) == GzipError(.badLength, at: bytes.count - 8))
    #expect(Self.error(changed(2, to: 7)) == GzipError(.corrupt, at: 0))
    #expect(Self.error(changed(3, to: 0x20)) == GzipError(.corrupt, at: 0))
    // A block of the type that deflate reserves.
    #expect(Self.error(changed(10, to: 0x07))?.code == .corrupt)
    #expect(Gzip.salvage(bytes + [0]).text == text)
  }

  @Test("Text up to the limit is taken, one byte more is not", arguments: [1, 100, 5000, 1 << 20])
  func limit(count: Int) throws {
    let text = [UInt8](repeating: 0x61, count: count)
    let bytes = try Gzip.compress(text)
    #expect(try Gzip.decompress(bytes, limit: count) == text)
    #expect(Self.error(bytes, limit: count - 1)?.code == .tooLarge)
    #expect(Gzip.salvage(bytes, limit: count - 1).text == Array(text.dropLast()))
    #expect(try Gzip.decompress(bytes, limit: .max) == text)
  }

  @Test("A bomb of many members that deny their length stops at the limit")
  func bomb() throws {
    var member = try Gzip.compress([UInt8](repeating: 0, count: 4 << 20))
    for index in 0..<4 { member[member.count - 1 - index] = 0 }
    #expect(Self.error(member, limit: 1 << 20)?.code == .tooLarge)
    let honest = try Gzip.compress([UInt8](repeating: 0, count: 1 << 20))
    let many = Array(repeatElement(honest, count: 50).joined()) + (try Gzip.compress([]))
    #expect(Self.error(many, limit: 10 << 20)?.code == .tooLarge)
    #expect(try Gzip.decompress(many).count == 50 << 20)
  }

  @Test("A forged length takes no memory")
  func forgedLength() throws {
    var bytes = try Gzip.compress(Array("x".utf8))
    for index in 1...4 { bytes[bytes.count - index] = 0xFF }
    #expect(Self.error(bytes) == GzipError(.badLength, at: bytes.count - 8))
  }

  @Test("Mutated bytes never trap, and never give another text unnoticed", arguments: [11, 12, 13])
  func mutation(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let text = Samples.text(lines: 40, seed: seed)
    let half = text.count / 2
    let bytes = try Gzip.compress(Array(text[..<half])) + Gzip.compress(Array(text[half...]))
    var noticed = 0
    for _ in 0..<1500 {
      var mutated = bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let offset = Int.random(in: 0..<mutated.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0, 1: mutated[offset] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: mutated.remove(at: offset)
        default: mutated.insert(UInt8.random(in: 0...255, using: &random), at: offset)
        }
      }
      let (found, damage) = Gzip.salvage(mutated, limit: 1 << 20)
      if damage == nil { #expect(found == text) } else { noticed += 1 }
    }
    #expect(noticed > 1000)
  }
}
