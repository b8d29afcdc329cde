// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat

@testable import Replay

/// A tape of awsJson exchanges, each told by what matters of it.
struct SampleTape {
  struct Call {
    var operation = "GetConnection"
    var body = "{}"
    var region = "eu-west-1"
    var method = "POST"
    var status = 200
    var answer = "{}"
    var answerFields: HTTPFields = []
    var service = "codestar-connections"
    var took = 0
  }

  var calls: [Call]

  static func key(_ call: Call) -> CanonicalKey { request(call).key }

  /// When all calls were recorded.
  static let moment = Timestamp(seconds: 1_795_392_000)

  static func request(_ call: Call, _ context: CanonicalContext = CanonicalContext()) -> CanonicalRequest {
    CanonicalRequest(
      action: context.canonical(Action(service: call.service, operation: call.operation)),
      head: HTTPRequestHead(method: call.method, target: "/", fields: [HTTPField("X-Amz-Target", "T.x")]),
      body: Array(call.body.utf8)[...], context: context)
  }

  func text() throws -> CassetteText {
    let lines = calls.map { call in
      Exchange(
        action: Action(service: call.service, operation: call.operation), region: call.region,
        at: SampleTape.moment, took: call.took, endpoint: "https://a.example",
        request: HTTPRequest(
          head: HTTPRequestHead(method: call.method, target: "/", fields: [HTTPField("X-Amz-Target", "T.x")]),
          body: Array(call.body.utf8)),
        response: HTTPResponse(
          head: HTTPResponseHead(status: call.status, fields: call.answerFields), body: Array(call.answer.utf8))
      ).encoded()
    }
    return try CassetteText(CassetteText.write(lines, tool: "t", redaction: "r"))
  }

  func cassette(_ name: String = "a.cassette") throws -> CassetteList.Member {
    CassetteList.Member(name: name, text: try text())
  }

  func tape(_ rules: MatchRules = .none) throws -> Tape {
    try Tape(CassetteList([cassette()]), context: CanonicalContext(rules: rules))
  }
}

extension ReplaySession {
  /// Asks for a call an hour after the recording; the place of what answers.
  func ask(_ call: SampleTape.Call) -> Int? {
    answer(SampleTape.request(call, tape.context), region: call.region, now: ReplaySession.liveNow)?.place
  }

  static let liveNow = Timestamp(seconds: SampleTape.moment.seconds + 3600)

  /// Asks for a call; the body of its answer, or nil on a miss.
  func body(_ call: SampleTape.Call) -> String? {
    let request = SampleTape.request(call, tape.context)
    guard let selection = answer(request, region: call.region, now: ReplaySession.liveNow) else { return nil }
    let action = Action(service: call.service, operation: call.operation)
    let response = try? answer(from: selection, to: action, now: ReplaySession.liveNow)
    return response.map { String(decoding: $0.body, as: UTF8.self) }
  }
}
