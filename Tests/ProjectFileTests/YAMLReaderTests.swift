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
    "refuses what settings have no use for, and says where",
    arguments: [
      ("a: &x 1", 1, 4, "no anchors"), ("a: 1\nb: *x", 2, 4, "no anchors"), ("a: *:*", 1, 4, "in quotes"),
      ("a: !!int x", 1, 4, "no tags"), ("a: !x {}", 1, 4, "no tags"), ("!x a: 1", 1, 1, "no tags"),
      ("? a\n: b", 1, 1, "'?' cannot begin"), ("{a}: b", 1, 1, "as key"), ("a: 1\n---\nb: 2", 2, 1, "another document"),
      ("a: 1\na: 2", 1, 1, "'a' is there twice"), ("a: {b: 1, \"b\": 2}", 1, 5, "'b' is there twice"),
      ("1: a\n'1': b", 1, 1, "'1' is there twice"), ("a: @x", 1, 4, "'@' cannot begin"),
    ])
  func refusals(text: String, line: Int, column: Int, words: String) throws {
    try expectError(text, line, column, words)
  }

  @Test(
    "says where a text is no YAML",
    arguments: [
      ("a:\n  b: 1\n   c: 2", 3, 5, "mapping values"), ("a:\n    b: 1\n  c: 2", 3, 3, "block mapping"),
      ("a: b: c", 1, 5, "mapping values"), ("a:\n\tb: 1", 2, 1, "a tab cannot indent"),
      ("a: [x", 2, 1, "flow sequence that begins in line 1, did not find expected ',' or ']'"),
      ("a: 'x", 1, 6, "end of stream"), (#"a: "\q""#, 1, 5, "escape"), ("a: 'x' y", 1, 8, "block mapping"),
      ("a: ]", 1, 4, "expected"), ("é: x\nb: é\u{1}", 2, 5, "control"), ("\u{FEFF}a: 1\nb: *x", 2, 4, "in quotes"),
    ])
  func errors(text: String, line: Int, column: Int, words: String) throws {
    try expectError(text, line, column, words)
  }

  private func expectError(_ text: String, _ line: Int, _ column: Int, _ words: String) throws {
    let error = try error(text)
    #expect(error.place == YAMLPlace(line: line, column: column))
    #expect(error.message.contains(words), "\(error.message)")
  }

  @Test("refuses aliases before it follows one, in values and in keys", .timeLimit(.minutes(5)))
  func aliases() throws {
    var laughs = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    for (last, next) in zip("abcdefghijklmnopqrstuvwxy", "bcdefghijklmnopqrstuvwxyz") {
      laughs += "\(next): &\(next) [\(Array(repeating: "*\(last)", count: 9).joined(separator: ","))]\n"
    }
    #expect(try error(laughs).place == YAMLPlace(line: 1, column: 4))
    #expect(try error("\(laughs)? *z\n: 1\n").place == YAMLPlace(line: 1, column: 4))
    #expect(try error("\(laughs){*z : 1, *z : 2}: 1\n").place == YAMLPlace(line: 1, column: 4))
    #expect(try read("a: 's3:*'\nb: [x&y, z*?] # &c *c ? d") == "{a='s3:*',b=[x&y,z*?]}")
  }

  @Test("refuses bytes that are not UTF-8")
  func encoding() {
    #expect(throws: ProjectFileError("it is not UTF-8")) { try YAMLReader.read([0x61, 0x3A, 0x20, 0xFF]) }
  }

  @Test("stops at sixteen levels, in brackets and in lines", .timeLimit(.minutes(5)))
  func depth() throws {
    #expect(try read(String(repeating: "[", count: 16) + String(repeating: "]", count: 16)).count == 32)
    #expect(try error(nested("[", 17, "]")).message == "nested too deep")
    #expect(try error(nested("{a: ", 17, "}")).message == "nested too deep")
    #expect(try error(nested("- ", 17, "")).message == "nested too deep")
  }

  @Test(
    "refuses deeply nested text and has the stack for it", .timeLimit(.minutes(5)),
    arguments: ["[", "{a: ", "- ", "? ", "[a: [", "[{a: "])
  func deep(opening: String) throws {
    for count in [480, 990, 1100, 100_000] {
      _ = try error(nested(opening, count, ""))
      _ = try error(nested(opening, count, String(opening.compactMap { ["[": "]", "{": "}"][$0] }.reversed())))
    }
  }

  private func nested(_ opening: String, _ count: Int, _ closing: String) -> String {
    String(repeating: opening, count: count) + "x" + String(repeating: closing, count: count)
  }

  @Test("takes time that grows with the text alone", .timeLimit(.minutes(5)))
  func linear() throws {
    let blanks = String(repeating: " ", count: 500_000)
    #expect(try read("\(blanks)[\(blanks)]") == "[]")
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
