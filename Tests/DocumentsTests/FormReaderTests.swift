// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("The form reader")
struct FormReaderTests {
  private func json(_ text: String, isFolded: Bool = true, limits: DocumentLimits = .standard) throws -> String {
    try FormReader.read(Array(text.utf8)[...], isFolded: isFolded, limits: limits).root.json
  }

  @Test(
    "folds the lists and structures of AWS Query and EC2 Query",
    arguments: [
      ("", "{}"), ("&&", "{}"), ("a=1", #"{"a":"1"}"#), ("a", #"{"a":""}"#), ("a=", #"{"a":""}"#), ("=x", #"{"":"x"}"#),
      ("a=1=2", #"{"a":"1=2"}"#), ("b=2&a=1", #"{"a":"1","b":"2"}"#), ("a=x+y%20z%2B", #"{"a":"x y z+"}"#),
      ("a%2E1=x", #"{"a":["x"]}"#), ("a=%&b=%4&c=%zz", #"{"a":"%","b":"%4","c":"%zz"}"#),
      (
        "Tag.1.Key=a&Tag.1.Value=b&Tag.2.Key=c&Tag.2.Value=d",
        #"{"Tag":[{"Key":"a","Value":"b"},{"Key":"c","Value":"d"}]}"#
      ),
      ("Tags.member.2=b&Tags.member.1=a", #"{"Tags":{"member":["a","b"]}}"#),
      ("M.entry.1.key=k&M.entry.1.value=v", #"{"M":{"entry":[{"key":"k","value":"v"}]}}"#),
      ("L.10=c&L.9=b&L.1=a", #"{"L":["a","b","c"]}"#),
      ("L.99999999999999999999999=b&L.5=a", #"{"L":["a","b"]}"#), ("L.007=b&L.6=a", #"{"L":["a","b"]}"#),
      ("L.1.1=a&L.1.2=b&L.2.1=c", #"{"L":[["a","b"],["c"]]}"#),
      ("a=1&a=2&a=1", #"{"a":["1","2","1"]}"#), ("a.b=1&a.b=2", #"{"a":{"b":["1","2"]}}"#),
      ("a.1=x&a.b=y", #"{"a":{"1":"x","b":"y"}}"#), ("1=a&2=b", #"{"1":"a","2":"b"}"#),
      ("a.=x&.b=y", #"{"":{"b":"y"},"a":{"":"x"}}"#), ("ab.1=x&a.1=y", #"{"a":["y"],"ab":["x"]}"#),
    ])
  func folded(text: String, expected: String) throws {
    #expect(try json(text) == expected)
  }

  @Test(
    "stays flat where a name is both a value and a path",
    arguments: [
      ("a=1&a.b=2", #"{"a":"1","a.b":"2"}"#), ("a.1.x=1&a.1=2&b=3&b=4", #"{"a.1":"2","a.1.x":"1","b":["3","4"]}"#),
      ("a.1=x&a.01.b=y&a.1.c=z", #"{"a.1":"x","a.1.c":"z","a.01.b":"y"}"#),
    ])
  func conflicts(text: String, expected: String) throws {
    #expect(try json(text) == expected)
  }

  @Test("stays flat where a path is too deep")
  func depth() throws {
    let limits = DocumentLimits(depth: 4)
    #expect(try json("a.b.c=1", limits: limits) == #"{"a":{"b":{"c":"1"}}}"#)
    #expect(try json("a.b.c.d=1&x=2&x=3", limits: limits) == #"{"a.b.c.d":"1","x":["2","3"]}"#)
    let deep = String(repeating: "a.", count: 100_000)
    #expect(try json("\(deep)=1") == #"{"\#(deep)":"1"}"#)
  }

  @Test("is a flat multi-map where that is asked for")
  func flat() throws {
    #expect(try json("b.1=x&a=1&b.1=y&a.b=2", isFolded: false) == #"{"a":"1","a.b":"2","b.1":["x","y"]}"#)
  }

  @Test("keeps bytes that are not UTF-8 apart")
  func bytes() throws {
    #expect(try json("a=%FF") == #"{"a":"\udcff"}"#)
    #expect(try json("a=%EF%BF%BD") != json("a=%FF") && json("%FE=a") != json("%FF=a"))
    #expect(try json("a=%ED%B3%BF") != json("a=%FF"))
  }

  @Test("leaves out the names that it is told, and takes a plus for one where it is told")
  func options() throws {
    let document = try FormReader.read(
      Array("Action=A&a=x+y&A%63tion=B&Actions=1".utf8)[...], isFolded: true, plusIsSpace: false,
      leavesOut: { $0.elementsEqual("Action".utf8) })
    #expect(document.root.json == #"{"Actions":"1","a":"x+y"}"#)
  }

  @Test("takes just as many bytes and fields as it may")
  func limits() throws {
    #expect(try json("a=1&b=2", limits: DocumentLimits(bytes: 7, nodes: 5)) == #"{"a":"1","b":"2"}"#)
    #expect(throws: DocumentError(.tooLarge, at: 6)) { try json("a=1&b=2", limits: DocumentLimits(bytes: 6)) }
    #expect(throws: DocumentError(.tooLarge, at: 4)) { try json("a=1&b=2", limits: DocumentLimits(nodes: 3)) }
  }

  @Test("reads 20 000 fields, last first, without much work for each")
  func manyFields() throws {
    let fields = (1...20_000).reversed().map { "Entries.member.\($0 * 7).Id=\($0)" }
    let clock = ContinuousClock()
    var count: Int?
    let text = Array(fields.joined(separator: "&").utf8)
    let took = try clock.measure {
      count = try FormReader.read(text[...], isFolded: true).root["Entries"]?["member"]?.count
    }
    #expect(count == 20_000)
    #expect(took < .seconds(20))
  }

  @Test("never traps on damaged text, and gives one document for every order of fields", arguments: 0..<8)
  func fuzz(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let words = ["a", "b", "member", "1", "2", "03", "Key", "", "%FF"]
    for _ in 0..<200 {
      let names = Set(
        (0..<Int.random(in: 1...6, using: &random)).map { _ in
          (0..<Int.random(in: 1...4, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
            .joined(separator: ".")
        })
      var fields = names.sorted().enumerated().map { "\($1)=\($0)" }
      let one = try json(fields.joined(separator: "&"))
      fields.shuffle(using: &random)
      #expect(try json(fields.joined(separator: "&")) == one)
      var bytes = Array(fields.joined(separator: "&").utf8)
      bytes.mutate(Array("&=.%+1".utf8) + [0xFF], &random)
      #expect(try FormReader.read(bytes[...], isFolded: true).root.walk() > 0)
    }
  }
}
