// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Redaction

@Suite("Token forms")
struct TokenFormTests {
  private static func mixed(_ count: Int) -> String { ScanSample.characters(count) }
  private static func hex(_ count: Int) -> String { ScanSample.characters(count, of: ScanSample.hex) }
  private static func capitals(_ count: Int) -> String {
    ScanSample.characters(count, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
  }

  /// One of each kind, with the rule that finds it. Put together here, so that no tool takes this file for a leak.
  static let tokens: [(rule: String, text: String)] =
    ["AKIA", "ASIA", "ABIA", "ACCA"].map { ("value.aws-key", $0 + capitals(16)) }
    + ["FwoG", "IQoJ", "FQoG"].map { ("value.aws-token", $0 + mixed(200)) }
    + ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"].map { ("value.github", $0 + mixed(36)) }
    + [("value.github", "github_pat_" + mixed(22) + "_" + mixed(59)), ("value.gitlab", "glpat-" + mixed(20))]
    + [("value.gitlab", "glrt-" + mixed(20)), ("value.bitbucket", "ATBB" + mixed(32))]
    + [("value.bitbucket", "ATCTT3x" + mixed(60)), ("value.bitbucket", "ATATT3x" + mixed(60))]
    + ["a", "b", "p", "r", "s"].map { ("value.slack", "xox\($0)-1234567890-" + mixed(24)) }
    + [("value.slack", "https://hooks.slack.com/services/T0" + capitals(8) + "/B0" + capitals(8) + "/" + mixed(24))]
    + [("value.google", "AIza" + mixed(35)), ("value.stripe", "sk_live_" + mixed(24))]
    + [("value.stripe", "rk_live_" + mixed(24)), ("value.npm", "npm_" + mixed(36))]
    + [("value.pypi", "pypi-AgEIcHlwaS5vcmc" + mixed(70)), ("value.sendgrid", "SG." + mixed(22) + "." + mixed(43))]
    + [("value.twilio", "SK" + hex(32)), ("value.twilio", "AC" + hex(32)), ("value.mailchimp", hex(32) + "-us12")]
    + [("value.openai", "sk-" + mixed(48)), ("value.openai", "sk-proj-" + mixed(48))]
    + [("value.discord", "MT" + mixed(24) + "." + mixed(6) + "." + mixed(38))]
    + [("value.telegram", "123456789:AA" + mixed(33)), ("value.square", "sq0csp-" + mixed(43))]
    + [("value.square", "EAAA" + mixed(60)), ("value.azure", "AccountName=x;AccountKey=" + mixed(86) + "==")]
    + [
      ("value.jwt", webToken), ("value.private-key", key("RSA PRIVATE KEY")), ("value.private-key", key("PRIVATE KEY")),
    ]
    + [
      ("value.private-key", key("OPENSSH PRIVATE KEY")), ("value.url-password", "postgres://app:s3cr3t@db.corp:5432/x"),
    ]
    + [("value.aws-key", "aws_secret_access_key = " + mixed(39) + "/")]

  static let webToken =
    ScanSample.base64URL(#"{"alg":"HS256"}"#) + "." + ScanSample.base64URL(#"{"sub":"1234567890"}"#) + "."
    + characters43
  private static let characters43 = ScanSample.characters(43)
  private static func key(_ label: String) -> String {
    "-----BEGIN \(label)-----\n\(mixed(64))\n\(mixed(20))\n-----END \(label)-----\n"
  }

  @Test("finds each kind in a member, a header, an element, a field, the target and a trailing text", arguments: tokens)
  func places(rule: String, text: String) {
    let quoted = ScanSample.json(text)
    #expect(ScanSample.rules(response: #"{"Notes":\#(quoted)}"#) == [rule])
    #expect(ScanSample.rules(response: #"{"Notes":\#(ScanSample.json("see \(text), please"))}"#) == [rule])
    #expect(ScanSample.rules(response: "<a><Notes>\(text)</Notes></a>") == [rule])
    #expect(ScanSample.rules(response: "Action=Put&Notes=\(ScanSample.url(text))&x=1") == [rule])
    let target = "/notes/\(ScanSample.url(text))?x"
    #expect(ScanSample.rules(ScanSample.line(target: target)) == [rule])
    guard !text.contains("\n") else { return }
    #expect(ScanSample.rules(ScanSample.line(responseFields: [HTTPField("X-Note", text)])) == [rule])
  }

  @Test("finds each kind in other texts, up to four layers deep", arguments: tokens)
  func layers(rule: String, text: String) {
    let quoted = ScanSample.json(text)
    for value in [
      ScanSample.json(#"{"a":[\#(quoted)]}"#), ScanSample.json(ScanSample.json(#"{"a":[\#(quoted)]}"#)),
      ScanSample.json("error: {\"a\":\(quoted)} was refused"), "\"\(ScanSample.base64(text))\"",
      "\"\(ScanSample.base64URL("x\(text)".replacing("x\(text)", with: " \(text)")))\"",
      "\"\(ScanSample.base64(#"{"token":\#(quoted)}"#))\"", "\"\(ScanSample.percent(text))\"",
      "\"\(ScanSample.percent(ScanSample.base64(text)))\"", "\"\(ScanSample.base64(ScanSample.base64(text)))\"",
      "\"\(ScanSample.base64(ScanSample.percent(ScanSample.base64(text))))\"",
      ScanSample.json("<a>&quot;\(text)&quot;</a>"),
    ] {
      #expect(ScanSample.rules(response: #"{"Notes":\#(value)}"#) == [rule], "\(value)")
    }
    let binary: [UInt8] = [0, 1, 0xFF, 0x80, 3] + Array(text.utf8) + [0, 2, 0xC3]
    #expect(ScanSample.rules(ScanSample.line(response: binary)) == [rule])
  }

  @Test(
    "what only looks a little like a token is none",
    arguments: [
      "AKIA" + capitals(15), "AKIA" + capitals(17), "xAKIA" + capitals(16), "AKIAREDACTEDREDACTED", "IQoJb3JpZ2luX2Vj",
      "ghp_short", "my_ghp_" + mixed(36), "sk-learn-and-other-long-names-of-a-model", "SG.internal.example",
      "npm_config",
      "glpat-name", hex(40), mixed(40), "sha1 " + mixed(40), hex(64), "eyJhbGciOiJIUzI1NiJ9",
      "-----BEGIN PUBLIC KEY-----",
      "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "https://git@github.com/a/b",
      "ssh://git@host/a:b",
      "https://example.com:443/a@b:c", "https://${USER}:${PASSWORD}@host/", "SK" + hex(30), "AC" + hex(33),
      "EAAA" + mixed(59), "EAAA" + mixed(61), "12345:AA" + mixed(33), hex(32) + "-used", "hooks.slack.com/services",
    ])
  func negative(text: String) {
    #expect(ScanSample.rules(response: #"{"Notes":\#(ScanSample.json(text))}"#) == [])
    #expect(ScanSample.rules(response: "<a>\(text)</a>") == [])
  }

  @Test("a secret key of AWS is found beside its name alone")
  func secretKey() {
    let key = Self.mixed(38) + "+/"
    #expect(ScanSample.rules(response: #"{"note":"export AWS_SECRET_ACCESS_KEY=\#(key)"}"#) == ["value.aws-key"])
    #expect(ScanSample.rules(response: #"{"note":"the secret key is \#(key)."}"#) == ["value.aws-key"])
    #expect(ScanSample.rules(response: #"{"AwsSecret":"\#(key)"}"#) == ["value.aws-key"])
    #expect(ScanSample.rules(response: #"{"ETag":"\#(key)"}"#) == [])
  }
}
