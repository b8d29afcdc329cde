// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Replay
import Testing

@testable import Engine

@Suite("Disturbances")
struct DisturbancesTests {
  private let known = Client.request()

  private func deck(_ fault: String, latency: Latency = .none) throws -> Deck {
    Deck.of(tape: try .sample(), disturbances: Disturbances(latency: latency, faults: [try Fault(fault)]))
  }

  private func answer(_ deck: Deck, _ request: HTTPRequest) throws -> Answer {
    guard case .answer(let answer) = deck.react(to: request) else { throw Forwarded() }
    return answer
  }

  private struct Forwarded: Error {}

  @Test("put an error in the place of an answer, which the next request gets")
  func error() throws {
    let deck = try deck("GetConnection:throttle@1")
    let first = try #require(deck.answer(known))
    #expect(first.hasPrefix("HTTP/1.1 400 ") && first.contains(#""__type":"ThrottlingException""#))
    #expect(deck.log.summary.hits == 0 && deck.log.summary.faults == 1)
    #expect(deck.answer(known)?.hasSuffix(#"{"Connection":{}}"#) == true)
    #expect(deck.log.summary.hits == 1 && deck.log.summary.faults == 1 && deck.log.summary.missCount == 0)
  }

  @Test("end connections in the place of an answer", arguments: [("reset", Answer.Ending.reset), ("timeout", .silent)])
  func connections(_ kind: String, _ ending: Answer.Ending) throws {
    let deck = try deck("codestar-connections:*:\(kind)@1")
    let answer = try answer(deck, known)
    #expect(answer.ending == ending && answer.response.head.isEmpty)
    #expect(try self.answer(deck, known).ending == .whole)
  }

  @Test("cut the recorded answer, and leave it for the next request")
  func truncate() throws {
    let deck = try deck("GetConnection:truncate@1")
    let cut = try answer(deck, known)
    #expect(cut.ending == .truncated && cut.response.body.elementsEqual(#"{"Connection":{}}"#.utf8))
    #expect(deck.log.summary.hits == 0)
    #expect(try answer(deck, known).ending == .whole)
  }

  @Test("do not hide a miss: what is not recorded cannot be cut")
  func miss() throws {
    let deck = try deck("GetConnection:truncate")
    #expect(deck.answer(Client.request(body: #"{"a":1}"#))?.contains("TapedeckMiss") == true)
    #expect(deck.log.summary.missCount == 1 && deck.log.summary.faults == 0)
  }

  @Test("keep answers back, by a fault and by the latency together")
  func delays() throws {
    let deck = try deck("GetConnection:delay=2s@1", latency: .fixed(.milliseconds(5)))
    #expect(try answer(deck, known).delay == .milliseconds(2005))
    #expect(try answer(deck, known).delay == .milliseconds(5))
    let recorded = try self.deck("X:reset", latency: .recorded(factor: 3))
    #expect(try answer(recorded, known).delay == .milliseconds(3))
    #expect(deck.log.summary.hits == 2 && deck.log.summary.faults == 1)
  }

  @Test("leave actions alone that no fault matches, and know what did not take place")
  func unfired() throws {
    let disturbances = Disturbances(faults: [try Fault("ListTags:reset"), try Fault("GetConnection:reset@2")])
    let deck = Deck.of(tape: try .sample(), disturbances: disturbances)
    #expect(deck.answer(known)?.hasPrefix("HTTP/1.1 200 ") == true)
    #expect(disturbances.unfired.map(\.count) == [0, 1])
  }
}
