// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("The places of tokens in a text")
struct TokenPlacesTests {
  private static let words = [
    "app-8213", "9127", "0b54d3a2-71c3-4a51-9d2b-6f8e0c1d2e3f", "connection", "eu-west-1", "a1b2c3d4e5",
    "2026-11-23T08:00:00Z", "127.16.254.3", "x_4421", "%2F", "\\n", "\\u00e9", "&quot;", "é", ":", "/", " ", "\"", "-",
    "_",
    "eyJuYW1lIjogImFwcC04MjEzIn0=",
  ]

  private func bound() -> Renaming {
    var renaming = Renaming()
    let pairs = [
      ("8213", "55701"), ("9127", "44"), ("4421", "4421"), ("a1b2c3d4e5", "f1f2f3f4f5"), ("127.16.254.3", "127.9.9.9"),
      ("0b54d3a2-71c3-4a51-9d2b-6f8e0c1d2e3f", "1c65e4b3-82d4-4b62-8e3c-7a9f1d2e3f40"),
      ("2026-11-23T08:00:00Z", "2026-12-01T09:30:00Z"),
    ]
    for (recorded, live) in pairs {
      _ = renaming.bind(Renaming.Pair(recorded: Array(recorded.utf8), live: Array(live.utf8)))
    }
    return renaming
  }

  @Test("rename as the text itself does, wherever the tokens stand", arguments: 0..<200 as Range<UInt64>)
  func same(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let renaming = bound()
    let text = (0..<40).map { _ in Self.words.randomElement(using: &random) ?? "" }.joined()
    Array(text.utf8).withUnsafeBytes { text in
      guard let places = TokenPlaces(text) else { return }
      #expect(renaming.rewritten(text, at: places) == renaming.rewritten(text, .toLive))
    }
  }

  @Test("are not told of a text that has base64 of another in it")
  func base64() {
    let texts = [#"{"D":"eyJuYW1lIjogImFwcC04MjEzIn0="}"#: false, #"{"D":"app-8213"}"#: true]
    for (text, isTold) in texts {
      #expect(Array(text.utf8).withUnsafeBytes { TokenPlaces($0) != nil } == isTold, "\(text)")
    }
  }
}
