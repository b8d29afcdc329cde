// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("Rewriting a document")
struct DocumentRewriterTests {
  private func rewrite(
    _ text: String, _ replace: (ArraySlice<UInt8>, DocumentValue) -> [UInt8]?
  ) throws -> String? {
    DocumentRewriter.rewrite(try JSONReader.read(Array(text.utf8)).root, replace: replace)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("replaces strings by the nearest member name above them, and keeps all else")
  func replaces() throws {
    let text = #"{ "b": 1.50, "secret": ["x", {"other": "x"}], "a": {"secret": "\n"}, "n": [null, true, -0] }"#
    let result = try rewrite(text) { member, _ in member.elementsEqual("secret".utf8) ? Array("*".utf8) : nil }
    #expect(result == #"{"b":1.50,"secret":["*",{"other":"x"}],"a":{"secret":"*"},"n":[null,true,-0]}"#)
  }

  @Test("gives nothing where nothing is replaced")
  func unchanged() throws {
    #expect(try rewrite(#"{"a":["b"]}"#) { _, _ in nil } == nil)
  }

  @Test("means the same when each string is replaced by itself", arguments: 0..<4)
  func identity(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<50 {
      let text = Array(SampleValue.object(&random).text(&random).utf8)
      let document = try JSONReader.read(text)
      let result = DocumentRewriter.rewrite(document.root) { _, string in Array(string.bytes) } ?? text
      #expect(DocumentComparison.differences(document.root, try JSONReader.read(result).root).isEmpty)
    }
  }

  @Test("leaves JSON where a string that stays has a lone surrogate")
  func loneSurrogate() throws {
    let text = #"{"keep":"\ud800!","secret":"x"}"#
    let result = try rewrite(text) { member, _ in member.elementsEqual("secret".utf8) ? Array("*".utf8) : nil }
    #expect(result == #"{"keep":"\ud800!","secret":"*"}"#)
  }
}
