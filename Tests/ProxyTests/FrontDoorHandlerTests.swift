// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Engine
import TestSupport
import Testing

@testable import Proxy

/// Without an upstream each request is answered at once, as from a tape.
@Suite("The front door, answering at once")
struct FrontDoorHandlerTests {
  private func answers(_ text: String) -> [Substring] {
    text.split(separator: "HTTP/1.1 ")
  }

  @Test("answers each request in its order on one connection")
  func keepAlive() throws {
    let connection = try Connection(forwards: false)
    try connection.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n")
    let text = try connection.received()
    #expect(answers(text).count == 2 && text.contains(Connection.date) && connection.isOpen)
    try connection.send("GET /3 HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(try answers(connection.received()).count == 1)
    #expect(
      Set(connection.log.summary.refusals.keys.compactMap { $0.split(separator: " ").dropFirst().first }) == [
        "/1:", "/2:", "/3:",
      ])
  }

  @Test("takes a request in whatever pieces it comes")
  func pieces() throws {
    let connection = try Connection(forwards: false)
    let request = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
    for byte in request { try connection.send(String(byte)) }
    #expect(try answers(connection.received()).count == 1)
  }

  @Test(
    "closes behind the answer where the client asks for it",
    arguments: [
      "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET /a HTTP/1.0\r\n\r\n",
    ])
  func closes(request: String) throws {
    let connection = try Connection(forwards: false)
    try connection.send(request)
    let text = try connection.received()
    #expect(answers(text).count == 1 && text.contains("\r\nConnection: close\r\n\r\n"))
    #expect(!connection.isOpen)
  }

  @Test("writes nothing behind its last answer")
  func behindTheLast() throws {
    let connection = try Connection(forwards: false)
    let request = "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    try connection.send(request + request)
    let text = try connection.received()
    #expect(answers(text).count == 1)
  }

  @Test("asks for the body where the client waits to be asked")
  func expectContinue() throws {
    let connection = try Connection(forwards: false)
    try connection.send("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-Continue\r\n\r\n")
    #expect(try connection.received() == "HTTP/1.1 100 Continue\r\n\r\n")
    try connection.send("abc")
    #expect(try connection.received().hasPrefix("HTTP/1.1 403 "))
  }

  @Test("refuses a body that is larger than may be collected, and closes")
  func tooLarge() throws {
    var limits = ProxyLimits()
    limits.collectedBody = 10
    let connection = try Connection(forwards: false, limits: limits)
    try connection.send("PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n")
    #expect(try connection.received() == "")
    try connection.send("1\r\n0\r\n")
    let text = try connection.received()
    #expect(text.hasPrefix("HTTP/1.1 413 Content Too Large\r\n") && text.contains("Connection: close\r\n"))
    try connection.send("0123456789")
    #expect(try connection.received() == "" && !connection.isOpen)
  }

  @Test(
    "takes the path of a target in absolute form",
    arguments: [
      ("http://a.example/p?q", "GET /p:"), ("http://a.example", "GET /:"), ("HTTPS://A.example?q", "GET /:"),
    ])
  func targets(target: String, action: String) throws {
    let connection = try Connection(forwards: false)
    try connection.send("GET \(target) HTTP/1.1\r\nHost: a.example\r\n\r\n")
    _ = try connection.received()
    #expect(connection.log.summary.refusals.keys.first?.hasPrefix("http:\(action)") == true)
  }

  @Test("sends an answer to HEAD without its body")
  func head() throws {
    let connection = try Connection(forwards: false)
    try connection.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n")
    let text = try connection.received()
    #expect(text.hasSuffix("\r\n\r\n"))
  }

  @Test("never traps on bytes of any kind", arguments: 0..<6)
  func fuzz(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let pieces = [
      "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "abc", "\r\n",
      "HTTP/1.0\r\n\r\n",
      "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "3\r\nabc\r\n", "0\r\n\r\n", "Expect: 100-continue\r\n",
      "CONNECT a:1 HTTP/1.1\r\n\r\n",
    ]
    for _ in 0..<30 {
      let connection = try Connection(forwards: Bool.random(using: &random))
      for _ in 0..<Int.random(in: 1...12, using: &random) where connection.isOpen {
        _ = try? connection.send(pieces.randomElement(using: &random) ?? "")
        if let transfer = connection.upstream.transfers.randomElement(using: &random), Bool.random(using: &random) {
          transfer.events([.head(HTTPResponseHead(status: 200)), .end(trailers: [])])
        }
        _ = try? connection.received()
      }
    }
  }
}
