// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("Generated tokens")
struct GeneratedTokenTests {
  private func tokens(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { all in
      GeneratedTokens(all).map { String(decoding: all[$0.range], as: UTF8.self) }
    }
  }

  @Test(
    "are found in names, ARNs and quoted text",
    arguments: [
      ("tf-acc-8213", ["8213"]),
      ("8213", []),
      ("bucket", []),
      ("my-table", []),
      ("test-9f3c1a", ["9f3c1a"]),
      ("some_nation5d4b0e18-9a3f-4c2e-8f00-0123456789ab-x", ["nation", "5d4b0e18-9a3f-4c2e-8f00-0123456789ab"]),
      ("some_project125d4b0e18-9a3f-4c2e-8f00-0123456789ab", ["project12", "5d4b0e18-9a3f-4c2e-8f00-0123456789ab"]),
      ("arn:aws:iam::123456789012:role/app-4821", ["123456789012", "4821"]),
      ("arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fapp-4821", ["123456789012", "4821"]),
      (#"{\"name\":\"app-4821\"}"#, ["4821"]),
      (#"a\napp1b2c3d\\nx"#, ["app1b2c3d"]),
      (#"\u002F123456789012"#, ["123456789012"]),
      ("a&amp;app-4821&#x2F;", ["4821"]),
      ("2026-11-23T02:14:06.123Z", ["2026-11-23T02:14:06.123Z"]),
      ("from 2026-11-23 to 2026-11-24T00:00:00+01:00.", ["2026-11-23", "2026-11-24T00:00:00+01:00"]),
      ("t3.micro us-east-1 v1 RSA_2048 ECC_NIST_P256", []),
      ("i-0abc1234def567890", ["0abc1234def567890"]),
      ("job-qzxvkwjhpf", ["qzxvkwjhpf"]),
      ("job-frontend", ["frontend"]),
      ("a frontend", []),
    ])
  func found(_ text: String, _ expected: [String]) {
    #expect(tokens(text) == expected)
  }

  @Test("never reach beyond the text, whatever it holds")
  func fuzz() {
    var random = SplitMix(seed: 7)
    let alphabet = Array("ab09-_%&;\\u:T.Z+{\"F".utf8)
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0..<60, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      text.withUnsafeBytes { all in
        var end = 0
        for token in GeneratedTokens(all) {
          #expect(token.range.lowerBound >= end && token.range.upperBound <= all.count && !token.range.isEmpty)
          end = token.range.upperBound
        }
      }
    }
  }
}
