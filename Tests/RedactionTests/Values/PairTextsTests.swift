// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Redaction

@Suite("Pairs of names and secrets in texts")
struct PairTextsTests {
  private func values(_ text: String) -> [String] {
    let bytes = [UInt8](text)
    return bytes.withUnsafeBytes { PairTexts.hits($0, RuleBook(.none)) }
      .map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }

  @Test("are found in connection strings, settings and JSON that is cut off")
  func found() {
    #expect(values("Server=db;Password=hunter two;User=jane") == ["hunter"])
    #expect(values("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG\nregion = eu-west-1") == ["wJalrXUtnFEMI/K7MDENG"])
    #expect(values(#"{"Password": "hunter two", "Pin": "12"#) == ["hunter two"])
    #expect(values("--client-secret='a b c' api_key=abc") == ["a b c", "abc"])
    #expect(values("ApiKey: 0123456789 and Pin:password=abcd") == ["0123456789", "abcd"])
  }

  @Test(
    "are none in prose, and of other names",
    arguments: [
      "Password: must be longer than that", "PasswordPolicy=strict", "a=b;c=d;e=f;g", "Password=", "=",
      "Pin=12 345 6789",
      "the password = ", "Password:short", "passwords=many of them",
    ])
  func ordinary(text: String) {
    #expect(values(text) == [])
  }

  @Test("are found in linear time", arguments: ["Pin:", "Pin=", "Pin='", "Pin:\"", "Pin: ", "=", ":", "Pin:'a"])
  func linear(piece: String) {
    let text = String(repeating: piece, count: (64 << 10) / piece.utf8.count)
    #expect(ContinuousClock().measure { _ = values(text) } < .seconds(2))
  }
}
