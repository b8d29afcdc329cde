// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents
import TestSupport

@testable import CassetteFiles

enum Samples {
  static func random(count: Int, seed: UInt64) -> [UInt8] {
    var random = SplitMix(seed: seed)
    return [UInt8](unsafeUninitializedCapacity: count) { room, initialized in
      let bytes = UnsafeMutableRawBufferPointer(room)
      for offset in stride(from: 0, to: count & ~7, by: 8) {
        bytes.storeBytes(of: random.next(), toByteOffset: offset, as: UInt64.self)
      }
      for offset in (count & ~7)..<count { bytes[offset] = UInt8(truncatingIfNeeded: random.next()) }
      initialized = count
    }
  }

  /// Lines that look like recorded exchanges: much the same, each with something of its own.
  static func lines(count: Int, seed: UInt64 = 1) -> [[UInt8]] {
    var random = SplitMix(seed: seed)
    return (0..<count).map { index in
      Array(#"{"index":\#(index),"action":"codestar-connections:GetConnection","id":"\#(random.next())"}"#.utf8)
    }
  }

  static func text(lines count: Int, seed: UInt64 = 1) -> [UInt8] {
    Array(lines(count: count, seed: seed).joined(separator: "\n".utf8)) + Array("\n".utf8)
  }

  static let header = CassetteHeader(tool: "t", recordedAt: nil, sources: [], redaction: "r")

  /// Puts a cassette of such lines at a path.
  static func write(_ lines: [[UInt8]], to path: String) throws(CassetteFileError) {
    let writer = try CassetteWriter(replacing: path, header)
    for line in lines { try writer.add(line) }
    try writer.finish()
  }

  /// A cassette of such lines in members of a few lines each, as only larger ones have them.
  static func divided(_ lines: [[UInt8]], every count: Int) throws -> [UInt8] {
    var seal = CassetteSeal(header)
    for line in lines { seal.add(line) }
    let all = [header.encoded()] + lines + [seal.trailer]
    return try stride(from: 0, to: all.count, by: count).flatMap { start in
      let part = all[start..<min(start + count, all.count)]
      return try member(Array(part.joined(separator: [0x0A])) + [0x0A], lines: part.count)
    }
  }

  static func member(_ text: [UInt8], lines: Int) throws -> [UInt8] {
    try text.withUnsafeBytes { try GzipEncoder.member($0, tag: MemberTag(lines: UInt32(lines), isPiece: false)) }
  }

  /// The lines of the exchanges of a cassette.
  static func lines(in path: String) throws -> [[UInt8]] {
    let text = try CassetteFile.load(path)
    return try text.places.map { try Array(text.line($0)) }
  }

  /// The text of that cassette.
  static func text(of lines: [[UInt8]]) -> [UInt8] {
    var seal = CassetteSeal(header)
    for line in lines { seal.add(line) }
    return Array(([header.encoded()] + lines + [seal.trailer, []]).joined(separator: [0x0A]))
  }

  static func header(pieces: Bool) -> CassetteHeader {
    CassetteHeader(version: pieces ? 2 : 1, tool: "t", recordedAt: nil, sources: [], redaction: "r")
  }

  static func exchange(_ number: Int) -> Exchange {
    Exchange(
      action: Action(service: "s3", operation: "PutObject"), region: "eu-west-1", at: Timestamp(seconds: 1_795_338_487),
      took: number, endpoint: "https://s3.eu-west-1.amazonaws.com",
      request: HTTPRequest(head: HTTPRequestHead(method: "PUT", target: "/b/\(number)"), body: []),
      response: HTTPResponse(
        head: HTTPResponseHead(status: 200, fields: []), body: Base64.encode(random(count: 200, seed: UInt64(number)))))
  }

  static func exchanges(count: Int) -> [[UInt8]] { (0..<count).map { exchange($0).encoded() } }

  /// The lines of an exchange with large bodies: the pieces, then itself.
  static func largeExchange(
    request: [UInt8] = random(count: 10, seed: 1), response: [UInt8] = random(count: 20, seed: 2), number: Int = 1
  ) -> [[UInt8]] {
    var exchange = exchange(99)
    exchange.response.body = []
    var lines: [[UInt8]] = []
    func pieces(_ body: [UInt8], _ number: Int) -> BodyPieces {
      var hash = BodyHash()
      body.withUnsafeBytes { hash.update($0) }
      let starts = stride(from: 0, to: body.count, by: LargeBodyRule.pieceSize)
      for start in starts {
        let piece = body[start..<min(start + LargeBodyRule.pieceSize, body.count)]
        lines.append(PieceLine(number: number, body: Array(piece)).encoded())
      }
      return BodyPieces(number: number, count: Array(starts).count, digest: hash.finalize())
    }
    exchange.requestPieces = pieces(request, number)
    exchange.responsePieces = pieces(response, number + 1)
    return lines + [exchange.encoded()]
  }
}

extension CassetteWriter {
  /// Appends a line of either kind.
  func append(_ line: [UInt8]) throws {
    if PieceLine.isOne(line) { try add(piece: line) } else { try add(line) }
  }
}
