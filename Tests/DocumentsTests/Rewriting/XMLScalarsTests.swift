// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("Rewriting XML")
struct XMLScalarsTests {
  @Test("tells texts, attributes and remarks with their places")
  func places() {
    let text = """
      <?xml version="1.0"?>
      <r:Result xmlns:r="u"><!-- note --><Items><r:Item id='1'>a</r:Item><Item>b&lt;<![CDATA[<c>]]>d</Item></Items>
      <Mixed>one<b/>two<b key = "v"/> </Mixed></r:Result>
      """
    #expect(
      visits(text, .xml) == [
        "/ string xml version=\"1.0\"", "/Result/r string u", "/Result/ string  note ",
        "/Result/Items/Item/id string 1", "/Result/Items/Item string a", "/Result/Items/Item string b<<c>d",
        "/Result/Mixed string one", "/Result/Mixed string two", "/Result/Mixed/b/key string v",
      ])
    #expect(isWhole(text, .xml))
  }

  @Test("takes a prefix for a name where nothing stands behind its colon, as the reader does")
  func prefixAlone() {
    let text = "<r:><i: k:='1'/><i:>a</i:></r:>"
    #expect(visits(text, .xml) == ["/r:/i:/k: string 1", "/r:/i: string a"])
    #expect(isWhole(text, .xml))
  }

  @Test("tells the element's name and the one above it")
  func members() {
    var seen: [String] = []
    _ = ScalarRewriter.rewrite(Array("<a><b>x</b><!--y--></a>".utf8), as: .xml) { place, _, _ in
      seen.append("\(String(decoding: place.parent, as: UTF8.self))>\(String(decoding: place.member, as: UTF8.self))")
      return nil
    }
    #expect(seen == ["a>b", "a>"])
  }

  @Test(
    "escapes what it writes, and keeps all other bytes",
    arguments: [
      ("<a >\r\n <b>x</b><c/>&#65;</a >", "<&>\n\r\u{1}", "<a >\r\n <b>&lt;&amp;&gt;\n&#13;&#1;</b><c/>&#65;</a >"),
      (#"<a k="x" l='x'/>"#, "\"'<\n", #"<a k="&quot;&apos;&lt;&#10;" l='&quot;&apos;&lt;&#10;'/>"#),
      ("<a><![CDATA[x]]></a>", "]]>", "<a>]]&gt;</a>"), ("<a>&#x78;</a>", "y", "<a>y</a>"),
      ("<!--x--><a/><?x?>", "->--?>-", "<!--->- -? >- --><a/><?->- -? >- ?>"),
      ("<a>x<!-- x -->y</a>", "*", "<a>*<!-- x -->y</a>"),
    ])
  func replaces(text: String, other: String, expected: String) {
    #expect(rewritten(text, .xml, ["x": other]) == expected)
  }

  @Test(
    "reads on where tags or references are broken",
    arguments: [
      ("<a><b>x</a><c>x</c>", "<a><b>*</a><c>*</c>"), ("<a>x", "<a>*"), ("<a k='x", "<a k='*"),
      ("<a k='x<b>x</b>", "<a k='*<b>*</b>"), ("<a k=x l='x'>x</a>", "<a k=x l='*'>*</a>"), ("<a><!--x", "<a><!--*"),
      ("<a><![CDATA[x", "<a>*"), ("<!DOCTYPE x><a>x</a>", "<!DOCTYPE x><a>*</a>"), ("x", "*"),
      ("<a>1 < 2</a><b>x</b>", "<a>1 < 2</a><b>*</b>"), ("</a><b>x</b>", "</a><b>*</b>"), ("<a<b>x</b>", "<a<b>*</b>"),
      ("<a>&nbsp;</a><b>x</b>", "<a>&nbsp;</a><b>*</b>"), ("<a / b>x</a>", "<a / b>*</a>"),
      ("<a '>x</a>", "<a '>*</a>"),
    ])
  func broken(text: String, expected: String) {
    #expect(rewritten(text, .xml, ["x": "*"]) == expected)
    #expect(!isWhole(text, .xml))
  }

  @Test("keeps what is no reference in a text that is replaced")
  func badReference() {
    #expect(visits("<a>&nbsp;&#xD800;&&amp;</a>", .xml) == ["/a string &nbsp;&#xD800;&&"])
  }

  @Test("tells texts that lie too deep under the deepest name it knows")
  func depth() {
    let text = String(repeating: "<a>", count: 50_000) + "x" + String(repeating: "</a>", count: 50_000)
    var depths: [Int] = []
    let result = ScalarRewriter.rewrite(Array("<r>\(text)<b>y</b></r>".utf8), as: .xml) { place, _, text in
      depths.append(place.depth)
      return nil
    }
    #expect(!result.isWhole && depths == [1000, 2])
  }

  @Test("changes what is replaced and nothing else", arguments: 0..<8)
  func property(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<100 {
      let body = SampleXML.body(&random)
      let result = ScalarRewriter.rewrite(body, as: .xml) { $0.member.isEmpty ? nil : change($2) }
      let before = try XMLReader.read(body[...]).root
      let after = try XMLReader.read((result.bytes ?? body)[...]).root
      #expect(result.isWhole && lines(after) == changedLines(before))
    }
  }

  /// The reader leaves out some texts of white space.
  private func change(_ text: some Collection<UInt8>) -> [UInt8]? {
    text.allSatisfy(XMLTree.isSpace) ? nil : changed(text)
  }

  /// Names of elements stay.
  private func changedLines(_ value: DocumentValue) -> [String] {
    switch value.kind {
    case .object:
      ["{"] + value.members.flatMap { ["name \($0.name.string ?? "")"] + changedLines($0.value) } + ["}"]
    case .array: ["["] + value.elements.flatMap { changedLines($0) } + ["]"]
    default: lines(value) { change($0) }
    }
  }
}
