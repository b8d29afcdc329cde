// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("The JSON reader")
struct JSONReaderTests {
  private func read(_ text: String, limits: DocumentLimits = .standard) throws(DocumentError) -> Document {
    try JSONReader.read(Array(text.utf8), limits: limits)
  }

  private func code(_ bytes: [UInt8], limits: DocumentLimits = .standard) -> DocumentError.Code? {
    do throws(DocumentError) {
      _ = try JSONReader.read(bytes, limits: limits)
      return nil
    } catch {
      return error.code
    }
  }

  @Test(
    "takes what RFC 8259 calls JSON",
    arguments: [
      "null", "true", "false", "0", "-0", "1", "-1", "10", "0.5", "-0.5", "1e5", "1E5", "1e+5", "1e-5", "1.25e10",
      "123456789012345678901234567890", "\"\"", "\"a\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0041\\u00e9\"",
      "\"\\uD83D\\uDE80\"", "\"\\uD800\"", "\"\u{7F}\"", "\"\u{2028}\"", "[]", "[ ]", "[1,2]", "{}", "{ }",
      "{\"a\":1}", "{\"\":0}", "{\"a\":1,\"a\":2}", " \t\r\n[ \t\r\n1 \t\r\n, 2 ] \t\r\n", "[[[[]]]]",
      "{\"a\":{\"b\":[{\"c\":null}]}}",
    ])
  func accepts(text: String) throws {
    _ = try read(text)
  }

  @Test(
    "refuses everything else",
    arguments: [
      ("", .unexpectedEnd), (" ", .unexpectedEnd), ("nul", .unexpectedEnd), ("nulL", .unexpectedByte),
      ("True", .unexpectedByte), ("NaN", .unexpectedByte), ("Infinity", .unexpectedByte), ("-", .badNumber),
      ("-a", .badNumber), ("+1", .unexpectedByte), (".5", .unexpectedByte), ("1.", .badNumber), ("1.e5", .badNumber),
      ("1e", .badNumber), ("1e+", .badNumber), ("01", .trailingBytes), ("-01", .trailingBytes), ("0x1", .trailingBytes),
      ("1 2", .trailingBytes), ("null null", .trailingBytes), ("'a'", .unexpectedByte), ("\"a", .unexpectedEnd),
      ("\"\\", .unexpectedEnd), ("\"\\x\"", .badEscape), ("\"\\u12\"", .unexpectedEnd), ("\"\\u12g4\"", .badEscape),
      ("\"\\u\"     ", .badEscape), ("\"\\uD800\\u12\"", .unexpectedEnd), ("\"\u{1}\"", .controlCharacter),
      ("\"\n\"", .controlCharacter), ("\"\\n\u{0}\"", .controlCharacter), ("[", .unexpectedEnd), ("[1", .unexpectedEnd),
      ("[1,", .unexpectedEnd), ("[1,]", .unexpectedByte), ("[,1]", .unexpectedByte), ("[1 2]", .unexpectedByte),
      ("[1}", .unexpectedByte), ("]", .unexpectedByte), ("[]]", .trailingBytes), ("{", .unexpectedEnd),
      ("{\"a\"", .unexpectedEnd), ("{\"a\":", .unexpectedEnd), ("{\"a\":1", .unexpectedEnd),
      ("{\"a\":1,}", .unexpectedByte), ("{a:1}", .unexpectedByte), ("{1:1}", .unexpectedByte),
      ("{\"a\" 1}", .unexpectedByte), ("{\"a\"::1}", .unexpectedByte), ("{\"a\":1 \"b\":2}", .unexpectedByte),
      ("{\"a\":1]", .unexpectedByte), ("{,}", .unexpectedByte), ("/* */1", .unexpectedByte), ("1//", .trailingBytes),
      ("\u{FEFF}1", .unexpectedByte), ("\u{C}1", .unexpectedByte), ("1\u{0}", .trailingBytes),
    ] as [(String, DocumentError.Code)])
  func refuses(text: String, expected: DocumentError.Code) {
    #expect(code(Array(text.utf8)) == expected)
  }

  @Test(
    "refuses text that is not UTF-8",
    arguments: [
      [0x80], [0xC3], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80],
      [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xF0, 0x9F, 0x9A],
    ] as [[UInt8]])
  func badUTF8(bytes: [UInt8]) {
    #expect(code([0x22] + bytes + [0x22]) == .badUTF8)
    #expect(code(Array(#""\n"#.utf8) + bytes + Array(#"\n""#.utf8)) == .badUTF8)
    #expect(code(Array("{\"".utf8) + bytes + Array("\":1}".utf8)) == .badUTF8)
  }

  @Test("tells where the damage is")
  func offsets() throws {
    #expect(throws: DocumentError(.unexpectedByte, at: 4)) { try read("[1, ]") }
    #expect(throws: DocumentError(.badUTF8, at: 3)) { try JSONReader.read([0x22, 0x61, 0x62, 0xFF, 0x22]) }
    let within = Array("xx[1,]yy".utf8)
    #expect(throws: DocumentError(.unexpectedByte, at: 3)) { try JSONReader.read(within, range: 2..<6) }
  }

  @Test("undoes escapes, surrogate pairs included")
  func escapes() throws {
    let text = #""\"\\\/\b\f\n\r\t\u0041\u00e9\uD83D\uDE80\u0000""#
    #expect(try read(text).root.string == "\"\\/\u{8}\u{C}\n\r\tAé🚀\u{0}")
  }

  @Test("keeps lone surrogates apart from each other and from the pair that they could be part of")
  func loneSurrogates() throws {
    let texts = [#""\uD800""#, #""\uD801""#, #""\uDC00""#, #""\uD800\uD800""#, #""\uD800\u0041""#, #""\uD800\uDC00""#]
    let decoded = try texts.map { Array(try read($0).root.bytes) }
    #expect(Set(decoded).count == texts.count)
    #expect(decoded[0] == [0xED, 0xA0, 0x80])
    #expect(decoded[5] == Array("\u{10000}".utf8))
    #expect(try read(texts[0]).root.string == "\u{FFFD}\u{FFFD}\u{FFFD}")
  }

  @Test("gives the scalars of a document, and nil for what they are not")
  func scalars() throws {
    let root = try read(#"{"n":null,"t":true,"f":false,"i":-12,"d":1.50,"s":"x","a":[1],"big":9223372036854775808}"#)
      .root
    #expect(root["n"]?.isNull == true && root["t"]?.bool == true && root["f"]?.bool == false)
    #expect(root["i"]?.int == -12 && root["d"]?.int == nil && root["d"]?.numberLexeme == "1.50")
    #expect(root["s"]?.string == "x" && root["s"]?.int == nil && root["i"]?.string == nil && root["s"]?.bool == nil)
    #expect(root["big"]?.int == nil && root["none"] == nil && root["s"]?["x"] == nil)
    #expect(
      root["a"]?.count == 1 && root["a"].map { Array($0.members).isEmpty } == true && Array(root.elements).isEmpty)
  }

  @Test("walks members and elements in order, past whatever they hold")
  func walks() throws {
    let root = try read(#"{"a":{"x":[1,{"y":2}]},"b":[[],{},[3]],"c":"\n"}"#).root
    #expect(root.members.map { $0.name.string } == ["a", "b", "c"])
    #expect(root["b"]?.elements.map(\.kind) == [.array, .object, .array])
    #expect(root["c"]?.string == "\n")
  }

  @Test("tells where each value stands in the source", arguments: [0, 3])
  func sourceRanges(offset: Int) throws {
    let text = Array(#"{"name":"va lue","list":[1, 22,true],"o":{"p":null},"e":"\n"}"#.utf8)
    let source = Array(repeating: UInt8(0x21), count: offset) + text + [0x21]
    let root = try JSONReader.read(source, range: offset..<offset + text.count).root
    func stands(_ value: DocumentValue?) -> String? {
      value?.sourceRange.map { String(decoding: source[$0], as: UTF8.self) }
    }
    #expect(stands(root) == String(decoding: text, as: UTF8.self))
    #expect(stands(root["name"]) == "\"va lue\"")
    #expect(stands(root.members.map(\.name)[0]) == "\"name\"")
    #expect(stands(root["list"]) == "[1, 22,true]" && root["list"]?.elements.map { stands($0) } == ["1", "22", "true"])
    #expect(stands(root["o"]) == #"{"p":null}"# && stands(root["o"]?["p"]) == "null")
    #expect(root["e"]?.sourceRange == nil)
    #expect(root["list"].map { Array($0.bytes) } == Array("[1, 22,true]".utf8))
  }

  @Test("takes just the depth that it may, in either bracket")
  func depth() throws {
    let limits = DocumentLimits(depth: 3)
    _ = try read("[[[1]]]", limits: limits)
    #expect(throws: DocumentError(.tooDeep, at: 3)) { try read("[[[[1]]]]", limits: limits) }
    #expect(throws: DocumentError(.tooDeep, at: 15)) { try read(#"{"a":{"a":{"a":{}}}}"#, limits: limits) }
  }

  @Test("refuses a hundred thousand brackets at the first that is too deep")
  func brackets() {
    #expect(code(Array(repeating: 0x5B, count: 100_000)) == .tooDeep)
    #expect(code(Array(String(repeating: "{\"a\":", count: 100_000).utf8)) == .tooDeep)
  }

  @Test("takes just as many bytes and values as it may")
  func size() throws {
    _ = try read("[1,2]", limits: DocumentLimits(bytes: 5, nodes: 3))
    #expect(throws: DocumentError(.tooLarge, at: 4)) { try read("[1,2]", limits: DocumentLimits(bytes: 4)) }
    #expect(throws: DocumentError(.tooLarge, at: 4)) { try read("[1,2]", limits: DocumentLimits(nodes: 2)) }
    #expect(DocumentLimits(bytes: .max).bytes == Int(UInt32.max) - 1)
  }

  @Test("reads 100 000 members of 100 bytes in one pass")
  func manyMembers() throws {
    var text: [UInt8] = [0x7B]
    let value = Array("\":\"\(String(repeating: "v", count: 80))\"".utf8)
    for index in 0..<100_000 {
      if index > 0 { text.append(0x2C) }
      text.append(contentsOf: "\"member-\(index)".utf8)
      text.append(contentsOf: value)
    }
    text.append(0x7D)
    let clock = ContinuousClock()
    var count = 0
    let took = try clock.measure { count = try JSONReader.read(text).root.count }
    #expect(count == 100_000)
    #expect(took < .seconds(20))
  }

  @Test("never traps on damaged text, and what it takes can be walked", arguments: 0..<8)
  func fuzz(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<300 {
      var bytes = Array(SampleValue.random(&random).text(&random).utf8)
      bytes.mutate(Array("{}[]\",:\\u0e-\u{1}".utf8) + [0xC3, 0xED, 0xFF], &random)
      if let document = try? JSONReader.read(bytes) { #expect(document.root.walk() > 0) }
    }
  }
}
