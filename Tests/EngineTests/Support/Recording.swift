// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Redaction

@testable import Engine

/// Cassettes as tests of asking again need them.
enum Recording {
  static let account = "481726359081"
  /// What a redactor without the recording's key would have for it.
  static let accountAlias = "999204183377"

  /// A call of an awsJson service.
  static func json(
    _ action: String, _ request: String = "{}", _ response: String = "{}", status: Int = 200, fields: [HTTPField] = []
  ) -> Exchange {
    let names = action.split(separator: ":")
    return exchange(
      action,
      HTTPRequest(
        head: HTTPRequestHead(
          method: "POST", target: "/",
          fields: HTTPFields(
            [
              HTTPField("X-Amz-Target", "CodeStar_connections_20191201.\(names[1])"),
              HTTPField("Content-Type", "application/x-amz-json-1.0"),
            ] + fields)), body: Array(request.utf8)), answer(response, status))
  }

  /// A call of a REST service, or none of AWS's.
  static func rest(
    _ action: String, _ method: String, _ target: String, _ response: String = "", status: Int = 200,
    type: String = "application/xml", fields: [HTTPField] = [], body: String = ""
  ) -> Exchange {
    exchange(
      action,
      HTTPRequest(
        head: HTTPRequestHead(method: method, target: target, fields: HTTPFields(fields)), body: Array(body.utf8)),
      answer(response, status, type))
  }

  /// A call of an awsQuery service.
  static func form(_ action: String, _ body: String, _ response: String = "<R/>") -> Exchange {
    rest(
      action, "POST", "/", response, type: "text/xml",
      fields: [HTTPField("Content-Type", "application/x-www-form-urlencoded")], body: body)
  }

  static func exchange(_ action: String, _ request: HTTPRequest, _ response: HTTPResponse) -> Exchange {
    let colon = action.firstIndex(of: ":") ?? action.endIndex
    let service = String(action[..<colon])
    return Exchange(
      action: Action(service: service, operation: String(action[colon...].dropFirst())), region: "eu-west-1",
      at: FixedClock.moment, took: 1, endpoint: "https://\(service).eu-west-1.amazonaws.com", request: request,
      response: response)
  }

  static func answer(
    _ body: String, _ status: Int = 200, _ type: String = "application/x-amz-json-1.0"
  ) -> HTTPResponse {
    HTTPResponse(
      head: HTTPResponseHead(status: status, fields: [HTTPField("Content-Type", type)]), body: Array(body.utf8))
  }

  /// What redaction puts in the place of what it finds in a text.
  static func originals(_ text: String) -> [Original] {
    let request = HTTPRequest(
      head: HTTPRequestHead(method: "POST", target: "/", fields: [HTTPField("Content-Type", "application/json")]),
      body: #"{"x":"\#(text)"}"#.bytes)
    return Redactor.sample.redact(request, of: Action(service: "a", operation: "B")).originals
  }

  static func text(_ exchanges: [Exchange]) throws -> CassetteText {
    try CassetteText(
      CassetteText.write(exchanges.map { $0.encoded() }, tool: "tapedeck", redaction: Redactor.policy))
  }

  static func questions(
    _ exchanges: [Exchange], allowed: [String] = [], only: [String] = [], rules: MatchRules = .none
  ) throws -> QuestionList {
    try QuestionList(
      text(exchanges),
      choice: QuestionList.Choice(
        allowed: allowed.compactMap { ActionPattern($0) }, only: only.compactMap { ActionPattern($0) }),
      context: CanonicalContext(rules: rules))
  }
}

extension String {
  var bytes: [UInt8] { Array(utf8) }
}

extension [UInt8] {
  var text: String { String(decoding: self, as: UTF8.self) }
}
