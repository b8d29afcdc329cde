// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Engine
import NIOCore
import Testing

@testable import Proxy

/// Each of these is followed by a good request, which must get no answer: what stands behind a bad one is anybody's.
@Suite("The front door, with bad requests")
struct FrontDoorHostileTests {
  private static let post = "POST / HTTP/1.1\r\nHost: x\r\n"
  private static let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"
  private static let get = "GET /p HTTP/1.1\r\nHost: x\r\n"
  private let smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"

  static let framing = [
    post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    post + "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
    post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    post + "Transfer-Encoding: \u{0B}chunked\r\n\r\n0\r\n\r\n",
    post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
    post + "Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n",
    post + "Transfer-Encoding:\r\n\r\n", post + "Transfer-Encoding: identity\r\n\r\n",
    post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nab",
    post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nab",
    post + "Content-Length: 2, 2\r\n\r\nab", post + "Content-Length: +2\r\n\r\nab",
    post + "Content-Length: -2\r\n\r\nab", post + "Content-Length: 0x2\r\n\r\nab",
    post + "Content-Length: 1 2\r\n\r\nab", post + "Content-Length: \r\n\r\nab",
    post + "Content-Length: 18446744073709551618\r\n\r\nab", post + "Content-Length: 18446744073709551615\r\n\r\nab",
    post + "Content-Length: 9223372036854775808\r\n\r\nab",
  ]

  static let chunks = [
    "10000000000000000\r\na", "-1\r\na\r\n", "0x1\r\na\r\n", "\r\na\r\n", " 1\r\na\r\n", "1 \r\na\r\n", "1\r\nab\r\n",
    "1\na\r\n", "1\r\na\n", "1\r\na\r0\r\n", "1;a\n=b\r\na\r\n", "1;a\rb\r\na\r\n", "1;a=\"\u{0}\"\r\na\r\n", "g\r\n",
    "0\r\nContent-Length: 3\r\n\r\n", "0\r\nA B\r\n\r\n", "0\r\n A\r\n\r\n", "0\n\n", "0\r\n\n",
  ].map { chunked + $0 }

  static let lines = [
    "GET /p HTTP/1.1\nHost: x\n\n", "GET /p HTTP/1.1\r\nHost: x\nA: b\r\n\r\n", get + "\n", get + "A: b\rC: d\r\n\r\n",
    get + "A: b\r\r\n\r\n", get + "A: b\r\n c\r\n\r\n", get + "A: b\r\n\tc\r\n\r\n", get + "A:\r\n c\r\n\r\n",
    "GET /p HTTP/1.1\r\n Host: x\r\n\r\n", "GET /p HTTP/1.1\r\nHost : x\r\n\r\n", get + "A B: c\r\n\r\n",
    get + "A: b\u{0}c\r\n\r\n", get + "A\u{0}: c\r\n\r\n", get + "A: b\u{1}c\r\n\r\n", get + "A: b\u{7F}c\r\n\r\n",
    get + ": b\r\n\r\n", get + "A(b): c\r\n\r\n", get + "nonsense\r\n\r\n",
    "GET /p\u{0}q HTTP/1.1\r\nHost: x\r\n\r\n", "GET /p\u{1}q HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /p\tq HTTP/1.1\r\nHost: x\r\n\r\n", "GET /p q HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /p#q HTTP/1.1\r\nHost: x\r\n\r\n", "GET /p HTTP/1.1 \r\nHost: x\r\n\r\n",
    "GET\t/p HTTP/1.1\r\nHost: x\r\n\r\n",
    " GET /p HTTP/1.1\r\nHost: x\r\n\r\n", "\u{0}GET /p HTTP/1.1\r\nHost: x\r\n\r\n", "nonsense\r\n\r\n",
    "get /p HTTP/1.1\r\nHost: x\r\n\r\n", "FROB /p HTTP/1.1\r\nHost: x\r\n\r\n", "GET /p http/1.1\r\nHost: x\r\n\r\n",
    "GET /p\r\n\r\n", "GET /p HTTP/0.9\r\n\r\n", "GET /p HTTP/1.10\r\nHost: x\r\n\r\n",
    "GET /p HTTP/2.0\r\nHost: x\r\n\r\n", "GET /p HTTP/9.9\r\nHost: x\r\n\r\n", "SOURCE /p ICE/1.0\r\nHost: x\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  ]

  static let hosts = [
    "GET /p HTTP/1.1\r\n\r\n", get + "Host: x\r\n\r\n", get + "host: y\r\n\r\n",
    "GET /p HTTP/1.1\r\nHost: u@x\r\n\r\n", "GET /p HTTP/1.1\r\nHost: x, y\r\n\r\n",
    "GET http://evil.example/p HTTP/1.1\r\nHost: x\r\n\r\n", "GET ftp://x/p HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET x:80 HTTP/1.1\r\nHost: x\r\n\r\n", "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
  ]

  private func expectRefusal(_ connection: Connection, _ text: String) throws {
    let answer = try connection.received()
    let status = Int(answer.dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0
    #expect([400, 431, 501, 505].contains(status) && answer.contains("\r\nConnection: close\r\n"))
    #expect(answer.ranges(of: "HTTP/1.1 ").count == 1, "one answer to \(text.debugDescription)")
    #expect(!connection.isOpen && connection.upstream.transfers.isEmpty)
    #expect(connection.log.summary.counts.refused == 1)
    #expect(connection.log.summary.refusals.keys.allSatisfy { $0.hasPrefix("a request on the wire: ") })
  }

  @Test("are refused, and nothing behind them is served", arguments: framing + chunks + lines + hosts)
  func refused(text: String) throws {
    let connection = try Connection()
    try connection.send(text + smuggled)
    try expectRefusal(connection, text)
  }

  @Test("are refused in whatever pieces they come", arguments: [framing[0], framing[5], chunks[0], lines[0], hosts[1]])
  func pieces(text: String) throws {
    let connection = try Connection()
    for scalar in (text + smuggled).unicodeScalars where connection.isOpen { try connection.send(String(scalar)) }
    try expectRefusal(connection, text)
  }

  @Test(
    "do not take the answers of good ones before them away", arguments: [framing[0], chunks[0], lines[0], hosts[0]])
  func behindGood(text: String) throws {
    let connection = try Connection()
    try connection.send("GET /good HTTP/1.1\r\nHost: x\r\n\r\n" + text + smuggled)
    #expect(try connection.received() == "" && connection.isOpen)
    try connection.tell(.head(.init(status: 200, fields: [.init("Content-Length", "4")])))
    try connection.tell(.body(Array("good".utf8)))
    let answers = try connection.tell(.end(trailers: []))
    #expect(
      answers.hasPrefix("HTTP/1.1 200 OK\r\n") && answers.contains("goodHTTP/1.1 \(text == Self.lines[0] ? 505 : 400) ")
    )
    #expect(!connection.isOpen && connection.upstream.transfers.count == 1)
  }

  @Test("behind a request that says itself to be the last one are not looked at")
  func behindTheLast() throws {
    let connection = try Connection()
    try connection.send("GET /good HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nnonsense")
    try connection.tell(.head(.init(status: 200, fields: [.init("Content-Length", "0")])))
    #expect(try connection.tell(.end(trailers: [])).hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(!connection.isOpen && connection.log.summary.counts.refused == 0)
  }

  @Test(
    "end the transfer of a body that turns out to be bad, without an answer where one has begun",
    arguments: [false, true])
  func streamed(hasBegun: Bool) throws {
    let connection = try Connection()
    let hash = String(repeating: "a", count: 64)
    try connection.send(Self.post + "X-Amz-Content-Sha256: \(hash)\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
    if hasBegun {
      try connection.tell(.head(.init(status: 200, fields: [])))
      #expect(try connection.tell(.body(Array("x".utf8))).hasPrefix("HTTP/1.1 200 OK\r\n"))
    }
    try connection.send("nonsense\r\n" + smuggled)
    #expect(try connection.received().hasPrefix(hasBegun ? "" : "HTTP/1.1 400 "))
    #expect(try connection.seen().isCancelled && !connection.seen().isFinished && !connection.isOpen)
    #expect(connection.journal.count == 0)
  }

  @Test("that are cut off are no refusals", arguments: 0..<70)
  func cut(after count: Int) throws {
    let connection = try Connection()
    let request = Self.post + "Content-Length: 5\r\nA: b\r\n\r\nabc"
    try connection.send(String(decoding: request.utf8.prefix(count), as: UTF8.self))
    try connection.channel.close().wait()
    #expect(connection.log.summary.counts.refused == 0 && connection.upstream.transfers.isEmpty)
  }

  @Test(
    "are not what is merely unusual",
    arguments: [
      "\r\n" + get + "\r\n", "\n\r\n" + get + "\r\n", "GET  /p HTTP/1.1\r\nHost: x\r\n\r\n",
      get + "Transfer_Encoding: identity\r\n\r\n", post + "Content-Length: 002\r\n\r\nab",
      post + "Content-Length: 2 \r\n\r\nab", post + "Transfer-Encoding:  CHUNKED \r\n\r\n0\r\n\r\n",
      chunked + "1;a=\"b\";c\r\na\r\n0\r\nX-T: t\r\n\r\n", chunked + "0001\r\na\r\n000\r\n\r\n",
      get + "Content-Length: 2\r\n\r\nab", get + "Expect: 100-continue\r\n\r\n", get + "A: \r\n\r\n",
      "GET http://x/p HTTP/1.1\r\nHost: X\r\n\r\n",
    ])
  func unusual(text: String) throws {
    let connection = try Connection(forwards: false)
    try connection.send(text + smuggled)
    let answers = try connection.received()
    #expect(answers.ranges(of: "HTTP/1.1 403 ").count == 2 && connection.isOpen)
  }

  @Test("an upgrade is not made: the request is served, and the connection closed")
  func upgrade() throws {
    let connection = try Connection(forwards: false)
    try connection.send(Self.get + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n" + smuggled)
    let answer = try connection.received()
    #expect(answer.ranges(of: "HTTP/1.1 403 ").count == 1 && answer.contains("Connection: close\r\n"))
    #expect(!connection.isOpen)
  }

  @Test("HTTP/1.0 is not asked to go on")
  func expectOfOldVersions() throws {
    let connection = try Connection(forwards: false)
    try connection.send("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab")
    #expect(try connection.received().hasPrefix("HTTP/1.1 403 "))
  }
}
