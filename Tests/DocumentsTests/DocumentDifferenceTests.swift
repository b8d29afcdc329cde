// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("The differences between two documents")
struct DocumentDifferenceTests {
  private func differences(_ left: String, _ right: String, limit: Int = 1000) throws -> [DocumentDifference] {
    DocumentComparison.differences(
      try JSONReader.read(Array(left.utf8)).root, try JSONReader.read(Array(right.utf8)).root, limit: limit)
  }

  @Test("are told by kind and place, with both values")
  func kinds() throws {
    let found = try differences(
      #"{"same":1,"gone":[1],"value":"a","kind":1,"list":[1,2,3]}"#,
      #"{"new":{"x":1},"kind":"1","value":"b","same":1.0,"list":[1,5]}"#)
    #expect(
      found == [
        DocumentDifference(kind: .removed, pointer: "/gone", left: "[1]", right: nil),
        DocumentDifference(kind: .value, pointer: "/value", left: "\"a\"", right: "\"b\""),
        DocumentDifference(kind: .kind, pointer: "/kind", left: "1", right: "\"1\""),
        DocumentDifference(kind: .value, pointer: "/list/1", left: "2", right: "5"),
        DocumentDifference(kind: .removed, pointer: "/list/2", left: "3", right: nil),
        DocumentDifference(kind: .added, pointer: "/new", left: nil, right: #"{"x":1}"#),
      ])
  }

  @Test("have pointers with the escapes of RFC 6901")
  func pointers() throws {
    let found = try differences(#"{"a/b":{"m~n":1,"":2,"~1":3}}"#, #"{"a/b":{"m~n":2,"":3,"~1":4}}"#)
    #expect(found.map(\.pointer) == ["/a~1b/m~0n", "/a~1b/", "/a~1b/~01"])
    #expect(try differences("1", "2").map(\.pointer) == [""])
  }

  @Test(
    "are none where the normal forms are equal",
    arguments: [
      (#"{"a":1,"b":null}"#, #"{"a":1e0}"#), ("[1.0]", "[1]"), (#"{"b":1,"a":2}"#, #"{"a":2,"b":1}"#), ("-0", "0"),
      (
        #"{"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}"#,
        #"{"Tags":[{"Key":"b","Value":"2"},{"Key":"a","Value":"1"}]}"#
      ),
    ])
  func equal(left: String, right: String) throws {
    #expect(try differences(left, right).isEmpty)
  }

  @Test("are told of tags by their key, not by their place")
  func tags() throws {
    let found = try differences(
      #"[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"},{"Key":"c","Value":"3"}]"#,
      #"[{"Key":"d","Value":"4"},{"Key":"b","Value":"5"},{"Key":"a","Value":"1"}]"#)
    #expect(found.map(\.pointer) == ["/1/Value", "/2", "/0"] && found.map(\.kind) == [.value, .removed, .added])
    #expect(found[0].left == "\"2\"" && found[0].right == "\"5\"")
  }

  @Test("agree with the normal form on what is equal", arguments: 0..<8)
  func agrees(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<40 {
      let value = SampleValue.object(&random)
      let other = Bool.random(using: &random) ? value : value.changed(&random)
      let left = try JSONReader.read(Array(value.text(&random).utf8)).root
      let right = try JSONReader.read(Array(other.text(&random).utf8)).root
      var forms = (CanonicalWriter(), CanonicalWriter())
      try forms.0.write(left)
      try forms.1.write(right)
      #expect(DocumentComparison.differences(left, right).isEmpty == (forms.0.bytes == forms.1.bytes))
    }
  }

  @Test("are no more than the limit, and long values are cut")
  func limits() throws {
    #expect(try differences("[1,2,3,4]", "[5,6,7,8]", limit: 2).count == 2)
    let long = try #require(try differences("1", "\"\(String(repeating: "x", count: 500))\"").first?.right)
    #expect(long.utf8.count <= 124 && long.hasPrefix("\"xxx") && long.hasSuffix("…"))
  }
}
