// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Redaction

@Suite("The mark of aliases")
struct AliasMarkTests {
  @Test(
    "is not on ordinary values",
    arguments: [
      "", "redacted", "redacted-", "redacted-5d4b0e18-1c2f-4a8b-9d52-5f7a3c1e9b20", "99912345", "0.999", "0.99912",
      "123456789012", "REDACTEDREDACTED1234", "redacted-0123456789abcdeg@example.com", "jane@example.com",
      "www.example.com", "127.0.0.1", "127.1.2", "127.1.2.3.4", "2001:db8:planted secret", "vpc-01234567",
      "vpc-0123456789abcdef0", "https://www.example.com/", "arn:aws:iam::210987654320:role/x", "true", "999-99-9999",
      "-----BEGIN REDACTED KEY-----\nplanted\n-----END REDACTED KEY-----\n", "AROADBQP57FF2AEXAMPLE",
    ])
  func ordinary(value: String) {
    #expect(!AliasMark.isAlias(value))
  }

  @Test("is not on an alias that something was put into", arguments: AliasesTests.samples)
  func extended(value: String) {
    let alias = Aliases(key: .sample).alias(value)
    #expect(!AliasMark.isAlias("\(alias) planted") && !AliasMark.isAlias("planted \(alias)"))
    #expect(!AliasMark.isAlias("\(alias)-planted"))
  }

  @Test("is on random values by chance alone")
  func random() {
    var random = SplitMix(seed: 5)
    var (accounts, ids, uuids) = (0, 0, 0)
    for _ in 0..<20_000 {
      let bits = UInt64.random(in: 0...UInt64.max, using: &random)
      let hex = String(bits | 1 << 63, radix: 16)
      if AliasMark.isAlias(String(100_000_000_000 + bits % 900_000_000_000)) { accounts += 1 }
      if AliasMark.isAlias("i-\(hex.prefix(8))") { ids += 1 }
      if AliasMark.isAlias("\(hex.prefix(8))-\(hex.prefix(4))-4\(hex.prefix(3))-8\(hex.suffix(3))-\(hex.suffix(12))") {
        uuids += 1
      }
    }
    #expect(accounts < 60 && ids < 20 && uuids == 0)
  }
}
