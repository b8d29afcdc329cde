// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("Prepared responses")
struct PreparedResponseTests {
  private func text(
    _ status: Int, _ fields: HTTPFields = [], body: String = "", isAnswerToHEAD: Bool = false
  ) -> String {
    let response = PreparedResponse(
      HTTPResponse(head: HTTPResponseHead(status: status, fields: fields), body: Array(body.utf8)),
      isAnswerToHEAD: isAnswerToHEAD)
    return String(decoding: response.head, as: UTF8.self) + "|" + String(decoding: response.body, as: UTF8.self)
  }

  @Test("tell the length of the body that they have")
  func length() {
    #expect(
      text(200, [HTTPField("Content-Length", "99"), HTTPField("A", "b")], body: "xyz")
        == "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 3\r\n|xyz")
    #expect(text(404) == "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n|")
  }

  @Test("to HEAD keep the length that was told, once, and have no body")
  func head() {
    let fields: HTTPFields = [HTTPField("Content-Length", "99"), HTTPField("content-length", "98")]
    #expect(text(200, fields, body: "xyz", isAnswerToHEAD: true) == "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n|")
    #expect(text(200, isAnswerToHEAD: true) == "HTTP/1.1 200 OK\r\n|")
  }

  @Test("that have no body by their status tell no length", arguments: [204, 304])
  func noBody(status: Int) {
    #expect(!text(status).contains("Content-Length"))
    #expect(text(status, body: "never").hasSuffix("\r\n|"))
  }

  @Test("leave out what belongs to one connection or moment")
  func connection() {
    let fields: HTTPFields = [
      HTTPField("Date", "x"), HTTPField("Transfer-Encoding", "chunked"), HTTPField("Connection", "close"),
      HTTPField("ETag", "e"),
    ]
    #expect(text(200, fields) == "HTTP/1.1 200 OK\r\nETag: e\r\nContent-Length: 0\r\n|")
  }

  @Test("cannot be split by control characters in a field")
  func splitting() {
    #expect(
      text(200, [HTTPField("A\r\nB", "c\r\nD: e\u{0}")])
        == "HTTP/1.1 200 OK\r\nA  B: c  D: e \r\nContent-Length: 0\r\n|")
  }
}
