// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import TestSupport
import Testing

@testable import Replay

@Suite("The timeline")
struct TimelineTests {
  private typealias Call = SampleTape.Call

  private static func get(_ name: String) -> SampleTape.Call {
    .init(operation: "GetHost", body: #"{"HostName":"\#(name)"}"#)
  }
  private static func update(_ name: String, _ value: Int) -> SampleTape.Call {
    .init(operation: "UpdateHost", body: #"{"HostName":"\#(name)","V":\#(value)}"#)
  }
  private static let list = SampleTape.Call(operation: "ListHosts", body: "{}")

  private func session(_ calls: [Call], _ change: (inout ReplayOptions) -> Void = { _ in }) throws -> ReplaySession {
    var options = ReplayOptions()
    change(&options)
    return ReplaySession(try SampleTape(calls: calls).tape(), options: options)
  }

  @Test("lets a client poll more often than recorded: the epoch's last answer stays until the next change")
  func morePolls() throws {
    let (get, update) = (Self.get("red"), Self.update("red", 1))
    let session = try session([get, get, update, get, get])
    #expect((0..<4).map { _ in session.ask(get) } == [0, 1, 1, 1])
    #expect(session.ask(update) == 2)
    #expect((0..<4).map { _ in session.ask(get) } == [3, 4, 4, 4])
  }

  @Test("lets a client poll less often: behind a change the answers before it are over")
  func fewerPolls() throws {
    let (get, update) = (Self.get("red"), Self.update("red", 1))
    let session = try session([get, get, get, update, get])
    #expect(session.ask(get) == 0)
    #expect(session.ask(update) == 3)
    #expect(session.ask(get) == 4)
  }

  @Test("gives at once the last answer of the epoch where polls collapse")
  func collapse() throws {
    let (get, update) = (Self.get("red"), Self.update("red", 1))
    let session = try session([get, get, get, update, get, get]) { $0.polls = .collapse }
    #expect(session.ask(get) == 2)
    #expect(session.ask(update) == 3)
    #expect((0..<2).map { _ in session.ask(get) } == [5, 5])
  }

  @Test("holds a read back only behind changes of its own resource")
  func otherResource() throws {
    let calls = [Self.update("red", 1), Self.get("red"), Self.update("blue", 1), Self.get("red"), Self.get("blue")]
    let session = try session(calls)
    #expect(session.ask(calls[0]) == 0)
    // The other client has not come to its change yet: this one's polls go on.
    #expect((0..<3).map { _ in session.ask(calls[1]) } == [1, 3, 3])
    #expect(session.ask(calls[2]) == 2 && session.ask(calls[4]) == 4)
  }

  @Test("does not show a change early to a client that is behind another")
  func behind() throws {
    let calls = [
      Self.update("red", 1), Self.get("red"), Self.update("red", 2), Self.update("blue", 1), Self.get("blue"),
      Self.get("red"),
    ]
    let session = try session(calls)
    #expect([0, 1, 3, 4].map { session.ask(calls[$0]) } == [0, 1, 3, 4])
    // The second change of red has not been asked for, though blue's, which was recorded later, has.
    #expect(session.ask(calls[1]) == 1)
    #expect(session.ask(calls[2]) == 2)
    #expect(session.ask(calls[1]) == 5)
  }

  @Test("holds back a read that names nothing behind every change of its service")
  func lists() throws {
    let calls = [Self.list, Self.update("red", 1), Self.list, Self.update("blue", 1), Self.list]
    let session = try session(calls)
    #expect((0..<2).map { _ in session.ask(Self.list) } == [0, 0])
    #expect(session.ask(calls[1]) == 1)
    #expect((0..<2).map { _ in session.ask(Self.list) } == [2, 2])
    #expect(session.ask(calls[3]) == 3)
    #expect(session.ask(Self.list) == 4)
  }

  @Test("does not mind changes of another service")
  func otherService() throws {
    var other = Self.update("red", 1)
    other.service = "dynamodb"
    let session = try session([Self.get("red"), other, Self.get("red")])
    #expect((0..<3).map { _ in session.ask(Self.get("red")) } == [0, 2, 2])
  }

  @Test("takes a change that failed for none")
  func failed() throws {
    var failed = Self.update("red", 1)
    failed.status = 400
    let session = try session([Self.get("red"), failed, Self.get("red")])
    #expect((0..<2).map { _ in session.ask(Self.get("red")) } == [0, 2])
    #expect(session.ask(Self.update("red", 1)) == 1)
  }

  @Test("gives retries the answers that retries got")
  func retries() throws {
    var throttled = Self.update("red", 1)
    throttled.status = 500
    let session = try session([throttled, throttled, Self.update("red", 1), Self.get("red")])
    #expect((0..<3).map { _ in session.ask(Self.update("red", 1)) } == [0, 1, 2])
  }

  @Test("finds a client again that runs another part of the suite")
  func anotherPart() throws {
    var calls: [Call] = []
    for part in 0..<4 {
      calls.append(Self.update("common", 1))
      for step in 0..<80 { calls.append(Self.update("part\(part)", step)) }
      calls.append(Self.get("common"))
    }
    let session = try session(calls)
    #expect(session.ask(Self.update("part2", 3)) == 2 * 82 + 4)
    #expect(session.ask(Self.get("common")) == 2 * 82 + 81)
    #expect(session.ask(Self.update("common", 1)) == 3 * 82)
    // And back again: what it changes there is found there.
    #expect(session.ask(Self.update("part0", 5)) == 6)
    #expect(session.ask(Self.update("common", 1)) == 82)
  }

  @Test("shows what was changed farther on also to a client that went back")
  func listAfterGoingBack() throws {
    var calls = [Self.update("first", 1), Self.get("first"), Self.list]
    calls += (0..<80).map { Self.get("other\($0)") }
    calls += [Self.update("second", 1), Self.get("second"), Self.list]
    let session = try session(calls)
    #expect(session.ask(calls[0]) == 0 && session.ask(calls[83]) == 83)
    #expect(session.ask(calls[1]) == 1)
    #expect(session.ask(Self.list) == 85)
  }

  @Test("does not answer a change again whose resource is gone, nor one that makes something")
  func repeated() throws {
    func call(_ operation: String) -> Call { Call(operation: operation, body: #"{"HostName":"red"}"#) }
    let session = try session([call("CreateHost"), call("UpdateHost"), call("DeleteHost")])
    #expect([0, nil] == [session.ask(call("CreateHost")), session.ask(call("CreateHost"))])
    #expect([1, 1] == [session.ask(call("UpdateHost")), session.ask(call("UpdateHost"))])
    #expect([2, nil] == [session.ask(call("DeleteHost")), session.ask(call("DeleteHost"))])
    #expect(session.ask(call("UpdateHost")) == nil)
  }

  @Test("does not answer a read again whose resource has been changed since, if nothing was recorded since")
  func outdated() throws {
    let session = try session([Self.get("red"), Self.update("red", 1), Self.update("blue", 1), Self.list])
    #expect(session.ask(Self.get("red")) == 0 && session.ask(Self.update("blue", 1)) == 2)
    #expect(session.ask(Self.get("red")) == 0)
    #expect(session.ask(Self.update("red", 1)) == 1)
    #expect(session.ask(Self.get("red")) == nil)
  }

  @Test("in sequential order, each request has its answers one by one")
  func sequential() throws {
    let (get, update) = (Self.get("red"), Self.update("red", 1))
    let session = try session([get, update, get]) { $0.order = .sequential }
    #expect((0..<3).map { _ in session.ask(get) } == [0, 2, 2])
  }

  @Test("in strict replay, each exchange answers once, and in order within its resource")
  func strict() throws {
    let calls = [Self.update("red", 1), Self.get("red"), Self.update("blue", 1), Self.update("red", 2)]
    let session = try session(calls) { $0.isStrict = true }
    #expect(session.ask(calls[2]) == 2)
    #expect(session.ask(calls[1]) == nil)
    #expect(session.ask(calls[0]) == 0)
    #expect(session.ask(calls[3]) == nil)
    #expect(session.ask(calls[1]) == 1)
    #expect(session.ask(calls[1]) == nil)
    #expect(session.ask(calls[3]) == 3)
  }

  @Test("asked in recorded order gives every exchange in its place", arguments: 0..<8)
  func inOrder(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let names = ["red", "blue", "green"]
    let calls = (0..<200).map { _ in
      switch Int.random(in: 0..<5, using: &random) {
      case 0: Self.update(names.randomElement(using: &random) ?? "", Int.random(in: 0..<3, using: &random))
      case 1: Self.list
      default: Self.get(names.randomElement(using: &random) ?? "")
      }
    }
    let session = try session(calls)
    #expect(calls.map { session.ask($0) } == Array(0..<200))
  }
}
