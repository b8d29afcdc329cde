// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Engine
import NIOCore
import Testing

@testable import Proxy

@Suite("The front door, forwarding")
struct FrontDoorForwardingTests {
  private let get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"

  private func head(_ status: Int = 200, _ fields: HTTPFields = []) -> UpstreamEvent {
    .head(HTTPResponseHead(status: status, fields: fields))
  }

  private func length(_ count: Int) -> HTTPFields { [HTTPField("Content-Length", "\(count)")] }

  @Test("gives each piece on when the next has come, and the last when the journal has the exchange")
  func lastPiece() throws {
    let connection = try Connection()
    try connection.send(get)
    #expect(try connection.tell(head(200, length(6))) == "")
    #expect(try connection.tell(.body(Array("abc".utf8))) == "")
    #expect(
      try connection.tell(.body(Array("def".utf8)))
        == "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\(Connection.date)\r\nabc")
    #expect(connection.journal.count == 0)
    #expect(try connection.tell(.end(trailers: [])) == "def")
    #expect(connection.journal.count == 1 && connection.isOpen)
  }

  @Test("keeps the head of an answer without a body until the journal has the exchange")
  func noBody() throws {
    let connection = try Connection()
    try connection.send(get)
    #expect(try connection.tell(head(200, length(0))) == "")
    #expect(connection.journal.count == 0)
    #expect(try connection.tell(.end(trailers: [])).hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(connection.journal.count == 1)
  }

  @Test("answers with an error where the journal does not take the exchange and nothing has left")
  func fullJournal() throws {
    let connection = try Connection()
    try connection.send(get)
    connection.journal.fill()
    try connection.tell(head(200, length(0)))
    let answer = try connection.tell(.end(trailers: []))
    #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n") && answer.contains("TapedeckJournalFailed"))
    #expect(connection.isOpen && connection.log.summary.journalFailure != nil)
    try connection.send(get)
    #expect(connection.upstream.transfers.count == 2)
  }

  @Test("closes where the journal does not take the exchange and the head has left")
  func fullJournalLater() throws {
    let connection = try Connection()
    try connection.send(get)
    connection.journal.fill()
    try connection.tell(head(200, length(6)))
    try connection.tell(.body(Array("abc".utf8)))
    #expect(try connection.tell(.body(Array("def".utf8))).hasSuffix("abc"))
    #expect(try connection.tell(.end(trailers: [])) == "")
    #expect(!connection.isOpen)
  }

  @Test("answers with an error where the journal does not take an exchange of one piece")
  func fullJournalOnePiece() throws {
    let connection = try Connection()
    try connection.send(get)
    connection.journal.fill()
    try connection.tell(head(200, length(3)))
    #expect(try connection.tell(.body(Array("abc".utf8))) == "")
    let answer = try connection.tell(.end(trailers: []))
    #expect(answer.contains("TapedeckJournalFailed") && !answer.contains("abc"))
    #expect(connection.isOpen)
  }

  @Test("answers 502 where the upstream fails before its answer")
  func earlyFailure() throws {
    let connection = try Connection()
    try connection.send(get)
    let failure = UpstreamFailure(.connect, detail: "refused", origin: "http://up.example")
    let answer = try connection.tell(.failed(failure))
    #expect(answer.hasPrefix("HTTP/1.1 502 Bad Gateway\r\n") && answer.contains("TapedeckUpstreamFailed"))
    #expect(connection.isOpen && connection.journal.count == 0)
  }

  @Test("answers 502 where the upstream fails before any of its answer has left", arguments: [false, true])
  func failureHeldBack(afterBody: Bool) throws {
    let connection = try Connection()
    try connection.send(get)
    try connection.tell(head(200, length(6)))
    if afterBody { #expect(try connection.tell(.body(Array("abc".utf8))) == "") }
    let failure = UpstreamFailure(.reset, detail: "", origin: "http://up.example")
    let answer = try connection.tell(.failed(failure))
    #expect(answer.hasPrefix("HTTP/1.1 502 Bad Gateway\r\n") && !answer.contains("abc"))
    #expect(connection.isOpen && connection.journal.count == 0)
    #expect(connection.log.summary.upstreamFailures == ["\(failure)": 1])
  }

  @Test("closes where the upstream fails in the middle of its answer", arguments: [true, false])
  func lateFailure(hasLength: Bool) throws {
    let connection = try Connection()
    try connection.send(get)
    try connection.tell(head(200, hasLength ? length(6) : []))
    for piece in ["ab", "cd"] { try connection.tell(.body(Array(piece.utf8))) }
    #expect(try connection.tell(.failed(UpstreamFailure(.reset, detail: "", origin: "http://up.example"))) == "")
    #expect(!connection.isOpen && connection.journal.count == 0)
    #expect(connection.log.summary.upstreamFailures.count == 1)
  }

  @Test("sends chunks where no length is told, and the trailers behind them")
  func chunked() throws {
    let connection = try Connection()
    try connection.send(get)
    try connection.tell(head(200, [HTTPField("Transfer-Encoding", "chunked"), HTTPField("Trailer", "X-T")]))
    #expect(
      try connection.tell(.body(Array(repeating: 0x61, count: 17)))
        == "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\(Connection.date)\r\n"
        + "11\r\n\(String(repeating: "a", count: 17))\r\n")
    #expect(connection.journal.count == 0)
    #expect(
      try connection.tell(.end(trailers: [HTTPField("X-T", "t"), HTTPField("Connection", "close")]))
        == "0\r\nX-T: t\r\n\r\n")
    #expect(connection.journal.count == 1)
    #expect(connection.isOpen)
  }

  @Test("ends the connection with the body for clients of HTTP/1.0 where no length is told")
  func http10() throws {
    let connection = try Connection()
    try connection.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    try connection.tell(head())
    let head = try connection.tell(.body(Array("abc".utf8)))
    #expect(head == "HTTP/1.1 200 OK\r\n\(Connection.date)Connection: close\r\n\r\nabc")
    #expect(connection.isOpen && connection.journal.count == 0)
    #expect(try connection.tell(.end(trailers: [HTTPField("X-T", "t")])) == "")
    #expect(connection.journal.count == 1)
    #expect(!connection.isOpen)
  }

  @Test(
    "sends no body with 204, 304 and to HEAD, whatever the upstream tells",
    arguments: [
      ("GET", 204), ("GET", 304), ("HEAD", 200),
    ])
  func bodiless(method: String, status: Int) throws {
    let connection = try Connection()
    try connection.send("\(method) /a HTTP/1.1\r\nHost: x\r\n\r\n")
    try connection.tell(head(status, [HTTPField("ETag", "e")]))
    let text = try connection.tell(.body(Array("never".utf8))) + connection.tell(.end(trailers: []))
    #expect(text.hasPrefix("HTTP/1.1 \(status) ") && text.hasSuffix("ETag: e\r\n\(Connection.date)\r\n"))
    #expect(!text.contains("chunked") && connection.isOpen)
  }

  @Test("answers HEAD without a body in the upstream's stead, too")
  func failedHead() throws {
    let connection = try Connection()
    try connection.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n")
    let failure = UpstreamFailure(.connect, detail: "refused", origin: "http://up.example")
    let answer = try connection.tell(.failed(failure))
    #expect(answer.hasPrefix("HTTP/1.1 502 ") && answer.hasSuffix("\r\n\r\n"))
  }

  @Test("passes on what the upstream says of the time, and drops what belongs to its connection")
  func fields() throws {
    let connection = try Connection()
    try connection.send(get)
    let fields: HTTPFields = [
      HTTPField("Date", "then"), HTTPField("Connection", "close, X-Hop"), HTTPField("X-Hop", "1"),
      HTTPField("Keep-Alive", "5"), HTTPField("Content-Length", "0"), HTTPField("Set-Cookie", "a"),
      HTTPField("Set-Cookie", "b"),
    ]
    try connection.tell(head(200, fields))
    #expect(
      try connection.tell(.end(trailers: []))
        == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nDate: then\r\n\r\n")
  }

  @Test("cancels the transfer when the client goes away")
  func clientGone() throws {
    let connection = try Connection()
    try connection.send(get)
    try connection.tell(head(200, length(6)))
    try connection.channel.close().wait()
    #expect(try connection.seen().isCancelled && connection.log.summary.abandoned == 1)
    #expect(try connection.tell(.end(trailers: [])) == "")
    #expect(connection.journal.count == 0)
  }

  @Test("tells the upstream what has been consumed when the client has it, not before")
  func slowClient() throws {
    let connection = try Connection()
    try connection.send(get)
    connection.holdWrites()
    try connection.tell(head(200, length(9)))
    for piece in ["abc", "def", "ghi"] { try connection.tell(.body(Array(piece.utf8))) }
    #expect(try connection.seen().consumed == 0)
    connection.releaseWrites()
    #expect(try connection.received().hasSuffix("abcdef"))
    #expect(try connection.seen().consumed == 6)
    #expect(try connection.tell(.end(trailers: [])) == "ghi")
    #expect(try connection.seen().consumed == 6, "nobody waits for the end")
  }

  @Test("gives on what comes at once as it came, the end when the journal has the exchange")
  func atOnce() throws {
    let connection = try Connection()
    try connection.send(get)
    connection.upstream.transfers[0].events([
      head(200, length(6)), .body(Array("abc".utf8)), .body(Array("def".utf8)), .end(trailers: []),
    ])
    #expect(try connection.received().hasSuffix("\r\n\r\nabcdef"))
    #expect(connection.journal.count == 1 && connection.isOpen)
  }

  @Test("streams a large body with a declared hash as it comes, with room for so much on its way")
  func streamedBody() throws {
    let connection = try Connection()
    let hash = String(repeating: "a", count: 64)
    let size = 300 << 10
    try connection.send(
      "PUT /b/k HTTP/1.1\r\nHost: x\r\nContent-Length: \(size)\r\nX-Amz-Content-Sha256: \(hash)\r\n\r\n")
    try connection.send(String(repeating: "x", count: 200 << 10))
    #expect(try connection.seen().sent.count == 200 << 10 && !connection.seen().isFinished)
    try connection.send(String(repeating: "x", count: 100 << 10))
    #expect(try connection.seen().sent.count == size && connection.seen().isFinished)
    try connection.tell(.taken(size))
    try connection.tell(head(200, length(0)))
    #expect(try connection.tell(.end(trailers: [])).hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(connection.journal.count == 1)
  }

  @Test("takes the rest of a streamed body after an early answer, then serves the next request")
  func earlyAnswer() throws {
    let connection = try Connection()
    let hash = String(repeating: "a", count: 64)
    try connection.send(
      "PUT /b/k HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\nX-Amz-Content-Sha256: \(hash)\r\n\r\n")
    try connection.send(String(repeating: "x", count: 10_000))
    try connection.tell(head(403, length(0)))
    #expect(try connection.tell(.end(trailers: [])).hasPrefix("HTTP/1.1 403 "))
    try connection.send(String(repeating: "x", count: 60_000) + get)
    #expect(connection.upstream.transfers.count == 2)
    #expect(connection.upstream.transfers[1].request.head.target == "/a")
  }

  @Test("serves pipelined requests one by one, in their order")
  func pipelining() throws {
    let connection = try Connection()
    try connection.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")
    try connection.send("GET /3 HTTP/1.1\r\nHost: x\r\n\r\n")
    for number in 1...3 {
      #expect(connection.upstream.transfers.count == number)
      #expect(connection.upstream.transfers[number - 1].request.head.target == "/\(number)")
      try connection.tell(head(200, length(1)), transfer: number - 1)
      try connection.tell(.body(Array("\(number)".utf8)), transfer: number - 1)
      #expect(try connection.tell(.end(trailers: []), transfer: number - 1).hasSuffix("\(number)"))
    }
    #expect(connection.journal.count == 3 && connection.isOpen)
  }

  @Test("does not mind what the upstream tells of a transfer that is over")
  func lateEvents() throws {
    let connection = try Connection()
    try connection.send(get)
    try connection.tell(head(200, length(0)))
    try connection.tell(.end(trailers: []))
    #expect(try connection.tell(.body([0x61])) == "" && connection.isOpen)
  }

  @Test("collects a chunked body without a declared hash, and sends it whole")
  func chunkedRequest() throws {
    let connection = try Connection()
    try connection.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
    #expect(connection.upstream.transfers.isEmpty)
    try connection.send("2\r\nde\r\n0\r\nX-T: t\r\n\r\n")
    guard case .bytes(let body) = try #require(connection.upstream.transfers.first).request.body else {
      Issue.record("no whole body")
      return
    }
    #expect(body == Array("abcde".utf8))
    #expect(connection.upstream.transfers[0].request.head.fields["Transfer-Encoding"] == nil)
  }
}
