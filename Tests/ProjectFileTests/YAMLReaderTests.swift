// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import ProjectFile

@Suite("The reader of YAML")
struct YAMLReaderTests {
  /// What a text says, as compact JSON-like text.
  private func read(_ text: String) throws -> String {
    try YAMLReader.read(Array(text.utf8)).map(YAMLReaderTests.outline) ?? "nothing"
  }

  private static func outline(_ node: YAMLNode) -> String {
    switch node.content {
    case .null: "~"
    case .scalar(let text, let isPlain): isPlain ? text : "'\(text)'"
    case .sequence(let items): "[\(items.map(outline).joined(separator: ","))]"
    case .mapping(let members): "{\(members.map { "\($0.key)=\(outline($0.value))" }.joined(separator: ","))}"
    }
  }

  private func error(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> ProjectFileError {
    let error = #expect(throws: ProjectFileError.self, sourceLocation: sourceLocation) { try read(text) }
    return try #require(error, sourceLocation: sourceLocation)
  }

  @Test(
    "reads mappings and lists by their indentation",
    arguments: [
      ("a: 1\nb: two words\n", "{a=1,b=two words}"), ("a:\n  b:\n    c: 1\n  d: 2\ne: 3", "{a={b={c=1},d=2},e=3}"),
      ("a:\n  - x\n  - y\nb: 1", "{a=[x,y],b=1}"), ("a:\n- x\n- y\nb: 1", "{a=[x,y],b=1}"),
      ("- a: 1\n  b: 2\n- a: 3\n", "[{a=1,b=2},{a=3}]"), ("-\n  a: 1\n- - x\n  - y\n-\n", "[{a=1},[x,y],~]"),
      ("a:\nb:\n\nc: ~\nd: null", "{a=~,b=~,c=~,d=~}"), ("only", "only"), ("---\na: 1\r\nb: 2\r\n", "{a=1,b=2}"),
      ("# nothing\n\n   # at all\n", "nothing"), ("\u{FEFF}a: 1", "{a=1}"),
      ("a: b:c\nurl: http://x:1/#y", "{a=b:c,url=http://x:1/#y}"),
    ])
  func blocks(text: String, outline: String) throws {
    #expect(try read(text) == outline)
  }

  @Test(
    "reads what stands in brackets, also over several lines",
    arguments: [
      ("a: []\nb: {}", "{a=[],b={}}"), ("a: [x, 'y, z', \"w\"]", "{a=[x,'y, z','w']}"),
      ("a: [\n  x, # first\n  y,\n]\nb: 1", "{a=[x,y],b=1}"),
      (
        "a:\n  - {action: s3:Put*, path: /body/*}\n  - { \"path\":\"/x\" }",
        "{a=[{action=s3:Put*,path=/body/*},{path='/x'}]}"
      ),
      ("[{a: [1, [2]]}, b]", "[{a=[1,[2]]},b]"), ("{a: , b: }", "{a=~,b=~}"),
    ])
  func flows(text: String, outline: String) throws {
    #expect(try read(text) == outline)
  }

  @Test(
    "reads quoted text with its escapes",
    arguments: [
      (#"a: 'it''s'"#, "{a='it's'}"), (#"a: "\"\\\/\tx\n""#, "{a='\"\\/\tx\n'}"),
      (#"a: "\x41\u00e9\U0001F600""#, "{a='Aé😀'}"),
      (#""a b": 'true'"#, "{a b='true'}"), (##"a: "# no comment" # one"##, "{a='# no comment'}"),
      ("a: x#y # z", "{a=x#y}"),
    ])
  func quotes(text: String, outline: String) throws {
    #expect(try read(text) == outline)
  }

  @Test(
    "refuses what it does not read, and says where",
    arguments: [
      ("a: &x 1", 1, 4, "an anchor"), ("a: 1\nb: *x", 2, 4, "an alias"), ("a: !!str x", 1, 4, "a tag"),
      ("a: |\n  text", 1, 4, "block text"), ("%YAML 1.2\n---\na: 1", 1, 1, "a directive"),
      ("? a\n: b", 1, 1, "expected a value"),
      ("a: 1\n---\nb: 2", 2, 1, "expected 'key: value'"), ("a: 1\na: 2", 2, 1, "'a' is there twice"),
      ("a: {b: 1, b: 2}", 1, 11, "'b' is there twice"), ("a:\n  b: 1\n   c: 2", 3, 4, "deeper"),
      ("a: 1\n  two", 2, 3, "deeper"),
      ("a:\n    b: 1\n  c: 2", 3, 3, "deeper"), ("- a\nb: 1", 2, 1, "end of the file"), ("a: b: c", 1, 4, "in quotes"),
      ("a:\n\tb: 1", 2, 1, "a tab"), ("a: [x", 1, 4, "not closed"), ("a: [x y: z]", 1, 8, "expected ','"),
      ("a: 'x\n'", 1, 4, "not closed on its line"), (#"a: "\q""#, 1, 7, "escape"), (#"a: "\ud83d""#, 1, 11, "escape"),
      ("a: - b", 1, 4, "not '-'"), ("a: 'x' y", 1, 8, "end of the line"), ("a: x\u{1}", 1, 5, "control"),
      ("a: [", 1, 4, "not closed"), ("a: ]", 1, 4, "not ']'"), ("a: {b}", 1, 6, "expected ':"),
      ("a: {b:c}", 1, 8, "expected ':"),
    ])
  func errors(text: String, line: Int, column: Int, words: String) throws {
    let error = try error(text)
    #expect(error.place == YAMLPlace(line: line, column: column))
    #expect(error.message.contains(words), "\(error.message)")
  }

  @Test("refuses bytes that are not UTF-8")
  func encoding() {
    #expect(throws: ProjectFileError("it is not UTF-8")) { try YAMLReader.read([0x61, 0x3A, 0x20, 0xFF]) }
  }

  @Test("stops at sixteen levels, in brackets and in lines")
  func depth() throws {
    #expect(try read(String(repeating: "[", count: 16) + String(repeating: "]", count: 16)).count == 32)
    #expect(try error(String(repeating: "[", count: 100_000)).message == "nested too deep")
    #expect(try error(String(repeating: "- ", count: 100_000) + "x").message == "nested too deep")
    #expect(try error(String(repeating: "{a: ", count: 17)).message == "nested too deep")
  }

  @Test("takes time that grows with the text alone", .timeLimit(.minutes(1)))
  func linear() throws {
    let blanks = String(repeating: " ", count: 50_000)
    #expect(try read("\(blanks)[\(String(repeating: "\t", count: 50_000))]") == "[]")
    #expect(try read("a: [" + String(repeating: "x,", count: 50_000) + "]").count == 100_005)
    #expect(throws: ProjectFileError.self) { try read(String(repeating: "'", count: 100_001)) }
  }

  @Test("never traps on mutated text", arguments: [1, 2, 3, 4] as [UInt64])
  func mutations(seed: UInt64) {
    let text = Array(
      "---\na:\n  - {b: 'c', d: [e, \"f\\u0041\"]} # g\n- h\ni: ~\n\"j\": 'k''l'\nm:\n- n: o\n  p: q\n".utf8)
    let bytes = Array("\n\r\t -:?[]{},#'\"\\&*!|>%@`~ax0\u{80}".utf8) + [0xFF, 0]
    var random = SplitMix(seed: seed)
    for _ in 0..<3000 {
      var mutant = text
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<mutant.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: mutant[place] = bytes[Int.random(in: bytes.indices, using: &random)]
        case 1: mutant.insert(bytes[Int.random(in: bytes.indices, using: &random)], at: place)
        default: mutant.remove(at: place)
        }
      }
      _ = try? YAMLReader.read(mutant)
    }
  }
}
