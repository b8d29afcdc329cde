// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("The normal form of a document")
struct CanonicalWriterTests {
  private func form(_ text: String, placeholders: [String] = []) throws -> [UInt8] {
    var writer = CanonicalWriter(placeholders: placeholders)
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

  @Test("lets a placeholder stand for whatever the outermost object has under its name")
  func placeholders() throws {
    let names = ["clientToken"]
    let one = try form(#"{"clientToken":"1","a":1}"#, placeholders: names)
    #expect(try one == form(#"{"a":1,"clientToken":{"x":[2]}}"#, placeholders: names))
    #expect(try one != form(#"{"a":1}"#, placeholders: names))
    #expect(try one != form(#"{"a":2,"clientToken":"1"}"#, placeholders: names))
    #expect(
      try form(#"{"a":{"clientToken":"1"}}"#, placeholders: names)
        != form(#"{"a":{"clientToken":"2"}}"#, placeholders: names))
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
