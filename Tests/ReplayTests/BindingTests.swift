// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Testing

@testable import Replay

@Suite("Bindings of a session")
struct BindingTests {
  private typealias Call = SampleTape.Call

  private static func create(_ name: String) -> SampleTape.Call {
    .init(
      operation: "CreateConnection", body: #"{"ConnectionName":"\#(name)"}"#,
      answer: #"{"ConnectionArn":"arn:aws:x:::\#(name)/0b54d3a2-71c3-4a51-9d2b-6f8e0c1d2e3f"}"#)
  }
  private static func get(_ name: String) -> SampleTape.Call {
    .init(operation: "GetConnection", body: #"{"ConnectionName":"\#(name)"}"#, answer: #"{"Name":"\#(name)"}"#)
  }

  private func session(
    _ calls: [Call], rules: MatchRules = .none, _ change: (inout ReplayOptions) -> Void = { _ in }
  ) throws -> ReplaySession {
    var options = ReplayOptions()
    change(&options)
    return ReplaySession(try SampleTape(calls: calls).tape(rules), options: options)
  }

  @Test("are made with the first request, undone in later ones and put into every answer")
  func bind() throws {
    let session = try session([Self.create("tf-acc-8213"), Self.get("tf-acc-8213"), Self.get("tf-acc-8213")])
    #expect(
      session.body(Self.create("tf-acc-5570"))
        == #"{"ConnectionArn":"arn:aws:x:::tf-acc-5570/0b54d3a2-71c3-4a51-9d2b-6f8e0c1d2e3f"}"#)
    #expect(session.body(Self.get("tf-acc-5570")) == #"{"Name":"tf-acc-5570"}"#)
    #expect(session.bindings.map(\.recorded) == ["8213"] && session.bindings.map(\.live) == ["5570"])
    #expect(session.unused == [2])
  }

  @Test("are not contradicted: another name is another resource")
  func consistent() throws {
    let session = try session([Self.create("tf-acc-8213"), Self.get("tf-acc-8213")])
    #expect(session.ask(Self.create("tf-acc-5570")) == 0)
    #expect(session.ask(Self.get("tf-acc-5571")) == nil)
    #expect(session.ask(Self.get("tf-acc-8213")) == nil)
    #expect(session.ask(Self.get("tf-acc-5570")) == 1)
  }

  @Test("are not made for a name that was sent as it was recorded")
  func identity() throws {
    let session = try session([Self.create("tf-acc-8213"), Self.get("tf-acc-8213")])
    #expect(session.ask(Self.create("tf-acc-8213")) == 0)
    #expect(session.ask(Self.get("tf-acc-5570")) == nil)
  }

  @Test("are not made to a value that the tape knows as another")
  func known() throws {
    let session = try session([Self.create("tf-acc-8213"), Self.create("tf-acc-9127"), Self.get("tf-acc-8213")])
    #expect(session.ask(Self.get("tf-acc-9127")) == nil)
  }

  @Test("are not made for what the service made up")
  func minted() throws {
    let id = #"{"Id":"i-0a1b2c3d4e5f60718"}"#
    let session = try session([
      Call(operation: "CreateHost", answer: id), Call(operation: "DeleteHost", body: id),
      Call(operation: "DeleteHost", body: #"{"Id":"i-00000000000000abc"}"#),
    ])
    #expect(session.ask(Call(operation: "CreateHost")) == 0)
    #expect(session.ask(Call(operation: "DeleteHost", body: #"{"Id":"i-0ffffffffff060718"}"#)) == 2)
    #expect(session.ask(Call(operation: "DeleteHost", body: #"{"Id":"i-0eeeeeeeeee060718"}"#)) == nil)
    #expect(session.ask(Call(operation: "DeleteHost", body: id)) == 1)
  }

  @Test("take the nearest exchange, forward before backward, and none twice")
  func nearest() throws {
    let session = try session([
      Self.create("a-8213"), Self.get("a-8213"), Self.create("a-9127"), Self.get("a-9127"), Self.create("a-4421"),
    ])
    #expect(session.ask(Self.create("a-1111")) == 0)
    #expect(session.ask(Self.create("a-2222")) == 2)
    #expect(session.ask(Self.get("a-2222")) == 3)
    #expect(session.ask(Self.create("a-3333")) == 4)
    #expect(session.ask(Self.create("a-4444")) == nil)
  }

  @Test("can be turned off")
  func off() throws {
    let session = try session([Self.create("tf-acc-8213")]) { $0.bind = .none }
    #expect(session.ask(Self.create("tf-acc-5570")) == nil)
  }

  @Test("of idempotency tokens are free but consistent")
  func tokens() throws {
    func create(_ name: String, _ token: String, status: Int = 200) -> Call {
      Call(
        operation: "CreateNamedQuery", body: #"{"Name":"\#(name)","ClientRequestToken":"\#(token)"}"#,
        status: status, service: "athena")
    }
    let session = try session([
      create("x", "one"), create("x", "two"), create("x", "two"), create("y", "one", status: 400),
    ])
    #expect(session.ask(create("x", "b")) == 0)
    #expect(session.ask(create("x", "c")) == 1)
    #expect(session.ask(create("x", "c")) == 2)
    // The same token with another body: the error that was recorded for that.
    #expect(session.ask(create("y", "c")) == nil)
    #expect(session.ask(create("y", "b")) == 3)
    // Sent again, it is the retry of the same call.
    #expect(session.ask(create("x", "b")) == 0)
  }

  @Test("let times near the two clocks pass, as often as they are asked for")
  func times() throws {
    func since(_ seconds: Int64) -> Call { Call(operation: "ListHosts", body: #"{"Since":\#(seconds)}"#) }
    let (recorded, live) = (SampleTape.moment.seconds, ReplaySession.liveNow.seconds)
    let session = try session([since(recorded - 60)])
    #expect((0..<3).map { session.ask(since(live - 60 + Int64($0))) } == [0, 0, 0])
    #expect(session.ask(since(live - 3600)) == nil)
  }

  @Test("follow rules that widen and narrow them")
  func rules() throws {
    var rules = MatchRules()
    let action = try #require(ActionPattern("CreateConnection"))
    rules.bound = [.init(action: action, path: try #require(DocumentPath("/ConnectionName")))]
    let widened = try session([Self.create("red"), Self.create("red"), Self.create("green")], rules: rules)
    #expect(widened.ask(Self.create("blue")) == 0)
    #expect(widened.ask(Self.create("blue")) == 1)
    #expect(widened.ask(Self.create("green")) == 2)
    rules.bound = []
    rules.unbound = [.init(action: action, path: try #require(DocumentPath("/ConnectionName")))]
    #expect(try session([Self.create("a-8213")], rules: rules).ask(Self.create("a-5570")) == nil)
    rules.unbound = []
    rules.ignored = [.init(action: action, path: try #require(DocumentPath("/ConnectionName")))]
    #expect(try session([Self.create("red")], rules: rules).ask(Self.create("blue")) == 0)
  }

  @Test("made elsewhere count where a rule lets none be made")
  func unboundButKnown() throws {
    var rules = MatchRules()
    rules.unbound = [
      .init(action: try #require(ActionPattern("GetConnection")), path: try #require(DocumentPath("/ConnectionName")))
    ]
    let session = try session([Self.create("a-8213"), Self.get("a-8213"), Self.get("a-9127")], rules: rules)
    #expect(session.ask(Self.create("a-5570")) == 0)
    #expect(session.ask(Self.get("a-5570")) == 1)
    #expect(session.ask(Self.get("a-5571")) == nil)
  }

  @Test("answer a service's new name from a tape of its old one, ARNs included")
  func renamedService() throws {
    func get(_ service: String) -> Call {
      let arn = #"{"ConnectionArn":"arn:aws:\#(service):eu-west-1:1:connection/x"}"#
      return Call(body: arn, answer: arn, service: service)
    }
    let session = try session([get("codestar-connections")])
    #expect(session.body(get("codeconnections")) == get("codeconnections").answer)
    #expect(session.body(get("codestar-connections")) == get("codestar-connections").answer)
  }
}
