// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import TestSupport
import Testing

@testable import Engine

@Suite("Asking again, with whatever a cassette or a server has")
struct ReaskFuzzTests {
  private let bodies = [
    (
      #"{"A":"999204183377","L":[{"Name":"a","Id":"id-00001111"},{"Key":"k","Value":"v"}],"N":99920418337,"X":null}"#,
      "application/json"
    ),
    ("<R><L><item><Name>a</Name><Id>id-00001111</Id></item></L><A>999204183377</A></R>", "text/xml"),
    ("Action=X&A.1=999204183377&B=a%2Fb+c", "application/x-www-form-urlencoded"),
    ("\u{1}\u{61}A\u{6C}999204183377", "application/cbor"),
  ]

  @Test("requests and answers of broken bytes are written and compared without a trap")
  func mutations() {
    var random = SplitMix(seed: 11)
    var values = LiveValues()
    values.learn("999204183377".bytes, is: "481726359081".bytes)
    for round in 0..<4_000 {
      let (text, type) = bodies[round % bodies.count]
      var (one, other) = (text.bytes, text.bytes)
      one.mutate(text.bytes, &random)
      other.mutate(text.bytes, &random)
      let request = HTTPRequest(
        head: HTTPRequestHead(
          method: "POST", target: "/" + String(decoding: one.prefix(20), as: UTF8.self),
          fields: [HTTPField("Content-Type", type)]), body: other)
      _ = RequestTexts.rewritten(request) { text, _ in values.live(text).text }
      _ = PageRequest.asking(request, for: ["t".bytes], at: [WirePlace(.body, ["NextToken"])])
      var learnt = values
      AnswerPairing.learn(
        recorded: Recording.answer(String(decoding: one, as: UTF8.self), 200, type),
        live: HTTPResponse(head: HTTPResponseHead(status: 200, fields: [HTTPField("Content-Type", type)]), body: other),
        into: &learnt)
    }
  }

  @Test("a request of which nothing is known stays byte for byte")
  func identity() {
    for (text, type) in bodies {
      let request = HTTPRequest(
        head: HTTPRequestHead(
          method: "POST", target: "/a%2fb//c?x=%61&y&z=+",
          fields: [HTTPField("Content-Type", type), HTTPField("X-A", " b ")]),
        body: text.bytes)
      #expect(RequestTexts.rewritten(request) { text, _ in LiveValues().live(text).text } == request)
    }
  }

  @Test(
    "a page is asked for where the protocol has its token",
    arguments: [
      ("/", "application/json", "{}", WirePlace(.body, ["T"]), "/", #"{"T":"a b"}"#),
      ("/", "application/json", "", WirePlace(.body, ["T"]), "/", #"{"T":"a b"}"#),
      ("/", "application/json", #" {"M":1}"#, WirePlace(.body, ["T"]), "/", #"{"T":"a b","M":1}"#),
      ("/", "application/json", #"{"T":"old"}"#, WirePlace(.body, ["T"]), "/", #"{"T":"a b"}"#),
      ("/", "application/x-www-form-urlencoded", "A=x", WirePlace(.body, ["T"]), "/", "A=x&T=a%20b"),
      ("/?A=x", "", "", WirePlace(.body, ["T"]), "/?A=x&T=a%20b", ""),
      ("/l", "", "", WirePlace(.query, ["t"]), "/l?t=a%20b", ""),
      ("/l?t=old&n=1", "", "", WirePlace(.query, ["t"]), "/l?t=a%20b&n=1", ""),
    ] as [(String, String, String, WirePlace, String, String)])
  func pages(target: String, type: String, body: String, place: WirePlace, asked: String, sent: String) throws {
    let request = HTTPRequest(
      head: HTTPRequestHead(
        method: "POST", target: target, fields: type.isEmpty ? [] : [HTTPField("Content-Type", type)]),
      body: body.bytes)
    let page = try #require(PageRequest.asking(request, for: ["a b".bytes], at: [place]))
    #expect(page.head.target == asked && page.body.text == sent)
    #expect(PageRequest.asking(request, for: [nil], at: [place]) == nil)
  }
}
