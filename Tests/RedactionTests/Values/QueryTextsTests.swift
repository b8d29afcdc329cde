// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Redaction

@Suite("Parameters of URLs in texts")
struct QueryTextsTests {
  private func values(_ text: String) -> [String] {
    let bytes = [UInt8](text)
    return bytes.withUnsafeBytes { QueryTexts.hits($0) { $0 == .secretQuery } }
      .map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }

  @Test("that let in who has them are found")
  func found() {
    #expect(values("https://h/p?a=b&sig=ab%2Fcd&x=1") == ["ab%2Fcd"])
    #expect(
      values("get https://b.s3.amazonaws.com/k?X-Amz-Signature=0a1b&X-Amz-Credential=AKIA/2026&X-Amz-Date=1 now")
        == ["0a1b", "AKIA/2026"])
    #expect(values("https://h/?ACCESS_TOKEN=abc\" and <https://h/?Signature=s3>") == ["abc", "s3"])
    #expect(values("https://h/callback?code=4/0AX4Xf&state=a1b2c3d4e5") == ["4/0AX4Xf", "a1b2c3d4e5"])
    #expect(values("https://h/p?sig=1#fragment") == ["1"])
  }

  @Test(
    "that filter a list stay",
    arguments: [
      "https://h/p?state=ACTIVE", "https://h/p?code=404", "https://h/p?a=b&sv=2", "https://h/p?sig=&b=c",
      "https://h/p?signatures=ab&mysig=cd", "a=b and sig=abcdefgh", "https://h/p?sig", "no query at all here",
    ])
  func ordinary(text: String) {
    #expect(values(text) == [])
  }

  @Test("stay where their rule is off")
  func off() {
    #expect([UInt8]("https://h/p?a=b&sig=abcd").withUnsafeBytes { QueryTexts.hits($0) { _ in false } }.isEmpty)
  }
}
