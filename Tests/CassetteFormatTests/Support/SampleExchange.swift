// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import TestSupport

@testable import CassetteFormat

enum SampleExchange {
  static func make(
    action: String = "GetConnection", at: Timestamp = Timestamp(seconds: 1_795_338_487),
    endpoint: String = "https://codestar-connections.eu-west-1.amazonaws.com", requestBody: [UInt8] = Array("{}".utf8),
    status: Int = 200, responseFields: HTTPFields = [], responseBody: [UInt8] = Array("{}".utf8),
    trailers: HTTPFields = [], redactions: [String] = []
  ) -> Exchange {
    Exchange(
      action: Action(service: "codestar-connections", operation: action), region: "eu-west-1", at: at, took: 12,
      endpoint: endpoint,
      request: HTTPRequest(
        head: HTTPRequestHead(method: "POST", target: "/", fields: [HTTPField("X-Amz-Target", "T.\(action)")]),
        body: requestBody),
      response: HTTPResponse(
        head: HTTPResponseHead(status: status, fields: responseFields), body: responseBody, trailers: trailers),
      redactions: redactions)
  }

  static func random(_ random: inout SplitMix) -> Exchange {
    let text = { (random: inout SplitMix) in
      String(
        (0..<Int.random(in: 0...8, using: &random)).compactMap { _ in
          ["a", "Z", "0", "\"", "\\", "é", "🚀", "\t", " ", "{", "\u{7F}"].randomElement(using: &random)
        }.joined())
    }
    let fields = { (random: inout SplitMix) in
      HTTPFields((0..<Int.random(in: 0...4, using: &random)).map { _ in HTTPField(text(&random), text(&random)) })
    }
    return Exchange(
      action: Action(service: "http", operation: "GET /\(text(&random))"),
      region: ["", "eu-west-1"][Int.random(in: 0...1, using: &random)],
      at: Timestamp(milliseconds: .random(in: 0...4_000_000_000_000, using: &random)),
      took: .random(in: 0...100_000, using: &random), endpoint: "https://\(text(&random))",
      request: HTTPRequest(
        head: HTTPRequestHead(method: "GET", target: "/\(text(&random))", fields: fields(&random)), body: body(&random)),
      response: HTTPResponse(
        head: HTTPResponseHead(status: .random(in: 200...599, using: &random), fields: fields(&random)),
        body: body(&random), trailers: fields(&random)),
      redactions: (0..<Int.random(in: 0...2, using: &random)).map { "rule-\($0)" })
  }

  /// Bodies that are hard to keep byte for byte.
  static let oddBodies: [[UInt8]] =
    [
      "", "{}", "[]", " {\"a\":1}", "{\"a\":1} ", "\t[1]\t", "{\"a\":1}\n", "\n{}", "{\r\n}",
      "{ \"a\" : 1.50 , \"a\":2 }",
      "{\"a\":1e+005}", "{\"a\":\"\\ud800\\/\\u0041\"}", "{\"a\":\"\u{2028}\u{7F}\"}", "\"text\"", "12", "null", "{",
      "[1,]",
      "{\"json\":1}", "a\u{0}b", "line\nline\r\n", "\u{FEFF}{}", "<a b=\"c\">é</a>", "\"\\\u{1}",
      String(repeating: "[", count: 99) + String(repeating: "]", count: 99),
      String(repeating: "[", count: 101) + String(repeating: "]", count: 101),
      String(repeating: "[", count: 700) + String(repeating: "]", count: 700),
    ].map { Array($0.utf8) } + [[0xFF], [0x7B, 0x22, 0xFF, 0x22, 0x7D], [0, 1, 2], [0xED, 0xA0, 0x80], [0xC3]]

  private static func body(_ random: inout SplitMix) -> [UInt8] {
    switch Int.random(in: 0..<3, using: &random) {
    case 0: oddBodies.randomElement(using: &random) ?? []
    case 1: (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    default: Array("{\"n\":\(Int.random(in: 0...99, using: &random)) }".utf8)
    }
  }
}
