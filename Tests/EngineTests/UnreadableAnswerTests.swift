// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Replay
import Synchronization
import Testing

@testable import Engine

/// A cassette that somebody writes to while it is replayed.
private final class ChangingPages: CassettePages {
  private let pages: TextPages
  private let isChanged = Mutex(false)

  init(_ text: [UInt8]) { pages = TextPages(text) }

  var contents: [PageContent] { pages.contents }
  func change() { isChanged.withLock { $0 = true } }

  func page(_ index: Int, keeps: Bool) throws(CassetteError) -> CassettePage {
    if isChanged.withLock({ $0 }) { throw CassetteError(.unreadable, detail: "the file was changed at byte 7") }
    return pages.page(index, keeps: keeps)
  }
}

@Suite("An answer that cannot be read any more")
struct UnreadableAnswerTests {
  private let cause = "exchange 1: a part of the cassette cannot be read: the file was changed at byte 7"

  private func deck(_ lines: [[UInt8]], disturbances: Disturbances? = nil) throws -> (Deck, ChangingPages) {
    var facts = CassetteFacts()
    for line in lines where !PieceLine.isOne(line) { try facts.add(line) }
    let header = facts.header(tool: "t", redaction: "basic-1")
    var seal = CassetteSeal(header)
    for line in lines where !PieceLine.isOne(line) { seal.add(line) }
    let pages = ChangingPages(Array(([header.encoded()] + lines + [seal.trailer, []]).joined(separator: [0x0A])))
    let cassettes = CassetteList([CassetteList.Member(name: "a.cassette", text: try CassetteText(pages))])
    return (Deck.of(tape: try Tape(cassettes, longestKept: 0), disturbances: disturbances), pages)
  }

  /// The lines of a recording of one answer.
  private func record(_ request: HTTPRequest, _ body: [UInt8]) throws -> [[UInt8]] {
    let journal = MemoryJournal()
    let recording = Deck.of(forwards: true, journal: journal, gate: true)
    var draft = try #require(recording.forwarded(request)).draft
    draft.setResponseHead(HTTPResponseHead(status: 200))
    draft.addResponseBody(body)
    try recording.finish(draft, trailers: [])
    return journal.lines
  }

  @Test("is an error that no client asks again for, no hit, and told by its cause")
  func small() throws {
    let request = Client.request()
    let (deck, pages) = try deck(record(request, Array("{}".utf8)))
    #expect(deck.answer(request)?.hasPrefix("HTTP/1.1 200 ") == true)
    pages.change()
    let answer = try #require(deck.answer(request))
    #expect(answer.hasPrefix("HTTP/1.1 400 ") && answer.contains("TapedeckUnreadable"))
    let summary = deck.log.summary
    #expect(summary.hits == 1 && summary.missCount == 0 && summary.unreadable == [cause: 1])
  }

  @Test("is no hit either where a large body turns out to be one when most of it is sent")
  func large() throws {
    let request = Client.request(method: "GET", target: "/b/k", operation: nil, body: "", service: "s3")
    let (deck, pages) = try deck(record(request, [UInt8](repeating: 0x80, count: 5 << 18)))
    guard case .answer(let answer) = deck.react(to: request), let body = answer.response.largeBody else {
      Issue.record("its body is not large")
      return
    }
    #expect(try body.piece(0).count == 1 << 20 && deck.log.summary.hits == 1)
    pages.change()
    #expect(throws: CassetteError.self) { try body.piece(1) }
    #expect(deck.log.summary.hits == 0 && deck.log.summary.unreadable == [cause: 1])
  }

  @Test("is told as well where half of it was to be sent as a fault")
  func truncated() throws {
    let request = Client.request()
    let disturbances = Disturbances(faults: [try Fault("GetConnection:truncate")])
    let (deck, pages) = try deck(record(request, Array("{}".utf8)), disturbances: disturbances)
    pages.change()
    #expect(deck.answer(request)?.contains("TapedeckUnreadable") == true)
    #expect(deck.log.summary.unreadable == [cause: 1] && deck.log.summary.hits == 0)
  }

  @Test("is counted, but told one by one only so often")
  func many() {
    var summary = RunSummary()
    for number in 1...RunLog.kept + 5 {
      summary.noteUnreadable(ExchangeName(number: number), CassetteError(.unreadable))
    }
    #expect(summary.unreadable.count == RunLog.kept + 1 && summary.unreadable["other exchanges"] == 5)
    #expect(summary.counts.unreadable == RunLog.kept + 5)
  }
}
