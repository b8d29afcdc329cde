// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import tapedeck

@Suite("The changed part of two texts")
struct TextChangeTests {
  /// The texts with their changed parts in brackets.
  private func marked(_ old: String, _ new: String) -> [String] {
    let segments = TextChange(old, new).segments
    return [
      segments.map { $0.isChanged ? "[\($0.old)]" : $0.old }, segments.map { $0.isChanged ? "[\($0.new)]" : $0.new },
    ]
    .map { $0.joined() }
  }

  @Test("is told word by word")
  func words() {
    #expect(
      marked("https://a.example/v1", "https://b.example/v1") == ["https://[a].example/v1", "https://[b].example/v1"])
    #expect(marked("one thing not found", "no one thing") == ["[]one thing[ not found]", "[no ]one thing[]"])
    #expect(marked("\"AVAILABLE\"", "\"ERROR\"") == ["\"[AVAILABLE]\"", "\"[ERROR]\""])
  }

  @Test("is not scattered by punctuation that both have")
  func punctuation() {
    #expect(marked("5d4b-0e18-77aa", "9f1c-22b4-8d0e") == ["[5d4b-0e18-77aa]", "[9f1c-22b4-8d0e]"])
  }

  @Test("is nothing between equal texts and all where one is missing")
  func ends() {
    #expect(TextChange("same", "same").segments == [.init(old: "same", new: "same", isChanged: false)])
    #expect(TextChange("", "").segments.isEmpty)
    #expect(TextChange("", "x y").segments == [.init(old: "", new: "x y", isChanged: true)])
  }

  @Test("leaves both texts whole, whatever they are", arguments: 0..<200 as Range<UInt64>)
  func whole(seed: UInt64) {
    var random = SplitMix(seed: seed)
    func text() -> String {
      (0..<Int.random(in: 0...120, using: &random)).map { _ in
        ["a", "b1", " ", ".", "é", "\u{1F98A}"].randomElement(using: &random) ?? ""
      }
      .joined()
    }
    let (old, new) = (text(), text())
    let segments = TextChange(old, new).segments
    #expect(segments.map(\.old).joined() == old && segments.map(\.new).joined() == new)
    #expect(segments.allSatisfy { $0.isChanged || $0.old == $0.new })
  }
}
