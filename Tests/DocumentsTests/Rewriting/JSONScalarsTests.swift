// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("Rewriting JSON")
struct JSONScalarsTests {
  @Test("tells every scalar with its place")
  func places() {
    let text = #"{"a":"x","b":{"c":[1,"y",{"d":-2.50e1}],"e\/~":"z"},"f":[[],[true,"w"]],"n":null}"#
    #expect(
      visits(text, .json) == [
        " name a", "/a string x", " name b", "/b name c", "/b/c/0 number 1", "/b/c/1 string y", "/b/c/2 name d",
        "/b/c/2/d number -2.50e1", "/b name e/~", "/b/e~1~0 string z", " name f", "/f/1/1 string w", " name n",
      ])
  }

  @Test("tells the nearest names, past lists")
  func members() {
    var seen: [String] = []
    let body = Array(#"{"Keys":[{"S\u0065cret":[["x"]]}],"y":{}}"#.utf8)
    _ = ScalarRewriter.rewrite(body, as: .json) { place, kind, _ in
      let (parent, member) = (
        String(decoding: place.parent, as: UTF8.self), String(decoding: place.member, as: UTF8.self)
      )
      seen.append("\(kind) \(parent)>\(member) \(place.depth)")
      return nil
    }
    #expect(seen == ["name > 0", "name >Keys 2", "string Keys>Secret 5", "name > 0"])
  }

  @Test("replaces names, strings and numbers, and keeps all other bytes")
  func replaces() {
    let text = "\u{FEFF}{ \"a\" :\t\"\\u0041\\/\" ,\n\"a\":1.50, \"b\": [ \"x\", 2 ]\r\n, \"c\":\"\" } "
    let expected = "\u{FEFF}{ \"a\" :\t\"\\u0041\\/\" ,\n\"a\":1.50, \"\\\"\\\\\": [ \"é\\n\", 999 ]\r\n, \"c\":\"\" } "
    #expect(rewritten(text, .json, ["b": "\"\\", "x": "é\n", "2": "999"]) == expected)
    #expect(rewritten(#"["A\u002f"]"#, .json, ["A/": "B"]) == #"["B"]"#)
    #expect(rewritten(#"{"a":""}"#, .json, ["": "x"]) == #"{"a":"x"}"#)
    #expect(rewritten(#"["x"]"#, .json, ["x": ""]) == #"[""]"#)
  }

  @Test("undoes all escapes, also of half a pair of surrogates")
  func escapes() {
    #expect(visits(#""\"\\\/\b\f\n\r\t\u00e9\uD83D\ude80""#, .json) == [" string \"\\/\u{8}\u{C}\n\r\té🚀"])
    let result = ScalarRewriter.rewrite(Array(#"["\ud800!","x"]"#.utf8), as: .json) { _, _, text in
      text.count == 4 ? Array(text) + [0x3F] : nil
    }
    #expect(result.bytes == Array(#"["\ud800!?","x"]"#.utf8) && result.isWhole)
  }

  @Test("gives texts without escapes as they lie in the body")
  func noCopy() {
    let body = Array(#"{"name":"text","n":12}"#.utf8)
    body.withUnsafeBytes { body in
      guard let start = body.baseAddress else { return }
      let end = start + body.count
      _ = ScalarRewriter.rewrite(body, as: .json) { place, _, text in
        #expect(text.baseAddress.map { $0 >= start && $0 < end } == true)
        #expect(place.member.isEmpty || place.member.baseAddress.map { $0 >= start && $0 < end } == true)
        return nil
      }
    }
  }

  @Test(
    "takes several values in a row for whole",
    arguments: ["", " ", "{}\n[\"a\"]\n\"b\" 1", "{\"a\":1}{\"a\":2}", "12 3"])
  func row(text: String) {
    #expect(isWhole(text, .json))
  }

  @Test(
    "reads broken JSON up to the fault",
    arguments: [
      (#"{"a":"x","b":nul,"c":"x"}"#, #"{"a":"*","b":nul,"c":"x"}"#), (#"["x",]"#, #"["*",]"#),
      (#"["x""x"]"#, #"["*""x"]"#), (#"["x"}"#, #"["*"}"#), (#"{"a":"x","b":"x"#, #"{"a":"*","b":"*"#),
      (#"{"x"#, #"{"*"#), (#"{"a":["x",12"#, #"{"a":["*",12"#), (#"<a>"x"</a>"#, nil), (#"{'x'}"#, nil),
      (#"["x"]]"#, #"["*"]]"#), (#"["x", +"x"]"#, #"["*", +"x"]"#),
    ] as [(String, String?)])
  func broken(text: String, expected: String?) {
    #expect(rewritten(text, .json, ["x": "*"]) == expected)
    #expect(!isWhole(text, .json))
  }

  @Test("reads past bad escapes, as what they look like")
  func badEscapes() {
    let text = #"["\q\u12","\ud800\u12","x\"#
    #expect(visits(text, .json) == [#"/0 string \q\u12"#, #"/1 string \ud800\u12"#, #"/2 string x\"#])
    #expect(!isWhole(#"["\q"]"#, .json))
    #expect(rewritten(#"["\q","x"]"#, .json, ["x": "*"]) == #"["\q","*"]"#)
  }

  @Test("tells strings that lie too deep without their names, and goes on behind them")
  func depth() {
    let deep = String(repeating: "[", count: 100_000) + #"{"k]":"v"}"# + String(repeating: "]", count: 100_000)
    let text = #"{"deep":\#(deep),"x":"y"}"#
    var seen: [String] = []
    let result = ScalarRewriter.rewrite(Array(text.utf8), as: .json) { place, _, text in
      seen.append(
        "\(place.depth) \(String(decoding: place.member, as: UTF8.self)) \(String(decoding: text, as: UTF8.self))")
      return nil
    }
    #expect(!result.isWhole && seen == ["0  deep", "1000 deep k]", "1000 deep v", "0  x", "1 x y"])
    let most = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
    #expect(isWhole(most, .json) && !isWhole("[\(most)]", .json))
  }

  @Test("changes what is replaced and nothing else", arguments: 0..<8)
  func property(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<100 {
      let body = Array(SampleValue.object(&random).text(&random).utf8)
      let result = ScalarRewriter.rewrite(body, as: .json) { $1 == .number ? nil : changed($2) }
      let expected = lines(try JSONReader.read(body).root) { changed($0) }
      let after = try JSONReader.read(result.bytes ?? body).root
      #expect(result.isWhole && lines(after) == expected)
    }
  }
}
