// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Engine
import Replay
import Testing

@testable import Proxy

@Suite("The front door, replaying fields behind a body")
struct FrontDoorTrailersTests {
  /// A tape with one answer to GET /, and what it gives of it.
  private func replayed(
    _ trailers: HTTPFields, fields: HTTPFields = [], status: Int = 200, body: String = "abc", version: String = "1.1",
    longestKept: Int = .max, fault: String? = nil
  ) throws -> String {
    let exchange = Exchange(
      action: Action(service: "http", operation: "GET /"), region: "", at: Timestamp(seconds: 0), took: 80,
      endpoint: "http://a.example", request: HTTPRequest(head: HTTPRequestHead(method: "GET", target: "/")),
      response: HTTPResponse(
        head: HTTPResponseHead(status: status, fields: fields), body: Array(body.utf8), trailers: trailers))
    let text = try CassetteText(CassetteText.write([exchange.encoded()], tool: "t", redaction: "r"))
    let tape = try Tape(CassetteList([CassetteList.Member(name: "a.cassette", text: text)]), longestKept: longestKept)
    let disturbances = try fault.map { Disturbances(faults: [try Fault($0)]) }
    let connection = try Connection(forwards: false, tape: tape, disturbances: disturbances)
    try connection.send("GET / HTTP/\(version)\r\nHost: x\r\nConnection: keep-alive\r\n\r\n")
    return try connection.received()
  }

  private let sums: HTTPFields = [HTTPField("x-sum", "9"), HTTPField("Connection", "x"), HTTPField("x-end", "a\r\nb")]

  @Test("sends them behind a chunked body, without those of one connection", arguments: [0, Int.max])
  func chunked(longestKept: Int) throws {
    #expect(
      try replayed(sums, longestKept: longestKept)
        == "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\(Connection.date)\r\n3\r\nabc\r\n"
        + "0\r\nx-sum: 9\r\nx-end: a  b\r\n\r\n")
  }

  @Test("sends them behind a body of no bytes, too")
  func empty() throws {
    #expect(
      try replayed([HTTPField("x-sum", "9")], body: "")
        == "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\(Connection.date)\r\n0\r\nx-sum: 9\r\n\r\n")
  }

  @Test("leaves them out where the client knows no chunks, and where the answer had a length or may have no body")
  func leftOut() throws {
    let whole = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\(Connection.date)"
    #expect(try replayed(sums, version: "1.0").hasPrefix(whole))
    #expect(try replayed(sums, version: "1.0").hasSuffix("\r\n\r\nabc"))
    #expect(try replayed(sums, fields: [HTTPField("Content-Length", "3")]) == "\(whole)\r\nabc")
    #expect(try replayed([]) == "\(whole)\r\nabc")
    #expect(try replayed(sums, status: 204, body: "") == "HTTP/1.1 204 No Content\r\n\(Connection.date)\r\n")
  }

  @Test("cuts such an answer off before its end where it is to be truncated")
  func truncated() throws {
    let answer = try replayed(sums, fault: "GET /:truncate")
    #expect(answer.contains("Content-Length: 3\r\n") && answer.hasSuffix("\r\n\r\na"))
  }
}
