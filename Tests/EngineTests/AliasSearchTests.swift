// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Redaction
import TestSupport
import Testing

@testable import Engine

@Suite("Aliases in a text")
struct AliasSearchTests {
  private func found(_ text: String) -> [String] {
    AliasSearch.ranges(in: text.bytes).map { Array(text.bytes[$0]).text }
  }

  @Test(
    "are found as redaction makes them",
    arguments: [
      "8d2f6c1a-3b4e-4f5a-9c8d-7e6f5a4b3c2d", "alice@corp.net", "54.240.196.10", "8.8.4.4", "vpc-0c41d7e2a90e81f7a",
      "AROAQWERTYUIOPASDFGHJ", "AKIAQWERTYUIOPASDFGH", "ghp_aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789",
    ])
  func made(value: String) throws {
    let alias = try #require(Recording.originals(value).last).alias.text
    let own = value.hasPrefix("vpc-") ? String(alias.dropFirst(4)) : alias
    for text in [alias, "a/\(alias)", "arn:x:\(alias)/y", "\(alias), \(alias)."] {
      let count = text.contains(",") ? 2 : 1
      #expect(found(text) == Array(repeating: own, count: count), "\(text)")
    }
  }

  @Test("are account ids and numbers by their digits")
  func digits() {
    #expect(found("arn:aws:iam::999204183377:role/x") == ["999204183377"])
    #expect(found("123456789012 999 99920418 9992041833771") == ["9992041833771"])
  }

  @Test(
    "are not what AWS gives out, words or names",
    arguments: [
      "", "redacted-", "redacted", "redacted-list", "i-0123456789abcdef0", "8d2f6c1a-3b4e-4f5a-9c8d-7e6f5a4b3c2d",
      "127.0.0.1",
      "127.1", "my-bucket", "AROAQWERTYUIOPASDFGHJ", "cmVkYWN0ZWQt", "2026-11-23T08:00:00Z", "-----", "IHsiYWxn.x.y",
    ])
  func others(text: String) { #expect(found(text).isEmpty) }

  @Test("never trap it, whatever bytes it has")
  func fuzz() {
    var random = SplitMix(seed: 5)
    let parts = [
      "redacted-", "cmVkYWN0ZWQt", "999204183377", "127.1.2.3", "2001:db8:1::", "IHsiYWxn", "-0123abcd", "8d2f6c1a-",
    ]
    for _ in 0..<2_000 {
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<6, using: &random) {
        text += (parts.randomElement(using: &random) ?? "").bytes
        text += (0..<Int.random(in: 0..<4, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      }
      let ranges = AliasSearch.ranges(in: text)
      #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
      #expect(ranges.allSatisfy { $0.upperBound <= text.count && !$0.isEmpty })
    }
  }
}
