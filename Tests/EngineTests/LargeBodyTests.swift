// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents
import Redaction
import Replay
import TestSupport
import Testing

@testable import Engine

@Suite("Large bodies")
struct LargeBodyTests {
  private static func bytes(_ count: Int) -> [UInt8] {
    var random = SplitMix(seed: 11)
    let block = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &random) }
    return Array((0..<(count / 4096)).map { _ in block }.joined())
  }

  private func put(_ body: [UInt8], _ fields: [HTTPField] = []) -> HTTPRequest {
    var request = Client.request(
      method: "PUT", target: "/bucket/key", operation: nil,
      fields: [HTTPField("X-Amz-Content-Sha256", SigV4.unsignedPayload)] + fields, body: "", service: "s3",
      payloadHash: SigV4.unsignedPayload)
    request.head.fields.remove("Content-Length")
    request.head.fields.append("Content-Length", "\(body.count)")
    request.body = body
    return request
  }

  /// Records a request that is streamed in parts of `cut` bytes, and an answer.
  private func record(
    _ request: HTTPRequest, cut: Int = 50_000, to journal: MemoryJournal
  ) throws -> Deck {
    let deck = Deck.of(forwards: true, journal: journal, gate: true)
    guard case .stream(_, var draft) = deck.open(request.head) else {
      Issue.record("it is not streamed")
      return deck
    }
    for start in stride(from: 0, to: request.body.count, by: cut) {
      draft.addRequestBody(Array(request.body[start..<min(start + cut, request.body.count)]))
    }
    draft.setResponseHead(HTTPResponseHead(status: 200))
    try deck.finish(draft, trailers: [])
    return deck
  }

  private func exchange(_ journal: MemoryJournal) throws -> Exchange {
    try Exchange(JSONReader.read(try #require(journal.lines.last)).root, number: 2)
  }

  private func pieces(_ journal: MemoryJournal, of number: Int?) throws -> [UInt8] {
    try journal.lines.filter { PieceLine.isOne($0) }
      .map { try PieceLine(JSONReader.read($0).root, number: 2) }
      .filter { $0.number == number }.flatMap(\.body)
  }

  @Test("are in the journal piece by piece before their exchange")
  func recording() throws {
    let body = LargeBodyTests.bytes(5 << 18)
    let journal = MemoryJournal()
    let deck = try record(put(body), to: journal)
    #expect(journal.lines.count == 3 && deck.log.summary.recorded == 1)
    let exchange = try exchange(journal)
    #expect(exchange.request.body.isEmpty && exchange.requestPieces?.count == 2)
    #expect(exchange.requestPieces?.digest == BodyDigest(sha256: sha256Hex(body), bytes: body.count))
    #expect(try pieces(journal, of: exchange.requestPieces?.number) == body)
  }

  @Test("of answers, too; two at once are told apart")
  func answers() throws {
    let journal = MemoryJournal()
    let deck = Deck.of(forwards: true, journal: journal, gate: true)
    let body = LargeBodyTests.bytes(5 << 18)
    var drafts = try (0..<2).map { _ in
      var draft = try #require(
        deck.forwarded(Client.request(method: "GET", target: "/b/k", operation: nil, body: "", service: "s3"))
      ).draft
      draft.setResponseHead(HTTPResponseHead(status: 200))
      return draft
    }
    for (index, byte) in [UInt8(1), 2].enumerated() {
      drafts[index].addResponseBody([byte] + body)
    }
    for draft in drafts { try deck.finish(draft, trailers: []) }
    let lines = journal.lines.filter { !PieceLine.isOne($0) }
    let first = try Exchange(JSONReader.read(lines[0]).root, number: 2)
    let second = try exchange(journal)
    #expect(try pieces(journal, of: first.responsePieces?.number) == [1] + body)
    #expect(try pieces(journal, of: second.responsePieces?.number) == [2] + body)
  }

  @Test("are held where they are small")
  func small() throws {
    let journal = MemoryJournal()
    _ = try record(put(LargeBodyTests.bytes(1 << 20)), to: journal)
    #expect(journal.lines.count == 1)
    #expect(try exchange(journal).request.body.count == 1 << 20)
  }

  @Test("lose their secrets, and checksums that would betray it; the rule is told")
  func secrets() throws {
    let line = Array(repeating: UInt8(ascii: "-"), count: 1000) + Array("\nJane,jane@corp.io\n".utf8)
    let text = Array((0..<1100).map { _ in line }.joined())
    let journal = MemoryJournal()
    _ = try record(
      put(text, [HTTPField("x-amz-checksum-crc32", "AAAAAA=="), HTTPField("x-amz-meta-a", "b")]), to: journal)
    let exchange = try exchange(journal)
    #expect(exchange.redactions.contains("alias.email"))
    #expect(exchange.request.head.fields["x-amz-checksum-crc32"] == nil)
    #expect(!journal.lines.contains { String(decoding: $0, as: UTF8.self).contains("corp.io") })
    #expect(exchange.requestPieces?.digest.bytes == text.count)
  }

  @Test("that come in chunks of AWS's are kept without them")
  func chunked() throws {
    let payload = LargeBodyTests.bytes(5 << 18)
    var body: [UInt8] = []
    for start in stride(from: 0, to: payload.count, by: 65_536) {
      body += Array("10000\r\n".utf8) + payload[start..<(start + 65_536)] + [0x0D, 0x0A]
    }
    body += Array("0\r\nx-amz-checksum-crc32:AA==\r\n\r\n".utf8)
    let journal = MemoryJournal()
    _ = try record(
      put(
        body,
        [
          HTTPField("Content-Encoding", "aws-chunked"), HTTPField("x-amz-decoded-content-length", "\(payload.count)"),
        ]), to: journal)
    let exchange = try exchange(journal)
    #expect(exchange.requestPieces?.digest == BodyDigest(sha256: sha256Hex(payload), bytes: payload.count))
    #expect(exchange.request.head.fields["Content-Encoding"] == nil)
    #expect(exchange.request.head.fields["Content-Length"] ?? "\(payload.count)" == "\(payload.count)")
  }

  @Test("of nothing but coding are empty")
  func emptyPayload() throws {
    let body = Array("0\r\n".utf8) + [UInt8](repeating: 0x61, count: 1 << 20)
    let journal = MemoryJournal()
    _ = try record(
      put(body, [HTTPField("Content-Encoding", "aws-chunked"), HTTPField("x-amz-decoded-content-length", "0")]),
      to: journal)
    #expect(journal.lines.count == 1)
    let exchange = try exchange(journal)
    #expect(exchange.requestPieces == nil && exchange.request.body.isEmpty)
  }

  @Test("are not kept where the journal does not take a piece, and the client does not see the end")
  func fullJournal() throws {
    #expect(throws: RecordingError.self) {
      try record(put(LargeBodyTests.bytes(5 << 18)), to: MemoryJournal(isFull: true))
    }
  }
}
