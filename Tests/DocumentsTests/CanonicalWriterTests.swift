// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("The normal form of a document")
struct CanonicalWriterTests {
  private func form(
    _ text: String, placeholders: [String] = [], omitted: [String] = [], kept: [String] = []
  ) throws -> [UInt8] {
    func set(_ paths: [String]) throws -> PathSet { PathSet(try paths.map { try #require(DocumentPath($0)) }) }
    var writer = CanonicalWriter(
      paths: CanonicalPaths(placeholders: try set(placeholders), omitted: try set(omitted), kept: try set(kept)))
    try writer.write(try JSONReader.read(Array(text.utf8)).root)
    return writer.bytes
  }

  @Test(
    "is one for all ways to write a document",
    arguments: [
      (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#), (#"{"a":1}"#, " { \"a\" :\n\t1 } "), ("1", "1.0"), ("1", "10e-1"),
      ("1", "0.1E+1"), ("0", "-0"), ("0", "0.0e5"), ("100", "1e2"), ("-1.50", "-15E-1"),
      ("12345678901234567890123", "12345678901234567890123.000"), (#"{"a":null}"#, "{}"),
      (#"{"a":{"b":null},"c":1}"#, #"{"c":1,"a":{}}"#), (#""\u0041\/""#, #""A/""#), (#""\ud83d\ude80""#, "\"🚀\""),
      (#"{"\u0061":1}"#, #"{"a":1}"#),
      (
        #"{"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}"#,
        #"{"Tags":[{"Value":"2","Key":"b"},{"Key":"a","Value":"1"}]}"#
      ),
      (#"[{"key":"a","value":"1"},{"key":"b","value":"2"}]"#, #"[{"key":"b","value":"2"},{"key":"a","value":"1"}]"#),
    ])
  func equal(left: String, right: String) throws {
    #expect(try form(left) == form(right))
  }

  @Test(
    "differs where the meaning does",
    arguments: [
      ("1", "\"1\""), ("1", "2"), ("1", "-1"), ("1", "10"), ("0.1", "0.01"), ("1e400", "1e401"), ("null", "false"),
      ("true", "\"true\""), ("[]", "{}"), ("[]", "[null]"), ("[null]", "[null,null]"), (#"["a","b"]"#, #"["ab"]"#),
      (#"["a","b"]"#, #"["b","a"]"#), (#"["a",["b"]]"#, #"[["a"],"b"]"#), ("[[],[]]", "[[[]]]"), ("[12]", "[1,2]"),
      (#"{"a":"b"}"#, #"{"a":["b"]}"#), (#"{"a":{"b":1}}"#, #"{"a":{},"b":1}"#), (#"{"a":{}}"#, "{}"),
      (#"{"a":[]}"#, "{}"), (#"{"a":""}"#, "{}"), ("\"é\"", "\"e\u{301}\""), (#"{"A":1}"#, #"{"a":1}"#),
      (#""\ud800""#, #""\ud801""#), (#""\ud800""#, "\"\u{FFFD}\""),
      ("1e99999999999999999999", "1e99999999999999999998"),
      (
        #"[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]"#, #"[{"Key":"a","Value":"2"},{"Key":"b","Value":"1"}]"#
      ),
      (
        #"[{"Key":"a","Value":"1"},{"Key":"a","Value":"1"}]"#, #"[{"Key":"a","Value":"1"}]"#
      ),
      (
        #"[{"Name":"a","Value":"1"},{"Name":"b","Value":"2"}]"#, #"[{"Name":"b","Value":"2"},{"Name":"a","Value":"1"}]"#
      ),
      (
        #"[{"Key":"b","Value":"2","On":true},{"Key":"a","Value":"1","On":true}]"#,
        #"[{"Key":"a","Value":"1","On":true},{"Key":"b","Value":"2","On":true}]"#
      ),
    ])
  func different(left: String, right: String) throws {
    #expect(try form(left) != form(right))
  }

  @Test(
    "is refused for members that stand twice, at any depth and with any escape",
    arguments: [
      #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"a":3}"#, #"{"x":[{"a":null,"\u0061":1}]}"#, #"{"a":null,"a":null}"#,
    ])
  func duplicates(text: String) {
    #expect { try form(text) } throws: { ($0 as? DocumentError)?.code == .duplicateMember }
  }

  @Test("lets a placeholder stand for whatever is at its path")
  func placeholders() throws {
    let paths = ["/clientToken", "/list/*/token"]
    let one = try form(#"{"clientToken":"1","a":1}"#, placeholders: paths)
    #expect(try one == form(#"{"a":1,"clientToken":{"x":[2]}}"#, placeholders: paths))
    #expect(try one != form(#"{"a":1}"#, placeholders: paths))
    #expect(try one != form(#"{"a":2,"clientToken":"1"}"#, placeholders: paths))
    #expect(
      try form(#"{"a":{"clientToken":"1"}}"#, placeholders: paths)
        != form(#"{"a":{"clientToken":"2"}}"#, placeholders: paths))
    let list = try form(#"{"list":[{"token":"1","a":1},{"token":"2"}]}"#, placeholders: paths)
    #expect(try list == form(#"{"list":[{"token":"3","a":1},{"token":"3"}]}"#, placeholders: paths))
    #expect(try list != form(#"{"list":[{"token":"3","a":1},{}]}"#, placeholders: paths))
  }

  @Test("leaves out what is at an omitted path, be it there or not")
  func omitted() throws {
    let paths = ["/a", "/**/when", "/l/0"]
    let one = try form(#"{"a":[1],"b":{"when":1,"c":2},"l":[1,2]}"#, omitted: paths)
    #expect(try one == form(#"{"b":{"c":2},"l":["x",2]}"#, omitted: paths))
    #expect(try one == form(#"{"when":{},"b":{"c":2,"when":[]},"l":[null,2]}"#, omitted: paths))
    #expect(try one != form(#"{"b":{"c":3},"l":["x",2]}"#, omitted: paths))
    #expect(try one != form(#"{"b":{"c":2},"l":["x",3]}"#, omitted: paths))
    #expect(try form("1", omitted: ["/**"]) == form("[2]", omitted: ["/**"]))
  }

  @Test("keeps what is at a kept path, though it is omitted or has a placeholder")
  func kept() throws {
    func kept(_ text: String) throws -> [UInt8] {
      try form(text, placeholders: ["/token", "/x/y/token"], omitted: ["/a", "/**/z"], kept: ["/token", "/a/*/b"])
    }
    #expect(try kept(#"{"token":1}"#) != kept(#"{"token":2}"#))
    #expect(try kept(#"{"x":{"y":{"token":1}}}"#) == kept(#"{"x":{"y":{"token":2}}}"#))
    #expect(try kept(#"{"a":{"x":{"b":1,"c":1}}}"#) != kept(#"{"a":{"x":{"b":2,"c":1}}}"#))
    #expect(try kept(#"{"a":{"x":{"b":1,"c":1}}}"#) == kept(#"{"a":{"x":{"b":1,"c":2},"y":2}}"#))
    #expect(try kept(#"{"a":{"x":{"b":{"z":1}}}}"#) != kept(#"{"a":{"x":{"b":{"z":2}}}}"#))
    #expect(try kept(#"{"a":1}"#) == kept(#"{"a":"2"}"#))
  }

  @Test("tells a document as it stands from every other")
  func asIs() throws {
    func asIs(_ text: String) throws -> [UInt8] {
      var writer = CanonicalWriter()
      writer.writeAsIs(try JSONReader.read(Array(text.utf8)).root)
      return writer.bytes
    }
    #expect(try asIs(#"{"a":1,"a":[2]}"#) == asIs(#" {"\u0061":1, "a":[2]}"#))
    let texts = [
      #"{"a":1,"a":2}"#, #"{"a":2,"a":1}"#, #"{"a":1}"#, #"{"a":1.0}"#, #"[["a"],1]"#, #"[["a",1]]"#, #"["a",1]"#,
      "null", "[null]", "[]", "{}", "[{},[]]", "[{}]", #""a""#, #""null""#, "false", "true",
    ]
    #expect(Set(try texts.map { try asIs($0) }).count == texts.count)
  }

  @Test("is one for a generated document however it is written, and another when one value changes", arguments: 0..<10)
  func generated(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<60 {
      let value = SampleValue.object(&random)
      let changed = value.changed(&random)
      let (text, again, other) = (value.text(&random), value.text(&random), changed.text(&random))
      #expect(try form(text) == form(again), "\(text) \(again)")
      if normal(value) != normal(changed) { #expect(try form(text) != form(other), "\(text) \(other)") }
    }
  }

  /// The value without what has no meaning, so that a change from null to null's absence is no change.
  private func normal(_ value: SampleValue) -> SampleValue {
    switch value {
    case .object(let members): .object(members.filter { $0.value != .null }.mapValues { normal($0) })
    case .array(let elements): .array(elements.map { normal($0) })
    case .number(let digits, let exponent): digits == 0 ? .number(0, exponent: 0) : .number(digits, exponent: exponent)
    default: value
    }
  }
}
