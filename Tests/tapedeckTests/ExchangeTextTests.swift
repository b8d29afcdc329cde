// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Testing

@testable import tapedeck

@Suite("Exchanges as people see them")
struct ExchangeTextTests {
  @Test("Nothing that a cassette holds reaches a terminal as more than text")
  func hostile() {
    let exchange = Exchange(
      action: Action(service: "a.example", operation: "GET /\u{1B}[2J"), region: "", at: Timestamp(seconds: 0), took: 0,
      endpoint: "https://a.example",
      request: HTTPRequest(
        head: HTTPRequestHead(method: "GET", target: "/", fields: [HTTPField("X-A", "\u{202E}evil\u{7}")]), body: []),
      response: HTTPResponse(
        head: HTTPResponseHead(status: 200, fields: []), body: Array("a\u{1B}]0;title\u{7}\nb".utf8)))
    let texts = [ExchangeText.line(exchange, number: 1), ExchangeText.whole(exchange, number: 1)]
    for text in texts {
      #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{7}" || $0 == "\u{202E}" })
    }
    #expect(texts[0].contains(#"GET /\u001b[2J"#))
    #expect(texts[1].contains("< a\\u001b]0;title\\u0007\n< b"))
  }
}
