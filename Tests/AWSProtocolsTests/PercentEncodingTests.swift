// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import AWSProtocols

@Suite("Percent-encoding")
struct PercentEncodingTests {
  @Test("keeps the unreserved characters, and what it is told to keep")
  func encodes() {
    #expect(PercentEncoding.encode("aZ09-._~".utf8) == "aZ09-._~")
    #expect(PercentEncoding.encode("a b/c+é%".utf8) == "a%20b%2Fc%2B%C3%A9%25")
    #expect(PercentEncoding.encode("a/b".utf8, keeping: 0x2F) == "a/b")
  }

  @Test(
    "is undone where it is whole",
    arguments: [
      ("%41%2f%C3%A9", "A/é"), ("%", "%"), ("%4", "%4"), ("%4g%G4", "%4g%G4"), ("%%41", "%A"), ("a+b", "a+b"),
    ])
  func decodes(text: String, expected: String) {
    #expect(PercentEncoding.decode(text.utf8) == Array(expected.utf8))
  }

  @Test("takes a plus sign for a blank in forms only")
  func plus() {
    #expect(PercentEncoding.decode("a+b%2B".utf8, plusIsSpace: true) == Array("a b+".utf8))
  }

  @Test("comes back whole for any bytes", arguments: 0..<3)
  func roundTrip(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let bytes = (0..<300).map { _ in UInt8.random(in: 0...255, using: &random) }
    #expect(PercentEncoding.decode(PercentEncoding.encode(bytes).utf8) == bytes)
  }

  @Test(
    "of a target is made one way, its separators kept",
    arguments: [
      ("/", "/"), ("/a//b/../é", "/a//b/../%C3%A9"), ("/a%2fb", "/a%2Fb"), ("/a(1)", "/a%281%29"), ("/?", "/?"),
      ("/?a=b&c&=d&&e=f=g", "/?a=b&c&=d&&e=f%3Dg"), ("/?a=%7e/", "/?a=~%2F"), ("/a?b?c", "/a?b%3Fc"),
    ])
  func normalised(target: String, expected: String) {
    #expect(PercentEncoding.normalised(target: target) == expected)
    #expect(PercentEncoding.normalised(target: expected) == expected)
  }

  @Test("forms are read field by field, empty pieces left out")
  func forms() {
    let fields = FormField.parse("a=1&&b&=c&a=%32+x&d=e=f&".utf8, plusIsSpace: true)
    #expect(fields.map { String(decoding: $0.name, as: UTF8.self) } == ["a", "b", "", "a", "d"])
    #expect(fields.map { String(decoding: $0.value, as: UTF8.self) } == ["1", "", "c", "2 x", "e=f"])
  }
}
