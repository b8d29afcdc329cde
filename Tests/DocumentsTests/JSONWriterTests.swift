// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("The JSON writer")
struct JSONWriterTests {
  @Test("keeps commas, quotes and nesting right")
  func nesting() {
    var writer = JSONWriter()
    writer.object { object in
      object.member("s", "x")
      object.member("i", -1)
      object.member("b", true)
      object.name("n")
      object.null()
      object.member("e", array: { _ in })
      object.member(
        "a",
        array: { array in
          array.object { _ in }
          array.array { $0.int(1) }
          array.raw("1.50".utf8)
          array.bool(false)
        })
      object.member("o", object: { $0.member("k", "v") })
    }
    #expect(writer.text == #"{"s":"x","i":-1,"b":true,"n":null,"e":[],"a":[{},[1],1.50,false],"o":{"k":"v"}}"#)
  }

  @Test("escapes what JSON wants escaped, and keeps all else")
  func escapes() {
    var writer = JSONWriter()
    writer.string("\"\\/\n\r\t\u{0}\u{1F}\u{7F}é🚀\u{2028}")
    #expect(writer.text == "\"\\\"\\\\/\\n\\r\\t\\u0000\\u001f\\u007fé🚀\u{2028}\"")
  }

  @Test("writes strings that the reader reads back", arguments: 0..<4)
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<100 {
      let text = SampleValue.string(&random)
      var writer = JSONWriter()
      writer.array { array in
        array.string(text)
        array.string(utf8: Array(text.utf8)[...])
      }
      #expect(try JSONReader.read(writer.bytes).root.elements.map { $0.string } == [text, text])
    }
  }

  @Test(
    "writes what only begins as a lone surrogate does byte for byte",
    arguments: [[0xED, 0xED, 0xED, 0xED], [0xED, 0xA0, 0xED, 0xA0], [0xED, 0xED, 0xA0, 0x80], [0xED, 0xC0, 0xFF]]
      as [[UInt8]])
  func noSurrogates(bytes: [UInt8]) {
    var writer = JSONWriter()
    writer.string(utf8: bytes)
    let isPair = bytes.suffix(3) == [0xED, 0xA0, 0x80]
    #expect(writer.bytes == [0x22] + (isPair ? [0xED] + Array("\\ud800".utf8) : bytes) + [0x22])
    var quotes = JSONWriter()
    quotes.string(utf8: [0xED, 0xA0, 0x22, 0xED, 0x22, 0x80])
    #expect(quotes.bytes == [0x22, 0xED, 0xA0, 0x5C, 0x22, 0xED, 0x5C, 0x22, 0x80, 0x22])
  }

  @Test("writes lone surrogates as the escapes that they were", arguments: [#""\ud800""#, #""a\udfff\ud801b""#])
  func loneSurrogates(text: String) throws {
    let value = try JSONReader.read(Array(text.utf8)).root
    var writer = JSONWriter()
    writer.string(utf8: value.bytes)
    #expect(writer.text == text)
  }
}
