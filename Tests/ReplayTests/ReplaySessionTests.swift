// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import TestSupport
import Testing

@testable import Replay

@Suite("A replay session")
struct ReplaySessionTests {
  private typealias Call = SampleTape.Call

  private func ask(_ session: ReplaySession, _ call: Call) -> Int? { session.ask(call) }

  @Test("gives the answers to one request in recorded order, then the last again")
  func order() throws {
    let polled = Call(body: #"{"a":1}"#)
    let tape = try SampleTape(calls: [polled, Call(body: #"{"a":2}"#), polled, Call(operation: "ListTags"), polled])
      .tape()
    let session = ReplaySession(tape)
    #expect((0..<5).map { _ in ask(session, Call(body: #"{ "a": 1.0 }"#)) } == [0, 2, 4, 4, 4])
    #expect(session.unused == [1, 3])
    #expect(ask(session, Call(body: #"{"a":3}"#)) == nil)
    #expect(ask(ReplaySession(tape), polled) == 0)
  }

  private func peek(_ session: ReplaySession, _ call: Call) -> Int? {
    session.peek(SampleTape.request(call), region: call.region, now: ReplaySession.liveNow)?.place
  }

  @Test("shows the next answer without using it")
  func peek() throws {
    let polled = Call(body: #"{"a":1}"#)
    let session = ReplaySession(try SampleTape(calls: [polled, polled]).tape())
    for place in 0..<2 {
      #expect((0..<2).map { _ in peek(session, polled) } == [place, place])
      #expect(ask(session, polled) == place)
    }
    #expect(peek(session, Call()) == nil)
  }

  @Test("does not mind the region where the tape has one only")
  func oneRegion() throws {
    let session = ReplaySession(try SampleTape(calls: [Call(region: "eu-west-1")]).tape())
    #expect(ask(session, Call(region: "us-east-1")) == 0)
  }

  @Test("tells regions apart where the tape has several")
  func regions() throws {
    let session = ReplaySession(try SampleTape(calls: [Call(region: "eu-west-1"), Call(region: "us-east-1")]).tape())
    #expect(ask(session, Call(region: "us-east-1")) == 1)
    #expect(ask(session, Call(region: "eu-west-1")) == 0)
    #expect(ask(session, Call(region: "eu-north-1")) == nil)
  }

  @Test("of an empty tape misses all")
  func empty() throws {
    let session = ReplaySession(try SampleTape(calls: []).tape())
    #expect(ask(session, Call()) == nil && session.unused.isEmpty)
  }

  @Test("finds every recorded request in its place", arguments: 0..<6)
  func findsItself(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let calls = (0..<120).map { index in
      Call(
        operation: ["GetConnection", "ListTags", "GetHost"].randomElement(using: &random) ?? "",
        body: #"{"a":\#(Int.random(in: 0..<8, using: &random)),"b":[null,"x"]}"#,
        region: ["eu-west-1", "us-east-1"].randomElement(using: &random) ?? "", answer: "{\"n\":\(index)}")
    }
    let tape = try SampleTape(calls: calls).tape()
    let session = ReplaySession(tape)
    for (index, call) in calls.enumerated() {
      #expect(ask(session, call) == index)
      #expect(try tape.response(index).body.elementsEqual("{\"n\":\(index)}".utf8))
    }
    #expect(session.unused.isEmpty)
  }
}
