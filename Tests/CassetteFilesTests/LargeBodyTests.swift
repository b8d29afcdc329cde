// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import TestSupport
import Testing

@testable import CassetteFiles

@Suite("Large bodies in a cassette")
struct LargeBodyTests {
  private let request = Samples.random(count: 1 << 20 | 99, seed: 1)
  private let response = Samples.random(count: 30_000, seed: 2)

  /// Small exchanges with one between them that has two large bodies.
  private func lines() -> [[UInt8]] {
    let small = Samples.exchanges(count: 4)
    return Array(small[..<2]) + Samples.largeExchange(request: request, response: response) + small[2...]
  }

  private func write(_ lines: [[UInt8]], to path: String) throws {
    let writer = try CassetteWriter(replacing: path, Samples.header(pieces: true))
    for line in lines { try writer.append(line) }
    try writer.finish()
  }

  /// - Parameter pieces: which of them are written as pieces, whatever they are.
  private func write(_ lines: [[UInt8]], to path: String, pieces: ClosedRange<Int>) throws {
    let writer = try CassetteWriter(replacing: path, Samples.header(pieces: true))
    for (index, line) in lines.enumerated() {
      if pieces.contains(index) { try writer.add(piece: line) } else { try writer.add(line) }
    }
    try writer.finish()
  }

  private func read(_ body: LargeBody?) throws -> [UInt8] {
    try body.map { body in try (0..<body.pieces).flatMap { try body.piece($0) } } ?? []
  }

  @Test("come back piece by piece, from a file with tags and from one without")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    try write(lines(), to: folder / "a")
    folder.put(try Gzip.compress(Gzip.decompress(folder.get("a"))), as: "b")
    for name in ["a", "b"] {
      let text = try CassetteFile.load(folder / name)
      #expect(text.count == 5 && text.header.version == 2)
      let bodies = try text.bodies(of: 2, text.view(2))
      #expect(bodies.request?.pieces == 2 && bodies.request?.bytes == request.count)
      #expect(try read(bodies.request) == request)
      #expect(bodies.response?.pieces == 1)
      #expect(try read(bodies.response) == response)
      #expect(try text.bodies(of: 3, text.view(3)).pages.isEmpty)
      let salvage = try CassetteSalvage(CassetteFile.salvage(folder / name).pages)
      #expect(salvage.whole == [0, 1, 2, 3, 4] && salvage.damage.isEmpty)
    }
  }

  @Test("are told by the line that zcat shows them in")
  func lineNumbers() throws {
    let folder = try TemporaryFolder()
    try write(lines(), to: folder / "a")
    let text = try CassetteFile.load(folder / "a")
    #expect(try (0..<5).map { try text.view($0).number } == [2, 3, 7, 8, 9])
    var seen: [Int] = []
    var pieces: [Int: String] = [:]
    let visitor = CassetteSalvage.Visitor(
      line: { _, number in seen.append(number) }, piece: { _, number, place in pieces[number] = place.pointer })
    _ = try CassetteSalvage(CassetteFile.salvage(folder / "a").pages, visitor: visitor)
    #expect(seen == [1, 2, 3, 7, 8, 9, 10])
    #expect(pieces == [4: "/request/body", 5: "/request/body", 6: "/response/body"])
  }

  @Test("whose pieces are not those that were recorded are damage, and nothing else is lost")
  func wrongPieces() throws {
    let folder = try TemporaryFolder()
    let lines = lines()
    let other = PieceLine(number: 1, body: Samples.random(count: 1 << 20, seed: 9)).encoded()
    let renamed = PieceLine(number: 7, body: Array(request[..<(1 << 20)])).encoded()
    let damaged: [[[UInt8]]] = [
      Array(lines[..<2]) + lines[3...], Array(lines[..<2]) + [lines[2]] + lines[2...],
      Array(lines[..<2]) + [other] + lines[3...], Array(lines[..<2]) + [renamed] + lines[3...],
      Array(lines[..<2]) + [lines[3], lines[2]] + lines[4...],
    ]
    for lines in damaged {
      try write(lines, to: folder / "a")
      let salvage = try CassetteSalvage(CassetteFile.salvage(folder / "a").pages)
      #expect(salvage.whole == [0, 1, 3, 4] && salvage.damage.map(\.code) == [.wrongPieces])
      try CassetteFile.replace(folder / "b", with: salvage.whole, of: salvage.text, tool: "t", redaction: "r")
      let repaired = try CassetteFile.load(folder / "b")
      #expect(repaired.count == 4 && repaired.header.version == 1)
    }
  }

  @Test("are pieces and nothing besides, where nobody would look at it")
  func foreign() throws {
    let folder = try TemporaryFolder()
    let lines = lines()
    let piece = lines[2]
    let foreign: [[UInt8]] = [
      piece.dropLast() + Array(#","note":"x"}"#.utf8), piece.dropLast() + Array(#","piece":1}"#.utf8),
      [0x20] + piece, Samples.exchange(5).encoded(),
    ]
    for other in foreign {
      try write(Array(lines[..<2]) + [other] + lines[3...], to: folder / "a", pieces: 2...4)
      var seen: [[UInt8]] = []
      let visitor = CassetteSalvage.Visitor(line: { line, _ in seen.append(Array(line)) }, piece: { _, _, _ in })
      let salvage = try CassetteSalvage(CassetteFile.salvage(folder / "a").pages, visitor: visitor)
      #expect(salvage.whole == [0, 1, 3, 4] && salvage.damage.map(\.code) == [.badLine])
      // Whoever looks for secrets is given all of it.
      #expect(seen.contains(other))
    }
  }

  @Test("are damage where they belong to no exchange, whatever comes behind them")
  func unclaimed() throws {
    let folder = try TemporaryFolder()
    let (small, piece) = (Samples.exchanges(count: 2), PieceLine(number: 1, body: [1]).encoded())
    for lines in [[piece] + small, [small[0], piece, small[1]], small + [piece]] {
      try write(lines, to: folder / "a")
      let salvage = try CassetteSalvage(CassetteFile.salvage(folder / "a").pages)
      #expect(salvage.damage.map(\.code) == [.wrongPieces], "\(salvage.damage)")
    }
  }

  @Test("are copied with their exchange")
  func copied() throws {
    let folder = try TemporaryFolder()
    try write(lines(), to: folder / "a")
    let text = try CassetteFile.load(folder / "a")
    try CassetteFile.replace(folder / "b", with: [2, 4], of: text, tool: "t", redaction: "r")
    let copy = try CassetteFile.load(folder / "b")
    #expect(copy.count == 2 && copy.header.version == 2)
    #expect(try read(copy.bodies(of: 0, copy.view(0)).response) == response)
  }

  @Test("are saved from a torn file if they and their exchange are all there")
  func torn() throws {
    let folder = try TemporaryFolder()
    try write(lines() + Samples.largeExchange(request: request, response: response, number: 3), to: folder / "a")
    let bytes = folder.get("a")
    folder.put(Array(bytes.dropLast(bytes.count / 4)), as: "a")
    let file = try CassetteFile.salvage(folder / "a")
    #expect(file.damage?.code == .truncated)
    let salvage = try CassetteSalvage(file.pages)
    #expect(salvage.whole == [0, 1, 2, 3, 4] && salvage.damage.map(\.code) == [.wrongPieces, .noTrailer])
    try CassetteFile.replace(folder / "b", with: salvage.whole, of: salvage.text, tool: "t", redaction: "r")
    let repaired = try CassetteFile.load(folder / "b")
    #expect(try read(repaired.bodies(of: 2, repaired.view(2)).request) == request)
  }

  @Test("belong in no cassette of the first format")
  func firstFormat() throws {
    let folder = try TemporaryFolder()
    let writer = try CassetteWriter(replacing: folder / "a", Samples.header)
    for line in lines() { try writer.append(line) }
    try writer.finish()
    #expect { try CassetteFile.load(folder / "a") } throws: { ($0 as? CassetteError)?.code == .badLine }
  }
}
