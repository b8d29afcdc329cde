// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("Base64")
struct Base64Tests {
  @Test(
    "is that of RFC 4648, both ways",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func vectors(plain: String, encoded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == Array(encoded.utf8))
    #expect(Base64.decode(encoded.utf8) == Array(plain.utf8))
  }

  @Test("uses + and /")
  func alphabet() {
    #expect(Base64.encode([0xFB, 0xFF, 0xBF]) == Array("+/+/".utf8))
    #expect(Base64.decode("+/+/".utf8) == [0xFB, 0xFF, 0xBF])
  }

  @Test(
    "refuses what is not padded base64",
    arguments: ["Z", "Zg", "Zg=", "Zg===", "=", "====", "Z===", "Zm=v", "Zg==Zg==", "Zm9v\n", "Zm 9", "-_-_", "é0"])
  func refuses(text: String) {
    #expect(Base64.decode(text.utf8) == nil)
  }

  @Test("comes back whole for any bytes", arguments: 0..<4)
  func roundTrip(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for count in 0..<70 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
  }
}
