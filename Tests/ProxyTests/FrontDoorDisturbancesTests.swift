// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Engine
import NIOCore
import Replay
import Testing

@testable import Proxy

@Suite("The front door, answering late or not whole")
struct FrontDoorDisturbancesTests {
  /// A tape with GET /1 to GET /3, whose bodies are ten bytes that begin with the number.
  private func connection(_ faults: String..., latency: Latency = .none) throws -> Connection {
    let lines = (1...3).map { number in
      Exchange(
        action: Action(service: "http", operation: "GET /\(number)"), region: "", at: Timestamp(seconds: 0), took: 80,
        endpoint: "http://a.example",
        request: HTTPRequest(head: HTTPRequestHead(method: "GET", target: "/\(number)")),
        response: HTTPResponse(head: HTTPResponseHead(status: 200), body: Array("\(number)123456789".utf8))
      ).encoded()
    }
    let tape = try Tape(
      CassetteList([
        CassetteList.Member(
          name: "a.cassette", text: CassetteText(CassetteText.write(lines, tool: "t", redaction: "r")))
      ]))
    let disturbances = Disturbances(latency: latency, faults: try faults.map { try Fault($0) })
    return try Connection(forwards: false, tape: tape, disturbances: disturbances)
  }

  private func get(_ number: Int) -> String { "GET /\(number) HTTP/1.1\r\nHost: x\r\n\r\n" }

  private func whole(_ number: Int) -> String {
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\(Connection.date)\r\n\(number)123456789"
  }

  @Test("an answer waits for its time, and those behind it for theirs, in their order")
  func order() throws {
    let connection = try connection(latency: .recorded(factor: 0.5))
    try connection.send(get(1) + get(2))
    try connection.send(get(3))
    #expect(try connection.received() == "")
    connection.wait(.milliseconds(39))
    #expect(try connection.received() == "")
    connection.wait(.milliseconds(1))
    #expect(try connection.received() == whole(1))
    connection.wait(.milliseconds(39))
    #expect(try connection.received() == "")
    connection.wait(.milliseconds(41))
    #expect(try connection.received() == whole(2) + whole(3))
  }

  @Test("an answer that waits does not hold up the one before it")
  func late() throws {
    let connection = try connection("GET /1:delay=1s", "GET /3:delay=1s")
    try connection.send(get(1) + get(2) + get(3))
    connection.wait(.seconds(1))
    #expect(try connection.received() == whole(1) + whole(2))
    connection.wait(.seconds(1))
    #expect(try connection.received() == whole(3))
  }

  @Test("a client that goes away while its answer waits is forgotten")
  func gone() throws {
    let connection = try connection(latency: .fixed(.seconds(2)))
    try connection.send(get(1))
    connection.channel.close(promise: nil)
    connection.wait(.seconds(5))
    #expect(try connection.received() == "" && !connection.isOpen)
  }

  @Test("a truncated answer has half of the body that its length tells, then the connection ends")
  func truncated() throws {
    let connection = try connection("GET /2:truncate")
    try connection.send(get(1) + get(2) + get(3))
    #expect(try connection.received() == whole(1) + whole(2).dropLast(5))
    #expect(!connection.isOpen)
  }

  @Test("a reset ends the connection before any byte, behind the answers before it")
  func reset() throws {
    let connection = try connection("GET /2:reset")
    try connection.send(get(1) + get(2) + get(3))
    #expect(try connection.received() == whole(1))
    #expect(!connection.isOpen)
  }

  @Test("a request that times out gets nothing, nor does what is sent behind it, until the client gives up")
  func timeout() throws {
    let connection = try connection("GET /1:timeout")
    try connection.send(get(1) + get(2))
    try connection.send(get(3))
    connection.wait(.hours(1))
    #expect(try connection.received() == "" && connection.isOpen)
  }

  @Test("a shutdown does not wait for a request that gets no answer, but for one whose answer is late")
  func shutdown() throws {
    let connection = try connection("GET /1:timeout", "GET /2:delay=1s")
    try connection.send(get(1))
    connection.drain()
    #expect(!connection.isOpen)
    let late = try self.connection("GET /2:delay=1s")
    try late.send(get(2))
    late.drain()
    #expect(late.isOpen)
    late.wait(.seconds(1))
    #expect(try late.received().contains("Connection: close\r\n\r\n2123456789") && !late.isOpen)
  }
}
