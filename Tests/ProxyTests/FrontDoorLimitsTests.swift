// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Engine
import NIOCore
import Testing

@testable import Proxy

@Suite("The front door, with limits")
struct FrontDoorLimitsTests {
  private let get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"

  private func connection(
    forwards: Bool = false, refusal: RequestFlaw? = nil, _ change: (inout ProxyLimits) -> Void = { _ in }
  ) throws -> Connection {
    var limits = ProxyLimits()
    change(&limits)
    return try Connection(forwards: forwards, limits: limits, refusal: refusal)
  }

  @Test("a connection beyond their number is told so, and closed")
  func tooMany() throws {
    let connection = try connection(refusal: .busy(ProxyLimits()))
    try connection.send(get)
    let text = try connection.received()
    #expect(text.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n") && text.contains("--max-connections"))
    #expect(text.ranges(of: "HTTP/1.1").count == 1 && !connection.isOpen)
  }

  @Test("a server tells the first ones beyond the number, and no more of them")
  func count() {
    let count = ConnectionCount(limit: 2)
    let places = (0..<70).map { _ in count.enter() }
    #expect(places.filter { $0 == .served }.count == 2 && places.filter { $0 == .toBeTold }.count == 64)
    for _ in places { count.leave() }
    #expect(count.count == 0 && count.enter() == .served)
  }

  @Test(
    "a header section has so many bytes and fields at most",
    arguments: [
      "GET /\(String(repeating: "a", count: 1000)) HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\nA: \(String(repeating: "a", count: 1000))\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\n\(String(repeating: "a", count: 1000)): a\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\n" + String(repeating: "A: b\r\n", count: 10) + "\r\n",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + String(repeating: "A: b\r\n", count: 9)
        + "\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\nA:" + String(repeating: " ", count: 3000),
    ])
  func headers(text: String) throws {
    let connection = try connection {
      $0.headerBytes = 1000
      $0.headerFields = 10
    }
    try connection.send("GET / HTTP/1.1\r\nHost: x\r\n" + String(repeating: "A: b\r\n", count: 9) + "\r\n")
    #expect(try connection.received().hasPrefix("HTTP/1.1 403 "))
    try connection.send(text)
    #expect(try connection.received().hasPrefix("HTTP/1.1 431 ") && !connection.isOpen)
  }

  @Test("a body that is said to be too long is not asked for")
  func body() throws {
    let connection = try connection { $0.collectedBody = 10 }
    try connection.send("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n")
    #expect(try connection.received().hasPrefix("HTTP/1.1 413 Content Too Large\r\n") && !connection.isOpen)
  }

  @Test("a body that is too long is refused in its turn, and what stands behind it is not served")
  func bodyBehind() throws {
    let connection = try connection(forwards: true) { $0.collectedBody = 10 }
    try connection.send(get + "PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n0123456789a" + get + get)
    try connection.tell(.head(.init(status: 204, fields: [])))
    let text = try connection.tell(.end(trailers: []))
    #expect(text.hasPrefix("HTTP/1.1 204 ") && text.contains("HTTP/1.1 413 "))
    #expect(!connection.isOpen && connection.upstream.transfers.count == 1)
  }

  @Test("a connection without requests is closed without a word")
  func idle() throws {
    let connection = try connection { $0.idleTime = .seconds(5) }
    try connection.send(get)
    _ = try connection.received()
    connection.wait(.seconds(4))
    #expect(connection.isOpen)
    connection.wait(.seconds(1))
    #expect(try connection.received() == "" && !connection.isOpen && connection.log.summary.counts.refused == 1)
  }

  @Test("a header section that does not come whole gets 408")
  func slowHeader() throws {
    let connection = try connection { $0.headerTime = .seconds(5) }
    for byte in "GET / " {
      try connection.send(String(byte))
      #expect(connection.isOpen)
      connection.wait(.seconds(1))
    }
    connection.wait(.seconds(3))
    let text = try connection.received()
    #expect(
      text.hasPrefix("HTTP/1.1 408 Request Timeout\r\n") && text.contains("--header-timeout") && !connection.isOpen)
  }

  @Test("a body that stands still gets 408, and is not forwarded on")
  func slowBody() throws {
    let connection = try connection(forwards: true) { $0.bodyTime = .seconds(5) }
    let hash = String(repeating: "a", count: 64)
    try connection.send(
      "PUT /b/k HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\nX-Amz-Content-Sha256: \(hash)\r\n\r\nabc")
    connection.wait(.seconds(4))
    try connection.send("d")
    connection.wait(.seconds(4))
    #expect(connection.isOpen)
    connection.wait(.seconds(1))
    #expect(try connection.received().hasPrefix("HTTP/1.1 408 ") && !connection.isOpen)
    #expect(try connection.seen().isCancelled)
  }

  @Test("an upstream may take its time, unless the exchange has a limit", arguments: [nil, Duration.seconds(5)])
  func exchangeTime(limit: Duration?) throws {
    let connection = try connection(forwards: true) {
      $0.exchangeTime = limit
      $0.idleTime = .seconds(2)
    }
    try connection.send(get)
    connection.wait(.seconds(4))
    #expect(try connection.received() == "")
    connection.wait(.seconds(1))
    let text = try connection.received()
    if limit == nil {
      #expect(text == "")
      try connection.tell(.head(.init(status: 200, fields: [.init("Content-Length", "0")])))
      #expect(try connection.tell(.end(trailers: [])).hasPrefix("HTTP/1.1 200 OK\r\n"))
    } else {
      #expect(text.hasPrefix("HTTP/1.1 504 ") && text.contains("--max-time"))
      #expect(try connection.seen().isCancelled && connection.log.summary.counts.failed == 1)
    }
    #expect(connection.isOpen)
  }

  @Test("an answer that is cut off by the limit ends with the connection")
  func exchangeTimeLater() throws {
    let connection = try connection(forwards: true) { $0.exchangeTime = .seconds(5) }
    try connection.send(get)
    try connection.tell(.head(.init(status: 200, fields: [])))
    try connection.tell(.body(Array("a".utf8)))
    connection.wait(.seconds(5))
    #expect(try connection.received() == "" && !connection.isOpen && connection.journal.count == 0)
  }

  @Test("behind its last answer a connection is closed after a while")
  func lingering() throws {
    let connection = try connection()
    try connection.send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(try connection.received().contains("Connection: close\r\n") && !connection.isOpen)
  }

  @Test("a thousand requests at once are answered one by one")
  func pipelining() throws {
    let connection = try connection(forwards: true)
    try connection.send(String(repeating: get, count: 1000))
    for number in 0..<1000 {
      try connection.tell(.head(.init(status: 204, fields: [])), transfer: number)
      #expect(try connection.tell(.end(trailers: []), transfer: number).hasPrefix("HTTP/1.1 204 "))
    }
    #expect(connection.isOpen && connection.journal.count == 1000)
  }

  @Test("at a shutdown all that has come gets its answer, and the last one says so")
  func drain() throws {
    let connection = try connection(forwards: true)
    try connection.send(get + get + get)
    connection.drain()
    var answers = ""
    for number in 0..<3 {
      try connection.tell(.head(.init(status: 204, fields: [])), transfer: number)
      answers += try connection.tell(.end(trailers: []), transfer: number)
    }
    #expect(answers.ranges(of: "HTTP/1.1 204").count == 3)
    #expect(answers.ranges(of: "Connection: close").count == 1 && !connection.isOpen)
  }

  @Test("at a shutdown a request that is on its way when the connection is idle is served")
  func drainIdle() throws {
    let connection = try connection()
    connection.drain()
    #expect(connection.isOpen)
    try connection.send(get)
    #expect(try connection.received().contains("Connection: close\r\n") && !connection.isOpen)
  }
}
