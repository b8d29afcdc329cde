// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import AWSProtocols

@Suite("Errors in the form of each protocol")
struct DialectTests {
  private func error(_ dialect: Dialect, _ message: String) -> HTTPResponse {
    dialect.error(status: 400, code: "TapedeckMiss", message: message, requestID: "id-1")
  }

  @Test(
    "name code and message in JSON, in the body and in the header",
    arguments: [
      (Dialect.awsJson1_0, "application/x-amz-json-1.0"), (.awsJson1_1, "application/x-amz-json-1.1"),
      (.restJson1, "application/json"), (.http, "application/json"),
    ])
  func json(dialect: Dialect, contentType: String) throws {
    let response = error(dialect, "a \"quoted\"\nmessage")
    let body = try JSONReader.read(response.body)
    #expect(response.head.status == 400 && response.head.fields["Content-Type"] == contentType)
    #expect(body.root["message"]?.string == "a \"quoted\"\nmessage")
    #expect(ErrorCode.of(response.head.fields, body: body) == "TapedeckMiss")
    #expect(response.head.fields["x-amzn-RequestId"] == "id-1")
  }

  @Test(
    "name them in the XML of each, with the message escaped",
    arguments: [
      (
        Dialect.awsQuery,
        "<ErrorResponse><Error><Type>Sender</Type><Code>TapedeckMiss</Code><Message>a &lt;b&gt; &amp; \u{FFFD}</Message></Error>"
          + "<RequestId>id-1</RequestId></ErrorResponse>"
      ),
      (
        .ec2Query,
        "<Response><Errors><Error><Code>TapedeckMiss</Code><Message>a &lt;b&gt; &amp; \u{FFFD}</Message></Error></Errors>"
          + "<RequestID>id-1</RequestID></Response>"
      ),
      (
        .restXml,
        "<Error><Code>TapedeckMiss</Code><Message>a &lt;b&gt; &amp; \u{FFFD}</Message><RequestId>id-1</RequestId></Error>"
      ),
    ])
  func xml(dialect: Dialect, expected: String) {
    let body = String(decoding: error(dialect, "a <b> & \u{1}").body, as: UTF8.self)
    #expect(body == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(expected)")
  }

  @Test("name them in CBOR, whatever the length of the message", arguments: [0, 23, 24, 255, 256, 65_535, 65_536])
  func cbor(length: Int) {
    let body = error(.rpcv2Cbor, String(repeating: "m", count: length)).body
    let message = Array(repeating: UInt8(ascii: "m"), count: length)
    let prefix: [UInt8] =
      switch length {
      case 0..<24: [0x60 | UInt8(length)]
      case 24..<256: [0x78, UInt8(length)]
      case 256..<65_536: [0x79, UInt8(length >> 8), UInt8(length & 255)]
      default: [0x7A, 0, 1, 0, 0]
      }
    #expect(
      body == [0xA2, 0x66] + Array("__type".utf8) + [0x6C] + Array("TapedeckMiss".utf8) + [0x67] + Array("message".utf8)
        + prefix + message)
  }

  @Test(
    "are read without name space and without what follows the colon",
    arguments: [
      ("ValidationException", "ValidationException"), ("com.amazonaws.x#NotFound", "NotFound"),
      ("NotFound:http://internal.amazon.com/coral/", "NotFound"), ("a.b#NotFound:http://x#y", "NotFound"), ("", nil),
    ] as [(String, String?)])
  func codes(raw: String, expected: String?) {
    #expect(ErrorCode.of([HTTPField("x-amzn-ErrorType", raw)], body: nil) == expected)
  }

  @Test("are read from the body where no header names them")
  func bodyCodes() throws {
    #expect(ErrorCode.of([], body: try JSONReader.read(Array(#"{"__type":"a#B"}"#.utf8))) == "B")
    #expect(ErrorCode.of([], body: try JSONReader.read(Array(#"{"code":"C"}"#.utf8))) == "C")
    #expect(ErrorCode.of([], body: try JSONReader.read(Array(#"{"code":1}"#.utf8))) == nil)
    #expect(ErrorCode.of([], body: nil) == nil)
  }
}
