// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("The XML reader")
struct XMLReaderTests {
  private func json(_ text: String, limits: DocumentLimits = .standard) throws(DocumentError) -> String {
    try XMLReader.read(Array(text.utf8)[...], limits: limits).root.json
  }

  @Test(
    "takes elements for members, strings and lists",
    arguments: [
      ("<a/>", #"{"a":""}"#), ("<a></a>", #"{"a":""}"#), ("<a>x</a>", #"{"a":"x"}"#), ("<a > x </a >", #"{"a":" x "}"#),
      ("<a>\r\n</a>", #"{"a":"\r\n"}"#), ("<a><b>1</b><c/></a>", #"{"a":{"b":"1","c":""}}"#),
      ("<a>\n  <b>1</b>\n  <c> </c>\n</a>", #"{"a":{"b":"1","c":" "}}"#),
      ("<a><b>1</b><c>x</c><b>2</b></a>", #"{"a":{"b":["1","2"],"c":"x"}}"#),
      ("<a><b/><b/></a>", #"{"a":{"b":["",""]}}"#), ("<a><b><b><b/></b></b></a>", #"{"a":{"b":{"b":{"b":""}}}}"#),
      ("<s:a><s:b>1</s:b></s:a>", #"{"s:a":{"s:b":"1"}}"#), ("<é-1.2_>x</é-1.2_>", #"{"é-1.2_":"x"}"#),
      ("<a>x<b/>y<b/> </a>", ##"{"a":{"#text":["x","y"],"b":["",""]}}"##),
      (#"<a xmlns="http://x" xmlns:xsi="y"><b/></a>"#, #"{"a":{"b":""}}"#), (#"<a xmlns="u">t</a>"#, #"{"a":"t"}"#),
      (#"<a x="1" y = '2"'/>"#, #"{"a":{"@x":"1","@y":"2\""}}"#),
      (#"<a x="1">t</a>"#, ##"{"a":{"@x":"1","#text":"t"}}"##),
      (#"<a xsi:type="T"><b>1</b></a>"#, #"{"a":{"@xsi:type":"T","b":"1"}}"#),
      (#"<a xmlnsx="1"/>"#, #"{"a":{"@xmlnsx":"1"}}"#),
      ("<a>&lt;&gt;&amp;&apos;&quot;&#65;&#x1F680;&#xa;</a>", #"{"a":"<>&'\"A🚀\n"}"#),
      (#"<a x="&lt;&#9;"/>"#, #"{"a":{"@x":"<\t"}}"#),
      ("<a><![CDATA[<b>&amp;]]]]></a>", #"{"a":"<b>&amp;]]"}"#), ("<a>x<!-- <b> -->y<?p <c> ?>z</a>", #"{"a":"xyz"}"#),
      ("\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c -->\n<a/>\n<!-- d --><?p?>\n", #"{"a":""}"#),
    ])
  func tree(text: String, expected: String) throws {
    #expect(try json(text) == expected)
  }

  @Test(
    "refuses everything else",
    arguments: [
      ("", .unexpectedEnd), (" ", .unexpectedEnd), ("a", .unexpectedByte), ("<a>", .unexpectedEnd),
      ("<a", .unexpectedEnd),
      ("<", .unexpectedEnd), ("<a></b>", .mismatchedTag), ("<a><b></a></b>", .mismatchedTag), ("</a>", .unexpectedByte),
      ("<a/><b/>", .trailingBytes), ("<a/>x", .trailingBytes), ("<1/>", .unexpectedByte), ("<a b/>", .unexpectedByte),
      ("<a b=c/>", .unexpectedByte), (#"<a b="<"/>"#, .unexpectedByte), (#"<a b="1"c="2"/>"#, .unexpectedByte),
      (#"<a b="1"#, .unexpectedEnd), ("<a>&nbsp;</a>", .badEntity), ("<a>&amp</a>", .badEntity),
      ("<a>&;</a>", .badEntity),
      ("<a>&#xD800;</a>", .badEntity), ("<a>&#x110000;</a>", .badEntity), ("<a>&#;</a>", .badEntity),
      ("<a>&#-1;</a>", .badEntity), ("<a>&#+1;</a>", .badEntity), ("<!DOCTYPE a><a/>", .badEntity),
      ("<a><!ENTITY x></a>", .badEntity),
      (#"<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>"#, .badEntity), ("<a><!-- </a>", .unexpectedEnd),
      ("<a><![CDATA[</a>", .unexpectedEnd), ("<a>\u{1}</a>", .controlCharacter), ("<a/><!DOCTYPE a>", .badEntity),
    ] as [(String, DocumentError.Code)])
  func refused(text: String, code: DocumentError.Code) {
    #expect { try json(text) } throws: { ($0 as? DocumentError)?.code == code }
  }

  @Test("refuses bytes that are not UTF-8")
  func badUTF8() {
    let bytes = Array("<a>".utf8) + [0xFF] + Array("</a>".utf8)
    #expect(throws: DocumentError(.badUTF8, at: 3)) { try XMLReader.read(bytes[...]) }
  }

  @Test("takes just the depth and number of values that it may")
  func limits() throws {
    #expect(try json("<a><b/></a>", limits: DocumentLimits(depth: 2)) == #"{"a":{"b":""}}"#)
    for text in ["<a><b/><b/></a>", "<a><b><c/></b></a>"] {
      #expect { try json(text, limits: DocumentLimits(depth: 2)) } throws: { ($0 as? DocumentError)?.code == .tooDeep }
    }
    let deep = String(repeating: "<a>", count: 100_000)
    #expect { try json(deep) } throws: { ($0 as? DocumentError)?.code == .tooDeep }
    #expect { try json("<a><b/><c/></a>", limits: DocumentLimits(nodes: 6)) } throws: {
      ($0 as? DocumentError)?.code == .tooLarge
    }
    #expect(throws: DocumentError(.tooLarge, at: 3)) { try json("<a/>", limits: DocumentLimits(bytes: 3)) }
  }

  @Test("reads 20 000 elements of two names that take turns without much work for each")
  func manyElements() throws {
    let text = "<a>" + String(repeating: "<b>1</b><c x='1'/>", count: 10_000) + "</a>"
    let clock = ContinuousClock()
    var count: Int?
    let took = try clock.measure { count = try XMLReader.read(Array(text.utf8)[...]).root["a"]?["c"]?.count }
    #expect(count == 10_000)
    #expect(took < .seconds(20))
  }

  @Test("never traps on damaged text, and what it takes can be walked", arguments: 0..<8)
  func fuzz(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let text = Array(
      #"<?xml version="1.0"?><a xmlns="u" x='1'>t<b y="&amp;">&#65;</b><!-- c --><b><![CDATA[d]]></b> <é/></a>"#.utf8)
    for _ in 0..<500 {
      var bytes = text
      bytes.mutate(Array("<>/&;!?='\" -]#x\u{1}".utf8) + [0xC3, 0xFF], &random)
      if let document = try? XMLReader.read(bytes[...]) { #expect(document.root.walk() > 0) }
    }
  }
}
