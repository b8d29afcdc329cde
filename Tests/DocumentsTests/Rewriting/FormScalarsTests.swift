// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("Rewriting forms")
struct FormScalarsTests {
  @Test("tells values with the paths that their names are")
  func places() {
    let text = "Action=Get&Credentials.1.SecretKey=a%2Bb+c&A.entry.2.value=&B%2E3%2Ekey=x=y&raw%20text&&=e"
    #expect(
      visits(text, .form) == [
        "/Action string Get", "/Credentials/1/SecretKey string a+b c", "/A/entry/2/value string ",
        "/B/3/key string x=y", " string raw text", "/ string e",
      ])
    #expect(isWhole(text, .form))
  }

  @Test("tells the last name of a path and the one above it, past numbers")
  func members() {
    var seen: [String] = []
    let body = Array("Keys.1.Secret.2=x&Tags.member.1=y&Lone=z&a%2Eb=v&7=w".utf8)
    _ = ScalarRewriter.rewrite(body, as: .form) { place, _, _ in
      seen.append("\(String(decoding: place.parent, as: UTF8.self))>\(String(decoding: place.member, as: UTF8.self))")
      return nil
    }
    #expect(seen == ["Keys>Secret", "Tags>member", ">Lone", "a>b", ">"])
  }

  @Test("encodes what it writes, and keeps all other bytes and every name")
  func replaces() {
    let text = "a+x=x&b=%78&&c=%7e+%2f&x&x=1"
    #expect(
      rewritten(text, .form, ["x": "é +&=~"])
        == "a+x=%C3%A9%20%2B%26%3D~&b=%C3%A9%20%2B%26%3D~&&c=%7e+%2f&%C3%A9%20%2B%26%3D~&x=1")
    #expect(rewritten("a=&b=1", .form, ["": "x"]) == "a=x&b=1")
    #expect(rewritten("a=%&b=%4&c=%zz", .form, ["%4": "x"]) == "a=%&b=x&c=%zz")
  }

  @Test("keeps the last step of a path that is too long")
  func depth() {
    let body = Array((String(repeating: "a.", count: 50_000) + "Secret=x&b=y").utf8)
    var seen: [String] = []
    let result = ScalarRewriter.rewrite(body, as: .form) { place, _, _ in
      seen.append("\(place.depth) \(String(decoding: place.member, as: UTF8.self))")
      return nil
    }
    #expect(!result.isWhole && seen == ["1000 Secret", "1 b"])
    #expect(visits("a.99999999999999999999=x", .form) == ["/a/99999999999999999999 string x"])
  }

  @Test("changes what is replaced and nothing else", arguments: 0..<8)
  func property(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let parts = ["a", "b", ".", "1", "%41", "%2E", "+", "%", "%C3%A9", "é", "=", "%26"]
    for _ in 0..<100 {
      let fields = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        let name = (0..<4).map { _ in parts.filter { $0 != "=" }.randomElement(using: &random) ?? "" }.joined()
        return "\(name)=" + (0..<4).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
      }
      let body = Array(fields.joined(separator: "&").utf8)
      let result = ScalarRewriter.rewrite(body, as: .form) { _, _, text in changed(text) }
      let before = try FormReader.read(body[...], isFolded: false).root
      let after = try FormReader.read((result.bytes ?? body)[...], isFolded: false).root
      var expected: [String] = ["{"]
      for member in before.members {
        expected += ["name \(member.name.string ?? "")"] + lines(member.value) { changed($0) }
      }
      #expect(lines(after) == expected + ["}"])
    }
  }
}
