// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat

@testable import Drift

/// One exchange of a recording made for a test.
struct ConnectionCall {
  var operation = "GetConnection"
  var body = "{}"
  var status = 200
  var error: String?
  var answer = #"{"Connection":{"Name":"n","Status":"PENDING","Tags":[{"Key":"k","Value":"v"}],"Size":1}}"#
  var region = "eu-west-1"

  static func session(_ calls: [ConnectionCall], name: String = "x") throws -> RecordedSession {
    let lines = calls.map { call in
      Exchange(
        action: Action(service: "codestar-connections", operation: call.operation), region: call.region,
        at: Timestamp(seconds: 0), took: 0, endpoint: "https://a.example",
        request: HTTPRequest(
          head: HTTPRequestHead(method: "POST", target: "/", fields: [HTTPField("X-Amz-Target", "T.x")]),
          body: Array(call.body.utf8)),
        response: HTTPResponse(
          head: HTTPResponseHead(
            status: call.status, fields: HTTPFields(call.error.map { [HTTPField("x-amzn-ErrorType", $0)] } ?? [])),
          body: Array(call.answer.utf8))
      ).encoded()
    }
    let text = try CassetteText(CassetteText.write(lines, tool: "t", redaction: "r"))
    return try RecordedSession(name: name, text: text, context: CanonicalContext())
  }

  static func diff(_ old: [ConnectionCall], _ new: [ConnectionCall], _ settings: DriftSettings = .none) throws
    -> DriftReport
  {
    DriftReport(
      comparing: try session(old, name: "old"), with: try session(new, name: "new"), settings: settings, today: 0)
  }
}

/// Numbers that look like what programs make up, the same each time.
struct MadeUp {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func hex(_ count: Int) -> String {
    var text = ""
    while text.count < count {
      state = Mix.spread(state)
      text += String(state, radix: 16)
    }
    return String(text.prefix(count))
  }

  mutating func uuid() -> String { [8, 4, 4, 4, 12].map { hex($0) }.joined(separator: "-") }
}
