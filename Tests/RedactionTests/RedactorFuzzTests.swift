// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents
import TestSupport
import Testing

@testable import Redaction

@Suite("Redaction of anything")
struct RedactorFuzzTests {
  private static let bodies: [(HTTPField, [UInt8])] = [
    (
      .json,
      [UInt8](#"{"Password":"planted-1\u00e9","a":["jane@corp.io",210987654320],"b":"{\"Pin\":1234}","MD5OfBody":"d"}"#)
    ),
    (.xml, [UInt8]("<R a='jane@corp.io'><Password>planted-1</Password><![CDATA[AKIAIOSFODNN7EXAMPLE]]><!-- x --></R>")),
    (
      .form,
      [UInt8]("Action=X&Password=planted%31&a.1=arn%3Aaws%3Aiam%3A%3A210987654320%3Arole/x&b=cGxhbnRlZC0xIHZhbHVl")
    ),
    (
      .cbor, [0xA2, 0x68] + [UInt8]("Password") + [0x69] + [UInt8]("planted-1") + [0x61, 0x61, 0x45, 0, 1, 2, 0xFF, 4]
    ),
    (
      .text,
      [UInt8]("https://jane:planted1@h/?sig=ab -----BEGIN PRIVATE KEY-----\nMII 5d4b0e18-1c2f-4a8b-9d52-5f7a3c1e9b20 é")
    ),
    (
      .events,
      {
        var writer = EventStreamWriter()
        let header = EventStreamMessage.Header(":content-type", .string("application/json"))
        try? writer.append(EventStreamMessage(headers: [header], payload: [UInt8](#"{"Password":"planted-1"}"#)[...]))
        return writer.bytes
      }()
    ),
  ]
  private static let likely = [UInt8]("\"\\{}[]<>&=%:@/?-_.+0a\u{0}\r\n")

  /// Whether a body can be read to its end, hence is read the same way after redaction.
  private static func isReadable(_ body: [UInt8], _ type: HTTPField) -> Bool {
    switch type {
    case .json: (try? JSONReader.read(body)) != nil
    case .xml: (try? XMLReader.read(body[...])) != nil
    default: false
    }
  }

  @Test("never traps, and changes nothing a second time where nothing is broken", arguments: bodies.indices)
  func mutated(number: Int) throws {
    let (type, body) = Self.bodies[number]
    var random = SplitMix(seed: 31 + UInt64(number))
    let pattern = try LinearPattern("[a-z]+-[0-9]")
    let redactor = Redactor.sample(
      [Credentials(accessKeyID: "ASIAQWERTYUIOPASDFGH", secretAccessKey: "planted+secret", sessionToken: nil)]
    ) { $0.patterns = [pattern] }
    for _ in 0..<150 {
      var (mutated, target) = (body, [UInt8]("/a/AKIAIOSFODNN7EXAMPLE%2F?X-Amz-Signature=1&sig=%61b&Password=x#y"))
      var value = [UInt8]("Basic amFuZTpodW50ZXIyLTE=; a=\"b\"")
      mutated.mutate(Self.likely, &random)
      target.mutate(Self.likely, &random)
      value.mutate(Self.likely, &random)
      let fields: HTTPFields = [
        type, HTTPField("Authorization", String(decoding: value, as: UTF8.self)),
        HTTPField("X-A", String(decoding: value, as: UTF8.self)),
      ]
      let exchange = Exchange.sample(
        "notificationscontacts:ActivateEmailContact", target: "/" + String(decoding: target, as: UTF8.self),
        requestFields: fields, request: mutated, responseFields: fields, response: mutated, trailers: fields)
      let once = redactor.redact(exchange)
      #expect(once.request.head.fields["Authorization"] == nil)
      if Self.isReadable(mutated, type) {
        let text = String(decoding: mutated, as: UTF8.self)
        #expect(redactor.redact(once).request.body == once.request.body, "\(text)")
      } else {
        _ = redactor.redact(once)
      }
    }
  }

  @Test(
    "is linear in hostile bodies",
    arguments: [
      "<Password<Password", "<Password ", "<Password>", "<Password><![CDATA[", "<Password a=\"", "-----BEGIN ",
      "-----BEGIN PRIVATE KEY", "AKIA", "eyJ-", "eyJ.", "FwoG-", "ghp_.", "planted+", "{\"Password\":", "Password=&",
      "-----END ", "\\u0041", "%41", "a/", "jane@corp.io ", "{\"a\":\"", "[[", "aGFsbG8gd2VsdA== ", "0a", "?sig=a&",
      "Pin:",
    ])
  func hostile(piece: String) {
    let redactor = Redactor.sample([
      Credentials(accessKeyID: "ASIAQWERTYUIOPASDFGH", secretAccessKey: "planted+secret", sessionToken: nil)
    ])
    let body = [UInt8](String(repeating: piece, count: (32 << 10) / piece.utf8.count))
    for type in [HTTPField.json, .xml, .form, .text] {
      let took = ContinuousClock().measure { _ = redactor.redact(.sample(responseFields: [type], response: body)) }
      #expect(took < .patience(4), "\(type.value)")
    }
  }
}
