// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Redaction

@Suite("Values by their names")
struct NamedValuesTests {
  static let bodies = [
    #"{"Password":"hunter22"}"#, #"{"a":[{"PASSWORD" : "hunter22"}]}"#, #"{"Pin":4711}"#, #"{"Otp":[1234,5678]}"#,
    #"{"UserData":{"Value":"IyEvYmluL3No"}}"#, #"{"client_secret":"abcdef"}"#,
    #"{"a":"{\"Password\":\"hunter22\"}"}"#,
    #"{"SecretString":"{\"user\":\"admin\",\"host\":\"db\"}"}"#, #"{"SecretString":"[weird"}"#,
    #"{"SecretBinary":"aHVudGVyMjI="}"#, #"{"m":"refused: {\"Password\":\"hunter22\"} is wrong"}"#,
    "<a><Password>hunter22</Password></a>", "<n:a xmlns:n='u'><n:SecretAccessKey>x/y</n:SecretAccessKey></n:a>",
    "<userData><value>IyEvYmluL3No</value></userData>", "<Password><![CDATA[hunter22]]></Password>",
    "<a Password=\"hunter22\"/>", "<a>&lt;Password&gt;hunter22&lt;/Password&gt;</a>", "<Pin>4711</Pin>",
    "Action=Create&MasterUserPassword=hunter22&x=1", "Password=hunter22", "Credentials.1.SecretKey=hunter22",
    "UserData.Value=IyEvYmluL3No", "a=1&Config=%7B%22Password%22%3A%22hunter22%22%7D",
    "Server=db;User=sa;Password=hunter22;",
  ]

  @Test("a secret under its name in every kind of body", arguments: bodies)
  func secret(body: String) {
    #expect(ScanSample.rules(response: body).contains("member.secret"), "\(body)")
  }

  @Test(
    "placeholders, masks and aliases are no secrets",
    arguments: [
      "", "***", "********", "xxxx", "REDACTED", "<redacted>", "[REDACTED]", "${DB_PASSWORD}",
      "{{resolve:secretsmanager:name}}", "null", "HIDDEN_DUE_TO_SECURITY_REASONS", "AKIAREDACTEDREDACTED",
      SampleAlias.secret, SampleAlias.accessKey, SampleAlias.base64, SampleAlias.email, SampleAlias.digits,
    ])
  func placeholders(value: String) {
    for body in [
      #"{"Password":\#(ScanSample.json(value))}"#, "Password=\(ScanSample.url(value))&x=1",
      "<a><Password>\(value.replacing("<", with: "&lt;"))</Password></a>",
      #"{"x":\#(ScanSample.json(#"{"Password":\#(ScanSample.json(value))}"#))}"#,
    ] {
      #expect(ScanSample.rules(response: body) == [], "\(body)")
    }
    for bare in ["null", "true", "false", SampleAlias.digits, "0.999123456"] {
      #expect(ScanSample.rules(response: #"{"Password":\#(bare),"Pin":\#(bare)}"#) == [])
    }
  }

  @Test("members of CBOR, texts and bytes, numbers and lists")
  func cbor() {
    let text: [UInt8] = [0xA1, 0x68] + Array("Password".utf8) + [0x68] + Array("hunter22".utf8)
    let bytes: [UInt8] = [0xBF, 0x69] + Array("Plaintext".utf8) + [0x44, 0, 1, 2, 0xFF, 0xFF]
    let number: [UInt8] =
      [0xA1, 0x64] + Array("List".utf8) + [0x81, 0xA1, 0x63] + Array("Pin".utf8) + [0x19, 0x12, 0x67]
    let chunks: [UInt8] = [0xA1, 0x63] + Array("Pin".utf8) + [0x7F, 0x62, 0x34, 0x37, 0x61, 0x31, 0xFF]
    for body in [text, bytes, number, chunks] {
      #expect(ScanSample.rules(ScanSample.line(response: body)) == ["member.secret"], "\(body)")
    }
    let findings = ScanSample.findings(ScanSample.line(response: number))
    #expect(findings.map(\.pointer) == ["/response/base64 (cbor)/List/*/Pin"])
    let alias: [UInt8] = [0xA2, 0x63] + Array("Pin".utf8) + [0x1A, 0x3B, 0x8D, 0xA5, 0x4F, 0x61, 0x62, 0x41, 0xFF]
    #expect(ScanSample.rules(ScanSample.line(response: alias)) == [])
  }

  @Test("headers that may not be in an exchange at all")
  func headers() {
    for name in ["Authorization", "cookie", "Set-Cookie", "X-Amz-Security-Token", "X-Api-Key", "x-amz-mfa"] {
      let line = ScanSample.line(requestFields: [HTTPField(name, "some value")])
      #expect(ScanSample.findings(line).map(\.rule) == ["header.secret"])
      #expect(ScanSample.findings(line).map(\.pointer) == ["/request/headers/\(name)"])
      #expect(ScanSample.rules(ScanSample.line(responseFields: [HTTPField(name, SampleAlias.secret)])) == [])
    }
    #expect(ScanSample.rules(ScanSample.line(requestFields: [HTTPField("X-Authorization-Mode", "some value")])) == [])
  }

  @Test("signatures and tokens of queries, in targets and in URLs")
  func queries() {
    let signature = ScanSample.characters(64, of: ScanSample.hex)
    for (query, rule) in [
      ("?X-Amz-Signature=\(signature)", "query.presigned"), ("?a=b&x-amz-security-token=abc%2Fdef", "query.presigned"),
      ("?X-Amz-Credential=abc%2F20261123%2Fs3&x", "query.presigned"), ("?x=1&sig=abc%3D", "query.secret"),
      ("?AWSAccessKeyId=abc", "query.secret"), ("?access_token=abc", "query.secret"),
    ] {
      #expect(ScanSample.rules(ScanSample.line(target: "/b/k\(query)")) == [rule], "\(query)")
      #expect(ScanSample.rules(response: #"{"Location":"https://b.s3.amazonaws.com/k\#(query)"}"#) == [rule])
      let escaped = query.replacing("&", with: "&amp;")
      #expect(ScanSample.rules(response: "<Url>https://b.s3.amazonaws.com/k\(escaped)</Url>") == [rule])
    }
    let line = ScanSample.line(target: "/?X-Amz-Signature=\(signature)")
    #expect(ScanSample.findings(line).map(\.pointer) == ["/request/target?X-Amz-Signature"])
    for query in [
      "?X-Amz-Signature=\(SampleAlias.secret)", "?X-Amz-Credential=\(SampleAlias.accessKey)%2F20261123%2Fs3", "?sig=",
      "?state=RUNNING&code=200", "?list-type=2&prefix=sig", "?X-Amz-SignedHeaders=host&X-Amz-Expires=60",
    ] {
      #expect(ScanSample.rules(ScanSample.line(target: "/b/k\(query)")) == [], "\(query)")
    }
  }
}
