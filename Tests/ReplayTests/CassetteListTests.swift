// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Testing

@testable import Replay

@Suite("A tape of several cassettes")
struct CassetteListTests {
  private typealias Call = SampleTape.Call

  private func list(_ cassettes: [[Call]]) throws -> CassetteList {
    CassetteList(
      try cassettes.enumerated().map { try SampleTape(calls: $0.element).cassette("\($0.offset).cassette") })
  }

  /// The same tape as one cassette would make.
  private func call(_ number: Int) -> Call {
    Call(
      operation: ["GetConnection", "TagResource"][number % 2], body: "{\"n\":\(number % 5)}",
      region: number > 6 ? "eu-west-1" : "us-east-1",
      answer: number % 3 == 0 ? "line\n\(number)" : "{\"n\":\(number)}")
  }

  @Test("is the tape of one that holds all their exchanges", arguments: [[10], [3, 7], [0, 4, 0, 1, 5, 0], [9, 1]])
  func same(sizes: [Int]) async throws {
    var next = 0
    let parts = sizes.map { size in
      defer { next += size }
      return (next..<next + size).map { call($0) }
    }
    let whole = try SampleTape(calls: parts.flatMap(\.self)).tape()
    let tape = try await Tape.reading(list(parts), parts: 4)
    #expect(tape.count == 10 && tape.chainByKey == whole.chainByKey && tape.chained == whole.chained)
    #expect(tape.regions == whole.regions && tape.entriesByAction == whole.entriesByAction)
    for place in 0..<10 {
      #expect(try tape.response(place).head == whole.response(place).head)
      #expect(try tape.response(place).body == whole.response(place).body)
      #expect(tape.recorded(place)?.request.key == whole.recorded(place)?.request.key)
      #expect(tape.region(place) == whole.region(place))
      #expect(try tape.recordedResponse(place) == whole.recordedResponse(place))
    }
  }

  @Test("names an exchange by its cassette and its number there, which one cassette alone does not need")
  func names() throws {
    let tape = try Tape(list([[call(0), call(1)], [], [call(2)]]))
    #expect((0..<3).map { tape.name($0).label } == ["1 of 0.cassette", "2 of 0.cassette", "1 of 2.cassette"])
    #expect(tape.name(2).description == "exchange 1 of 2.cassette")
    let one = try Tape(list([[call(0), call(1)]]))
    #expect(one.name(1) == ExchangeName(number: 2))
  }

  @Test("plays them in their order, and tells a miss by its cassette")
  func order() throws {
    let polled = Call(answer: "1")
    let session = ReplaySession(try Tape(list([[polled], [Call(operation: "TagResource"), Call(answer: "2")]])))
    #expect([session.ask(polled), session.ask(polled)] == [0, 0])
    #expect([session.ask(Call(operation: "TagResource")), session.ask(polled)] == [1, 2])
    let near = try #require(
      session.tape.nearest(
        to: SampleTape.request(Call(operation: "TagResource", body: "{\"a\":1}")), region: "eu-west-1"))
    #expect(near.name == ExchangeName(number: 1, cassette: "1.cassette"))
  }

  @Test("says which cassette cannot be read")
  func damaged() throws {
    let text = try SampleTape(calls: [call(0)]).text()
    var bytes = text.header.encoded() + Array("\n{}\n".utf8)
    bytes += Array("{\"exchanges\":1,\"sha256\":\"\(sha256Hex(bytes))\"}\n".utf8)
    let damaged = CassetteList.Member(name: "b.cassette", text: try CassetteText(bytes))
    #expect {
      _ = try Tape(CassetteList([CassetteList.Member(name: "a.cassette", text: text), damaged]))
    } throws: {
      ($0 as? TapeError)?.cassette == "b.cassette" && ($0 as? TapeError)?.error.line == 2
    }
  }
}
