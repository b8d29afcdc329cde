// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents
import Testing

@testable import Redaction

@Suite("What vouches for a redacted body")
struct IntegrityTests {
  private let aliases = Aliases(key: .sample)
  private let redactor = Redactor(
    aliases: Aliases(key: .sample),
    inflate: { $0.starts(with: [0x1F, 0x8B]) ? $0.dropFirst(2).reversed() : nil })

  /// What a server would say of a body in that field; `empty` is what it says of none.
  private func field(_ name: String, _ empty: String, _ body: [UInt8]) -> String {
    var fields: HTTPFields = [HTTPField(name, empty)]
    ResponseIntegrity.repair(&fields, from: [], to: body)
    return fields[name] ?? ""
  }

  private func contentMD5(_ body: [UInt8]) -> String { field("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==", body) }
  private func crc32(_ body: [UInt8]) -> String { field("x-amz-crc32", "0", body) }
  private func md5(_ text: String) -> String { hexEncoded(Base64.decode(contentMD5([UInt8](text)).utf8) ?? []) }

  @Test("is right for it where it was for the body before, with and without gzip")
  func headers() {
    let body = [UInt8](#"{"Password":"planted-1"}"#)
    let changed = [UInt8](#"{"Password":"\#(aliases.alias("planted-1"))"}"#)
    for (stored, coding) in [(body, nil), ([0x1F, 0x8B] + body.reversed(), "gzip")] as [([UInt8], String?)] {
      var fields: HTTPFields = [.json, HTTPField("Content-MD5", contentMD5(stored)), HTTPField("Content-MD5", "other")]
      if let coding { fields.append("Content-Encoding", coding) }
      var answer = fields
      answer.append("Content-Length", String(stored.count))
      answer.append("x-amz-crc32", crc32(stored))
      let result = redactor.redact(
        .sample(
          requestFields: fields, request: stored, responseFields: answer, response: stored,
          trailers: [HTTPField("Content-MD5", contentMD5(stored))]))
      #expect(result.request.body == changed && result.response.body == changed)
      #expect(result.request.head.fields.list.map(\.value) == [HTTPField.json.value, contentMD5(changed), "other"])
      #expect(
        result.response.head.fields.list.map(\.value)
          == [
            HTTPField.json.value, contentMD5(changed), "other", String(changed.count), crc32(changed),
          ])
      #expect(result.response.trailers["Content-MD5"] == contentMD5(changed))
    }
  }

  @Test("follows the text of a message that it is of, wherever it stands, in JSON and XML")
  func digests() {
    let text = "mail jane@corp.io"
    let alias = "mail \(aliases.alias("jane@corp.io"))"
    let sent = redactor.redact(
      .json(
        "sqs:SendMessage", request: #"{"MessageBody":"\#(text)"}"#,
        response:
          #"{"MD5OfMessageBody":"\#(md5(text))","MD5OfMessageAttributes":"\#(md5("other"))","Id":"\#(md5(text))"}"#))
    #expect(
      sent.responseText
        == #"{"MD5OfMessageBody":"\#(md5(alias))","MD5OfMessageAttributes":"\#(md5("other"))","Id":"\#(md5(text))"}"#)
    func message(_ text: String) -> String { "<M><MD5OfBody>\(md5(text))</MD5OfBody><Body>\(text)</Body></M>" }
    let received = redactor.redact(
      .sample("sqs:ReceiveMessage", responseFields: [.xml], response: [UInt8](message(text))))
    #expect(received.responseText == message(alias))
    #expect(redactor.redact(received) == received)
    let plain = Exchange.json(
      "sqs:SendMessage", request: #"{"MessageBody":"x"}"#, response: #"{"MD5OfMessageBody":"\#(md5("x"))"}"#)
    #expect(redactor.redact(plain) == plain)
  }
}
