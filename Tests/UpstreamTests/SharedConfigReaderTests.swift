// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Upstream

@Suite("The shared files are read as botocore reads them")
struct SharedConfigReaderTests {
  private func settings(_ text: String) throws -> [String: String] {
    try SharedConfigReader.read("[s]\n" + text).first?.settings ?? [:]
  }

  @Test(
    "A setting is a name, = or :, and a value, without the blanks around them",
    arguments: [
      ("a=b", ["a": "b"]), ("  A  =  b c  ", ["a": "b c"]), ("a:b=c", ["a": "b=c"]),
      ("a = b=c==", ["a": "b=c=="]), ("a\t:\tb\r", ["a": "b"]), ("a =", ["a": ""]), ("a = \"b\"", ["a": "\"b\""]),
      ("a = b # c", ["a": "b # c"]), ("a = b ; c", ["a": "b ; c"]),
    ] as [(String, [String: String])])
  func setting(text: String, expected: [String: String]) throws {
    #expect(try settings(text) == expected)
  }

  @Test("A # or ; begins a comment at the start of a line, indented or not")
  func comments() throws {
    #expect(try settings("# a=1\n;b=2\n  # c=3\nd=4\n  ; e\n") == ["d": "4"])
  }

  @Test("What stands further in continues a value; empty lines inside it count, comments do not")
  func continuation() throws {
    #expect(try settings("s3 =\n  a = 1\n  b = 2\nx=y") == ["s3": "\na = 1\nb = 2", "x": "y"])
    #expect(try settings("a = 1\n\n  2\n  # no\n  3\n\n") == ["a": "1\n\n2\n3"])
    #expect(try settings("  a = 1\n  b = 2") == ["a": "1", "b": "2"])
  }

  @Test("Sections keep their names as written, what follows the bracket does not count")
  func sections() throws {
    let read = try SharedConfigReader.read("[profile a b] x\n[ c ]\na=1\n[d]e]\n")
    #expect(read.map(\.name) == ["profile a b", " c ", "d]e"])
    #expect(read[1].settings == ["a": "1"])
    #expect(try SharedConfigReader.read("").isEmpty)
  }

  @Test(
    "What makes no sense is told by its line, and not quoted",
    arguments: [
      ("a=1\n", 1, "a section such as [default] must come first"), ("[a]\nsecret\n", 2, "a name and = are expected"),
      ("[a]\n\n= secret", 3, "a name is expected before ="), ("[a]\n[a]", 2, "the section was there before"),
      ("[a]\nx=1\nX=2", 3, "the setting was there before"), ("[a]\n[]\n", 2, "a name and = are expected"),
    ])
  func errors(text: String, line: Int, reason: String) {
    #expect(throws: SharedConfigSyntaxError(line: line, reason: reason)) { try SharedConfigReader.read(text) }
  }

  @Test("Mutated files never trap")
  func mutations() {
    var random = SplitMix(seed: 7)
    let text = Array("[default]\nkey = value\n  more\n\n# c\n[profile \"a b\"]\ns3 =\n  x = y\nz:1\n".utf8)
    let marks = Array("[]=:#; \t\r\n\"".utf8)
    var readable = 0
    for _ in 0..<5000 {
      var bytes = text
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(marks[Int.random(in: 0..<marks.count, using: &random)], at: place)
        default: bytes[place] = UInt8.random(in: 0...255, using: &random)
        }
      }
      if (try? SharedConfigReader.read(String(decoding: bytes, as: UTF8.self))) != nil { readable += 1 }
    }
    #expect(readable > 0)
    #expect(readable < 5000)
  }
}
