// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import TestSupport
import Testing

@testable import Redaction

@Suite("Known secrets")
struct KnownSecretsTests {
  private static let secret = "wJalr/UtnFEMI+K7MDENG\"bPxRfiCY&KEY\\Z"
  private static let token = "FakeSessionToken/" + ScanSample.characters(80) + "+=="
  private static let own = Credentials(
    accessKeyID: "ASIA" + ScanSample.characters(16, of: "ABCDEFGH234567"), secretAccessKey: secret, sessionToken: token)

  /// Every way a value may be written.
  static func forms(_ value: String) -> [String] {
    let json = String(ScanSample.json(value).dropFirst().dropLast())
    let twice = String(ScanSample.json(json).dropFirst().dropLast())
    let hex = value.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let once = [
      value, ScanSample.url(value), ScanSample.percent(value), ScanSample.percent(value).uppercased(),
      String(value.map { $0 == "/" || $0 == "&" ? Character($0 == "/" ? "/" : "&") : $0 }), json,
      json.replacing("/", with: "\\/"), twice, hex, hex.uppercased(),
      ScanSample.base64(value), ScanSample.base64("a" + value), ScanSample.base64("ab" + value + "z"),
      ScanSample.base64URL(value), ScanSample.base64URL("a" + value), ScanSample.base64URL("ab" + value),
    ]
    return once
      + [
        ScanSample.base64(#"{"k":"\#(json)"}"#), ScanSample.percent(ScanSample.base64(value)),
        ScanSample.base64(ScanSample.base64("x" + value)), ScanSample.base64(ScanSample.percent(value)),
        String(ScanSample.json(ScanSample.json(#"{"k":"\#(json)"}"#)).dropFirst().dropLast()),
        ScanSample.base64(hex), "%41" + ScanSample.url("x" + value),
      ]
  }

  @Test("the credentials are found in every encoding", arguments: [secret, token])
  func encodings(value: String) {
    for form in Self.forms(value) {
      for body in [#"{"x":\#(ScanSample.json(form))}"#, "<x>y \(form)</x>", "a=\(form)"] {
        let findings = ScanSample.findings(ScanSample.line(response: body), credentials: [Self.own])
        #expect(findings.contains { $0.rule == "value.credentials" }, "\(body)")
        #expect(findings.allSatisfy { !$0.description.contains(value) })
      }
    }
  }

  @Test("key ids and the project's literals are found; values that are too short to be secrets are not")
  func others() {
    let line = ScanSample.line(response: #"{"Id":"\#(Self.own.accessKeyID)","b":"a project-literal here","c":"test"}"#)
    let short = Credentials(accessKeyID: "test", secretAccessKey: "test", sessionToken: "")
    let rules = ScanSample.findings(line, credentials: [Self.own, short], secrets: ["project-literal", "here"]).map(
      \.rule)
    #expect(Set(rules) == ["value.credentials", "value.aws-key", "user.literal"])
    #expect(ScanSample.findings(line, credentials: [short], off: ["value.aws-key"], secrets: ["here"]) == [])
  }

  @Test("a secret in bytes that are no text, and one across what the line is made of")
  func bytes() {
    let body = [0, 0xFF] + Array(Self.secret.utf8) + [0]
    #expect(
      ScanSample.findings(ScanSample.line(response: body), credentials: [Self.own]).map(\.rule) == ["value.credentials"]
    )
    let line = ScanSample.findings(ScanSample.line(response: #"["a","b"]"#), secrets: [#""a","b""#])
    #expect(line.map(\.pointer) == [""])
  }

  @Test("finds what a plain search finds, wherever the needles lie")
  func search() {
    var random = SplitMix(seed: 11)
    for _ in 0..<400 {
      let needles = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        (0..<Int.random(in: 8...20, using: &random)).map { _ in UInt8.random(in: 0x61...0x63, using: &random) }
      }
      let known = KnownSecrets([], literals: needles)
      var text = (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0x61...0x63, using: &random) }
      let planted = needles.filter { _ in Bool.random(using: &random) }
      for needle in planted { text.insert(contentsOf: needle, at: Int.random(in: 0...text.count, using: &random)) }
      let expected = needles.filter { needle in
        text.count >= needle.count
          && (0...text.count - needle.count).contains { text[$0..<$0 + needle.count].elementsEqual(needle) }
      }
      let found = text.withUnsafeBytes { known.found(in: $0) }.map(\.bytes)
      #expect(found == expected)
    }
  }
}
