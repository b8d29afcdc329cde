// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import TestSupport
import Testing

@testable import Replay

@Suite("A tape")
struct TapeTests {
  private func answer(_ call: SampleTape.Call) throws -> String {
    let response = try SampleTape(calls: [call]).tape().response(0)
    return String(decoding: response.head, as: UTF8.self) + "|" + String(decoding: response.body, as: UTF8.self)
  }

  @Test(
    "has every body byte for byte",
    arguments: ["", "{\"a\" : 1.0}", "line\nline", "a\u{0}b", "\"quoted\\\"", " {} ", "é🚀"])
  func bodies(body: String) throws {
    #expect(
      try answer(.init(answer: body)) == "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n|\(body)")
  }

  @Test("computes the length anew and leaves out what belongs to a connection or moment")
  func fields() throws {
    let fields: HTTPFields = [
      HTTPField("Date", "then"), HTTPField("Content-Length", "99"), HTTPField("x-amzn-RequestId", "r"),
      HTTPField("Transfer-Encoding", "chunked"),
    ]
    #expect(
      try answer(.init(status: 404, answer: "{}", answerFields: fields))
        == "HTTP/1.1 404 Not Found\r\nx-amzn-RequestId: r\r\nContent-Length: 2\r\n|{}")
  }

  @Test("answers HEAD with the length that was told, and no body")
  func head() throws {
    let call = SampleTape.Call(method: "HEAD", answer: "", answerFields: [HTTPField("Content-Length", "99")])
    #expect(try answer(call) == "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n|")
  }

  @Test("names its regions and operations")
  func names() throws {
    let tape = try SampleTape(calls: [
      .init(operation: "ListTags", region: "b"), .init(operation: "GetHost", region: "a"),
      .init(operation: "ListTags", region: "b"),
    ]).tape()
    #expect(tape.regions == ["b", "a"] && tape.count == 3)
    #expect(tape.operations(of: "codestar-connections") == ["GetHost", "ListTags"] && tape.operations(of: "s3") == [])
    #expect(tape.action(1).operation == "GetHost")
  }

  @Test("is the same when it is read in parts", arguments: [2, 3, 7])
  func parts(count: Int) async throws {
    var random = SplitMix(seed: UInt64(count))
    let calls = (0..<8000).map { number in
      SampleTape.Call(
        operation: ["GetConnection", "ListHosts", "TagResource"].randomElement(using: &random) ?? "",
        body: "{\"n\":\(Int.random(in: 0..<500, using: &random))}",
        region: number > 4000 ? "eu-west-1" : ["us-east-1", "eu-west-1"].randomElement(using: &random) ?? "",
        answer: number % 3 == 0 ? "line\n\(number)" : "{\"n\":\(number)}")
    }
    let cassettes = CassetteList([try SampleTape(calls: calls).cassette()])
    let (whole, shared) = (try Tape(cassettes), try await Tape.reading(cassettes, parts: count))
    #expect(shared.count == whole.count && shared.regions == whole.regions && shared.actions == whole.actions)
    #expect(shared.entriesByAction == whole.entriesByAction && shared.chainIDs == whole.chainIDs)
    #expect(shared.chainByKey == whole.chainByKey && shared.answers == whole.answers)
    for place in 0..<whole.count {
      #expect(try shared.response(place).head == whole.response(place).head)
      #expect(try shared.response(place).body == whole.response(place).body)
    }
  }

  @Test("gives the same answers when it does not keep their bodies")
  func bodiesApart() throws {
    let calls = ["", "{\"a\" : 1.0}", "line\nline", "a\u{0}b"].map { SampleTape.Call(answer: $0) }
    let cassettes = CassetteList([try SampleTape(calls: calls).cassette()])
    let (kept, apart) = (try Tape(cassettes), try Tape(cassettes, longestKept: 0))
    #expect(apart.answers.reduce(0) { $0 + $1.count } < kept.answers.reduce(0) { $0 + $1.count })
    for place in 0..<kept.count {
      #expect(try apart.response(place).head == kept.response(place).head)
      #expect(try apart.response(place).body == kept.response(place).body)
    }
  }

  @Test("answers a session's calls the same when it does not keep their bodies")
  func sessionApart() throws {
    var random = SplitMix(seed: 5)
    // Of some pages: creations of names that each run makes up, and reads that tell them.
    func name(_ number: Int, _ run: Int) -> String { "app-\(710_000_000 + number * 7919 + run)" }
    func creation(_ number: Int, _ run: Int = 0) -> SampleTape.Call {
      SampleTape.Call(operation: "CreateHost", body: #"{"Name":"\#(name(number, run))"}"#, answer: "{}")
    }
    func read(_ number: Int, _ run: Int = 0) -> SampleTape.Call {
      let text = #"{"Name":"\#(name(number, run))","Text":"\#(String(repeating: "text ", count: 2500))"}"#
      return SampleTape.Call(operation: "GetHost", body: #"{"Name":"\#(name(number, run))"}"#, answer: text)
    }
    let count = 90
    let cassettes = CassetteList([
      try SampleTape(calls: (0..<count).flatMap { [creation($0), read($0)] }).cassette()
    ])
    let sessions = try [Int.max, 0].map { ReplaySession(try Tape(cassettes, longestKept: $0)) }
    for step in 0..<12 {
      let (number, run) = (Int.random(in: 0..<count, using: &random), step % 6 == 5 ? 1 : 0)
      for call in [creation(number, run), read(number, run)] {
        let answers = sessions.map { $0.body(call) }
        #expect(answers[0] == answers[1])
        if call.operation == "GetHost", run == 0 { #expect(answers[0] == call.answer || answers[0] == nil) }
      }
    }
    #expect(!sessions[0].bindings.isEmpty && sessions[0].bindings.count == sessions[1].bindings.count)
  }
}
