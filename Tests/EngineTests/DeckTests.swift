// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents
import Replay
import Testing

@testable import Engine

@Suite("The deck")
struct DeckTests {
  private let known = Client.request()
  private let unknown = Client.request(body: #"{"ConnectionArn":"x"}"#)

  @Test("replays what it knows and misses the rest, with neither forwarder nor recorder")
  func replay() throws {
    let deck = Deck.of(tape: try .sample())
    #expect(deck.answer(known)?.hasSuffix(#"{"Connection":{}}"#) == true)
    let miss = try #require(deck.answer(unknown))
    #expect(miss.hasPrefix("HTTP/1.1 400 Bad Request\r\n") && miss.contains("TapedeckMiss"))
    #expect(miss.contains("x-tapedeck-miss: codestar-connections:GetConnection\r\n"))
    #expect(miss.contains("/ConnectionArn is new"))
    #expect(deck.log.summary.hits == 1 && deck.log.summary.missCount == 1 && deck.log.summary.misses.count == 1)
  }

  @Test("records known and unknown requests alike in record mode")
  func record() throws {
    let journal = MemoryJournal()
    let deck = Deck.of(forwards: true, journal: journal, gate: true)
    for request in [known, unknown] {
      var draft = try #require(deck.forwarded(request)).draft
      draft.setResponseHead(HTTPResponseHead(status: 200))
      draft.addResponseBody(Array("{}".utf8))
      try deck.finish(draft, trailers: [])
    }
    #expect(journal.lines.count == 2 && deck.log.summary.recorded == 2 && deck.log.summary.hits == 0)
  }

  @Test("replays what it knows and records the rest in auto mode")
  func auto() throws {
    let journal = MemoryJournal()
    let deck = Deck.of(tape: try .sample(), forwards: true, journal: journal, gate: true)
    #expect(deck.answer(known) != nil && deck.forwarded(unknown) != nil)
    #expect(deck.log.summary.hits == 1 && deck.log.summary.missCount == 0)
  }

  @Test("forwards all and keeps nothing in pass mode")
  func pass() throws {
    let deck = Deck.of(forwards: true)
    var draft = try #require(deck.forwarded(known)).draft
    draft.setResponseHead(HTTPResponseHead(status: 200))
    try deck.finish(draft, trailers: [])
    #expect(deck.log.summary.passed == 1 && deck.log.summary.recorded == 0)
  }

  @Test("replays what it knows, forwards the rest and keeps nothing where a replay has a fallback")
  func fallback() throws {
    let deck = Deck.of(tape: try .sample(), forwards: true)
    #expect(deck.answer(known) != nil)
    var draft = try #require(deck.forwarded(unknown)).draft
    draft.setResponseHead(HTTPResponseHead(status: 200))
    try deck.finish(draft, trailers: [])
    let summary = deck.log.summary
    #expect(summary.hits == 1 && summary.missCount == 0 && summary.passed == 1 && summary.recorded == 0)
    #expect(summary.forwarded == ["codestar-connections:GetConnection": 1])
    let guarded = Deck.of(tape: try .sample(), forwards: true, gate: true)
    let other = Credentials(accessKeyID: "AKIAOTHERCLIENT00000", secretAccessKey: "s")
    #expect(
      guarded.answer(Client.request(body: #"{"ConnectionArn":"x"}"#, signedBy: other))?.contains("TapedeckRefused")
        == true)
    #expect(guarded.answer(known) != nil && guarded.log.summary.refusals.count == 1)
  }

  @Test("keeps an exchange as it was, without the client's and its own credentials")
  func exchange() throws {
    let journal = MemoryJournal()
    let deck = Deck.of(forwards: true, journal: journal, gate: true)
    var draft = try #require(deck.forwarded(unknown)).draft
    draft.setResponseHead(HTTPResponseHead(status: 201, fields: [HTTPField("ETag", "e")]))
    draft.addResponseBody(Array("{\"a\":".utf8))
    draft.addResponseBody(Array("\"own-secret-own-secret\"}".utf8))
    try deck.finish(draft, trailers: [HTTPField("X-T", "t")])
    let line = try #require(journal.lines.first)
    let kept = try Exchange(try JSONReader.read(line).root, number: 2)
    #expect(kept.action.description == "codestar-connections:GetConnection" && kept.region == "eu-west-1")
    #expect(kept.at == FixedClock.moment && kept.endpoint == "http://up.example:5000")
    #expect(
      kept.request.body == unknown.body && kept.request.head.fields.map(\.name) == ["Content-Type", "X-Amz-Target"])
    #expect(kept.response.head == HTTPResponseHead(status: 201, fields: [HTTPField("ETag", "e")]))
    #expect(kept.response.body.starts(with: #"{"a":"redacted-"#.utf8) && kept.response.trailers["X-T"] == "t")
    let text = String(decoding: line, as: UTF8.self)
    #expect(!text.contains("throw-away") && !text.contains("own-secret"))
  }

  @Test("tells the client and the summary when the journal is full")
  func fullJournal() throws {
    let deck = Deck.of(forwards: true, journal: MemoryJournal(isFull: true))
    var draft = try #require(deck.forwarded(known)).draft
    draft.setResponseHead(HTTPResponseHead(status: 200))
    do throws(RecordingError) {
      try deck.finish(draft, trailers: [])
      Issue.record("the journal took it")
    } catch {
      let answer = deck.answer(to: draft, failure: error)
      #expect(String(decoding: answer.head, as: UTF8.self).hasPrefix("HTTP/1.1 400 "))
      #expect(String(decoding: answer.body, as: UTF8.self).contains("no space left on device"))
    }
    #expect(deck.log.summary.journalFailure == "no space left on device" && deck.log.summary.recorded == 0)
  }

  @Test(
    "answers for an upstream that does not",
    arguments: [
      (UpstreamFailure.Code.connect, "502 Bad Gateway"), (.timeout, "504 Gateway Timeout"),
    ])
  func upstreamFailure(code: UpstreamFailure.Code, status: String) throws {
    let deck = Deck.of(forwards: true)
    let draft = try #require(deck.forwarded(known)).draft
    let answer = deck.answer(to: draft, failure: UpstreamFailure(code, detail: "why", origin: "https://up.example"))
    #expect(String(decoding: answer.head, as: UTF8.self).hasPrefix("HTTP/1.1 \(status)\r\n"))
    #expect(deck.log.summary.upstreamFailures == ["https://up.example: \(code.rawValue) (why)": 1])
  }

  @Test(
    "misses in the form of the request's protocol",
    arguments: [
      ("sts", "GET", "/?Action=GetCallerIdentity&Version=2011-06-15", "<ErrorResponse>"),
      ("ec2", "GET", "/?Action=DescribeVpcs&Version=2016-11-15", "<Response><Errors>"),
      ("s3", "GET", "/bucket", "<Error><Code>TapedeckMiss"),
      ("lambda", "GET", "/2015-03-31/functions/", "{\"__type\":\"TapedeckMiss\""),
    ])
  func dialects(service: String, method: String, target: String, expected: String) throws {
    let deck = Deck.of(tape: try .sample())
    let answer = try #require(
      deck.answer(Client.request(method: method, target: target, operation: nil, body: "", service: service)))
    #expect(answer.contains(expected))
  }

  @Test("misses HEAD without a body")
  func missedHead() throws {
    let deck = Deck.of(tape: try .sample())
    let answer = try #require(
      deck.answer(Client.request(method: "HEAD", target: "/b/k", operation: nil, body: "", service: "s3")))
    #expect(answer.hasPrefix("HTTP/1.1 400 ") && answer.hasSuffix("\r\n\r\n"))
  }

  @Test("compares a live body as it would have been recorded")
  func redactedReplay() throws {
    let journal = MemoryJournal()
    let recording = Deck.of(forwards: true, journal: journal, gate: true)
    let request = Client.request(body: #"{"Password":"first","Name":"n"}"#)
    var draft = try #require(recording.forwarded(request)).draft
    draft.setResponseHead(HTTPResponseHead(status: 200))
    try recording.finish(draft, trailers: [])
    let tape = try Tape(
      CassetteList([
        CassetteList.Member(
          name: "a.cassette", text: CassetteText(CassetteText.write(journal.lines, tool: "t", redaction: "r")))
      ]))
    let replay = Deck.of(tape: tape)
    #expect(
      replay.answer(Client.request(body: #"{"Name":"n","Password":"second"}"#))?.hasPrefix("HTTP/1.1 200 ") == true)
    #expect(
      replay.answer(Client.request(body: #"{"Name":"m","Password":"second"}"#))?.hasPrefix("HTTP/1.1 400 ") == true)
  }

  @Test("finds a request again whose query held a secret")
  func redactedQuery() throws {
    let journal = MemoryJournal()
    let recording = Deck.of(forwards: true, journal: journal, gate: true)
    let request = Client.request(method: "GET", target: "/cb?code=abc&x=1", operation: nil, body: "")
    var draft = try #require(recording.forwarded(request)).draft
    draft.setResponseHead(HTTPResponseHead(status: 200))
    try recording.finish(draft, trailers: [])
    let tape = try Tape(
      CassetteList([
        CassetteList.Member(
          name: "a.cassette", text: CassetteText(CassetteText.write(journal.lines, tool: "t", redaction: "r")))
      ]))
    #expect(Deck.of(tape: tape).answer(request)?.hasPrefix("HTTP/1.1 200 ") == true)
  }

  @Test("streams large bodies whose hash is declared, and collects all others")
  func streaming() throws {
    let deck = Deck.of(forwards: true)
    func opening(_ hash: String?, length: String?, chunked: Bool = false) -> String {
      var head = HTTPRequestHead(method: "PUT", target: "/b/k", fields: [HTTPField("Host", "x")])
      if let hash { head.fields.append("X-Amz-Content-Sha256", hash) }
      if let length { head.fields.append("Content-Length", length) }
      if chunked { head.fields.append("Transfer-Encoding", "chunked") }
      switch deck.open(head) {
      case .collect, .digest: return "collect"
      case .answer: return "answer"
      case .stream(let request, _):
        guard case .stream(let length) = request.body else { return "whole" }
        return "stream \(length.map(String.init) ?? "-")"
      }
    }
    let hash = String(repeating: "a", count: 64)
    #expect(opening(hash, length: "65537") == "stream 65537" && opening(hash, length: "65536") == "collect")
    #expect(opening("UNSIGNED-PAYLOAD", length: nil, chunked: true) == "stream -")
    #expect(opening("STREAMING-UNSIGNED-PAYLOAD-TRAILER", length: "99999") == "stream 99999")
    #expect(opening(nil, length: "99999") == "collect" && opening("x", length: "99999") == "collect")
    #expect(opening("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", length: "99999") == "collect")
    let replaying = Deck.of(tape: try .sample())
    guard case .collect = replaying.open(HTTPRequestHead(method: "PUT", target: "/")) else {
      Issue.record("a replayed request must be known whole")
      return
    }
  }
}
