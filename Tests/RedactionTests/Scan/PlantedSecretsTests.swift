// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import TestSupport
import Testing

@testable import Redaction

@Suite("Planted secrets")
struct PlantedSecretsTests {
  /// Ordinary members, values among which a secret is planted.
  private static let others = [
    #""Name":"my-connection""#, #""Count":12"#, #""ETag":"\"d41d8cd98f00b204e9800998ecf8427e\"""#,
    #""Tags":[{"Key":"a"}]"#,
    #""Next":"AYADeHlwdG9fa2V5X2lk""#, #""Policy":"{\"Version\":\"2012-10-17\"}""#, #""Text":"50% of <all> & more\\n""#,
  ]

  /// One more layer round a text.
  static func wrap(_ text: String, _ random: inout SplitMix) -> String {
    switch Int.random(in: 0..<7, using: &random) {
    case 0: ScanSample.json(#"{"inner":\#(ScanSample.json(text)),"n":1}"#)
    case 1: ScanSample.base64(text)
    case 2: ScanSample.base64URL(text)
    case 3: ScanSample.percent(text)
    case 4: "a=1&b=\(ScanSample.url(text))&c=2"
    case 5: "<Item><Note>\(text.replacing("&", with: "&amp;").replacing("<", with: "&lt;"))</Note></Item>"
    default: "note: \(text) (end)"
    }
  }

  static func line(_ text: String, _ random: inout SplitMix) -> [UInt8] {
    var members = others.shuffled(using: &random).prefix(3).map { $0 }
    members.insert(#""Field":\#(ScanSample.json(text))"#, at: Int.random(in: 0...3, using: &random))
    let object = "{\(members.joined(separator: ","))}"
    return switch Int.random(in: 0..<5, using: &random) {
    case 0: ScanSample.line(response: object)
    case 1: ScanSample.line(request: Array(#"{"a":[{"b":\#(object)}]}"#.utf8))
    case 2:
      ScanSample.line(response: "<r><x>\(text.replacing("&", with: "&amp;").replacing("<", with: "&lt;"))</x></r>")
    case 3: ScanSample.line(request: Array("Action=Put&Field=\(ScanSample.url(text))".utf8))
    default: ScanSample.line(target: "/b/k?field=\(ScanSample.url(text))")
    }
  }

  @Test("a secret is found at any place, in up to three layers")
  func property() {
    var random = SplitMix(seed: 2026)
    for round in 0..<600 {
      let token = TokenFormTests.tokens[round % TokenFormTests.tokens.count]
      var text = token.text
      for _ in 0..<Int.random(in: 0...3, using: &random) { text = Self.wrap(text, &random) }
      let line = Self.line(text, &random)
      #expect(ScanSample.rules(line).contains(token.rule), "\(String(decoding: line, as: UTF8.self))")
    }
  }

  @Test("the same places without a secret give nothing")
  func negative() {
    var random = SplitMix(seed: 2027)
    for round in 0..<300 {
      var text = [
        "my-connection", SampleAlias.secret, "arn:aws:iam::999123456789:role/x",
      ][round % 3]
      for _ in 0..<Int.random(in: 0...3, using: &random) { text = Self.wrap(text, &random) }
      #expect(ScanSample.findings(Self.line(text, &random)) == [])
    }
  }

  @Test("damaged lines never trap")
  func fuzz() {
    var random = SplitMix(seed: 4)
    let likely = Array("{}[]\":,\\%&;<>=@-./:u0A9eyJ".utf8)
    for round in 0..<1500 {
      let token = TokenFormTests.tokens[round % TokenFormTests.tokens.count]
      var line = Self.line(Self.wrap(token.text, &random), &random)
      line.mutate(likely, &random)
      _ = ScanSample.findings(line, secrets: ["my-connection", "d41d8cd98f00b204"])
    }
  }

  @Test("damaged CBOR never traps, and is never larger than its bound")
  func fuzzCBOR() {
    var random = SplitMix(seed: 5)
    let sample: [UInt8] =
      [0xBF, 0x64] + Array("List".utf8) + [0x82, 0xA1, 0x63] + Array("Pin".utf8) + [0x19, 0x12, 0x67, 0xC1, 0xFB]
      + [0x41, 0xD0, 0, 0, 0, 0, 0, 0, 0x61, 0x62, 0x7F, 0x62, 0x34, 0x37, 0x61, 0x31, 0xFF, 0xFF]
    #expect(sample.withUnsafeBytes { CBORTranscript.json($0) } != nil)
    for _ in 0..<3000 {
      var bytes = sample
      bytes.mutate([0x9F, 0xBF, 0xFF, 0x7F, 0x5F, 0x1B, 0x9B, 0xBB, 0xDB, 0xF9], &random)
      bytes.withUnsafeBytes { bytes in
        if let json = CBORTranscript.json(bytes) { #expect(json.count <= 16 * bytes.count + 64) }
      }
    }
  }
}
