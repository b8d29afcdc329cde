// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Redaction

@Suite("Texts written with escapes")
struct EncodedLayerTests {
  private func layer(_ text: String, _ form: EncodedLayer.Form) -> EncodedLayer? {
    [UInt8](text).withUnsafeBytes { EncodedLayer($0, form) }
  }

  @Test(
    "are read as what they say",
    arguments: [
      ("a%2Fb%20c%2fd", "a/b c/d", EncodedLayer.Form.percent), ("%41", "A", .percent), ("%zz%4%41", "%zz%4A", .percent),
      ("100%%41", "100%A", .percent), (#"a\"b\\c\/d"#, #"a"b\c/d"#, .json), (#"\b\f\n\r\t"#, "\u{8}\u{C}\n\r\t", .json),
      (#"\u0041\u00e9\uD83D\uDE00!"#, "Aé😀!", .json), (#"\u004\u0041"#, #"\u004A"#, .json),
      (#"\ud83d\n"#, "\\ud83d\n", .json), (#"\x\n\"#, "\\x\n\\", .json),
    ])
  func decoded(text: String, says: String, form: EncodedLayer.Form) throws {
    #expect(String(decoding: try #require(layer(text, form)).decoded, as: UTF8.self) == says)
  }

  @Test(
    "are none without an escape", arguments: ["", "abc", "%", "%4", "%zz", "100 %", "\\", "\\x", "\\u12", "\\ud83d"])
  func none(text: String) {
    #expect(layer(text, .percent) == nil && layer(text, .json) == nil)
  }

  @Test("take an edit of what they say where it is written")
  func edits() throws {
    for (text, form, says) in [
      ("x%2Fy%41z", EncodedLayer.Form.percent, "x%2F%22nw%22z"), (#"x\/y\u0041z"#, .json, #"x\/\"nw\"z"#),
    ] {
      let layer = try #require(self.layer(text, form))
      let edit = layer.edit(TextEdit(range: 2..<4, text: [UInt8](#""nw""#)))
      let result = [UInt8](text).withUnsafeBytes { TextEdit.apply([edit], to: $0) }
      #expect(String(decoding: result, as: UTF8.self) == says)
    }
  }

  @Test("keep all that an edit does not touch, whatever is escaped")
  func roundTrips() throws {
    var random = SplitMix(seed: 11)
    for _ in 0..<300 {
      let pieces = (0..<8).map { _ in
        ["a", "%41", "\\u00e9", "\\n", "%zz", "\\", "é", "%C3%A9", "b c"].randomElement(using: &random) ?? ""
      }
      for form in [EncodedLayer.Form.percent, .json] {
        let text = [UInt8](pieces.joined())
        guard let layer = text.withUnsafeBytes({ EncodedLayer($0, form) }) else { continue }
        let start = Int.random(in: 0...layer.decoded.count, using: &random)
        let end = Int.random(in: start...layer.decoded.count, using: &random)
        let edit = layer.edit(TextEdit(range: start..<end, text: [UInt8]("<é\">")))
        let result = text.withUnsafeBytes { TextEdit.apply([edit], to: $0) }
        let prefix = text.prefix(edit.range.lowerBound)
        #expect(
          result.starts(with: prefix)
            && result.suffix(text.count - edit.range.upperBound) == text[edit.range.upperBound...])
        let again = result.withUnsafeBytes { EncodedLayer($0, form) }?.decoded ?? result
        #expect(again.count >= layer.decoded.count - (end - start))
      }
    }
  }
}
