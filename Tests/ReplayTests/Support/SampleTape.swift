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
    var took = 0
  }

  var calls: [Call]

  static func key(_ call: Call) -> CanonicalKey { request(call).key }

  static func request(_ call: Call) -> CanonicalRequest {
    CanonicalRequest(
      action: Action(service: "codestar-connections", operation: call.operation),
      head: HTTPRequestHead(method: call.method, target: "/", fields: [HTTPField("X-Amz-Target", "T.x")]),
      body: Array(call.body.utf8)[...], context: CanonicalContext())
  }

  func text() throws -> CassetteText {
    let lines = calls.map { call in
      Exchange(
        action: Action(service: "codestar-connections", operation: call.operation), region: call.region,
        at: Timestamp(seconds: 0), took: call.took, endpoint: "https://a.example",
        request: HTTPRequest(
          head: HTTPRequestHead(method: call.method, target: "/", fields: [HTTPField("X-Amz-Target", "T.x")]),
          body: Array(call.body.utf8)),
        response: HTTPResponse(
          head: HTTPResponseHead(status: call.status, fields: call.answerFields), body: Array(call.answer.utf8))
      ).encoded()
    }
    return try CassetteText(CassetteText.write(lines, tool: "t", redaction: "r"))
  }

  func tape() throws -> Tape { try Tape(text()) }
}
