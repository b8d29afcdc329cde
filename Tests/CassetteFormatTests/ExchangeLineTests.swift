// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import TestSupport
import Testing

@testable import CassetteFormat

@Suite("The line of an exchange")
struct ExchangeLineTests {
  private func decode(_ line: [UInt8]) throws -> Exchange {
    try Exchange(try JSONReader.read(line).root, number: 2)
  }

  @Test("gives the same exchange back", arguments: 0..<10)
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<40 {
      let exchange = SampleExchange.random(&random)
      let line = exchange.encoded()
      #expect(!line.contains(0x0A))
      let decoded = try decode(line)
      #expect(decoded == exchange)
      #expect(decoded.encoded() == line)
    }
  }

  @Test("gives every body back byte for byte", arguments: SampleExchange.oddBodies)
  func bodies(body: [UInt8]) throws {
    let line = SampleExchange.make(requestBody: body, responseBody: body).encoded()
    let decoded = try decode(line)
    #expect(decoded.request.body == body && decoded.response.body == body)
    let view = try ExchangeView(try JSONReader.read(line).root, number: 2)
    #expect(try Array(view.responseBody()) == body)
    if view.isResponseBodyInText {
      #expect(try Array(line[view.responseBody().indices]) == body)
    }
  }

  @Test(
    "keeps JSON as JSON where it fits a line, other text as text, the rest as base64",
    arguments: [
      ("{\"a\": 1.0}", .json), ("[1]", .json), ("{\n}", .text), (" {}", .text), ("{} ", .text), ("{", .text),
      ("\"a\"", .text), ("a\u{0}", .base64), ("é", .text),
    ] as [(String, BodyForm)])
  func forms(body: String, form: BodyForm) {
    #expect(BodyForm.of(Array(body.utf8)) == form)
  }

  @Test(
    "knows the protocol of its messages by service and headers",
    arguments: [
      ("s3:ListBuckets", [], .restXml), ("lambda:GetFunction", [], .restJson1), ("s3:GET /bucket", [], .restXml),
      ("sts:GetCallerIdentity", [], .awsQuery), ("ec2:DescribeVpcs", [], .ec2Query),
      ("sqs:SendMessage", [], .awsQuery), ("sqs:SendMessage", [HTTPField("X-Amz-Target", "AmazonSQS.X")], .awsJson1_0),
      ("cloudwatch:ListMetrics", [HTTPField("smithy-protocol", "rpc-v2-cbor")], .rpcv2Cbor),
      ("http:GET /", [], .http),
    ] as [(String, [HTTPField], Dialect)])
  func dialect(action: String, fields: [HTTPField], expected: Dialect) throws {
    let names = action.split(separator: ":", maxSplits: 1).map(String.init)
    var exchange = SampleExchange.make()
    exchange.action = Action(service: names[0], operation: names[1])
    exchange.request.head.fields = HTTPFields(fields)
    let view = try ExchangeView(try JSONReader.read(exchange.encoded()).root, number: 1)
    #expect(try view.dialect() == expected)
  }

  @Test("stands as one would write it by hand")
  func golden() {
    let exchange = SampleExchange.make(
      responseFields: [HTTPField("Content-Type", "application/x-amz-json-1.0")],
      responseBody: Array(#"{"A": 1.0}"#.utf8),
      redactions: ["body.member"])
    #expect(
      String(decoding: exchange.encoded(), as: UTF8.self)
        == #"{"action":"codestar-connections:GetConnection","region":"eu-west-1","at":"2026-11-22T09:08:07.000Z","#
        + #""took":12,"request":{"method":"POST","endpoint":"https://codestar-connections.eu-west-1.amazonaws.com","#
        + #""target":"/","headers":[["X-Amz-Target","T.GetConnection"]],"json":{}},"#
        + #""response":{"status":200,"headers":[["Content-Type","application/x-amz-json-1.0"]],"json":{"A": 1.0}},"#
        + #""redacted":["body.member"]}"#)
  }

  @Test(
    "is refused where it lacks what an exchange needs",
    arguments: [
      "{}", "[]", #"{"request":{},"response":{}}"#, #"{"request":{},"response":{"status":"200"}}"#,
      #"{"request":{},"response":{"status":99}}"#, #"{"request":[],"response":{"status":200}}"#,
      #"{"request":{"method":"GET","target":"/"},"response":{"status":200}}"#,
      #"{"at":"2026-11-22T09:08:07Z","request":{"endpoint":"x","target":"/"},"response":{"status":200}}"#,
      #"{"at":"x","request":{"endpoint":"x","method":"GET","target":"/"},"response":{"status":200}}"#,
      #"{"at":"2026-11-22T09:08:07Z","request":{"endpoint":"x","method":"GET","target":"/","base64":"!"},"response":{"status":200}}"#,
      #"{"at":"2026-11-22T09:08:07Z","request":{"endpoint":"x","method":"GET","target":"/","text":1},"response":{"status":200}}"#,
      #"{"at":"2026-11-22T09:08:07Z","request":{"endpoint":"x","method":"GET","target":"/","json":"x"},"response":{"status":200}}"#,
      #"{"at":"2026-11-22T09:08:07Z","request":{"endpoint":"x","method":"GET","target":"/","headers":[["a"]]},"response":{"status":200}}"#,
      #"{"at":"2026-11-22T09:08:07Z","request":{"endpoint":"x","method":"GET","target":"/","headers":["a"]},"response":{"status":200}}"#,
    ])
  func broken(line: String) {
    #expect { try decode(Array(line.utf8)) } throws: { error in
      let error = error as? CassetteError
      return error?.code == .badLine && error?.line == 2
    }
  }

  @Test(
    "tells who answered",
    arguments: [
      ("https://sts.eu-west-1.amazonaws.com", "aws"), ("https://s3.cn-north-1.amazonaws.com.cn", "aws"),
      ("https://lambda.eu-west-1.api.aws", "aws"),
      ("http://sts.eu-west-1.amazonaws.com", "http://sts.eu-west-1.amazonaws.com"),
      ("http://127.0.0.1:5000", "http://127.0.0.1:5000"), ("https://evilamazonaws.com", "https://evilamazonaws.com"),
      ("https://x.amazonaws.com.evil.example", "https://x.amazonaws.com.evil.example"),
    ])
  func sources(endpoint: String, source: String) throws {
    let line = SampleExchange.make(endpoint: endpoint).encoded()
    #expect(try ExchangeView(try JSONReader.read(line).root, number: 2).source == source)
  }

  @Test("tells that the simulator answered")
  func simulator() throws {
    let line = SampleExchange.make(responseFields: [HTTPField("X-Tapedeck-Simulator", "1")]).encoded()
    #expect(try ExchangeView(try JSONReader.read(line).root, number: 2).source == "simulator")
  }
}
