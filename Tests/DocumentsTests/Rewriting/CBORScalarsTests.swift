// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("Rewriting CBOR")
struct CBORScalarsTests {
  private func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.utf8.compactMap { hexValue($0) }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  private func rewritten(_ hex: String, _ changes: [String: String]) -> [UInt8]? {
    ScalarRewriter.rewrite(bytes(hex), as: .cbor) { _, _, text in
      changes[String(decoding: text, as: UTF8.self)].map { Array($0.utf8) }
    }.bytes
  }

  @Test("tells every scalar with its place")
  func places() {
    // {"a": [1, -1, _"xy", h'6869'], _"b": {_ "c": 1.5, "d": {}, 7: 1(2)}, "e": [[], true, "z"]}
    let hex =
      "a3 6161 84 01 20 7f 6178 6179 ff 426869 7f 6162 ff bf 6163 f93e00 6164 a0 07 c102 ff 6165 9f 80 f5 617a ff"
    #expect(
      visits(bytes(hex), .cbor) == [
        " name a", "/a/0 number 1", "/a/1 number -1", "/a/2 string xy", "/a/3 bytes hi", " name b", "/b name c",
        "/b/c number 1.5", "/b name d", "/b number 7", "/b/ number 2", " name e", "/e/2 string z",
      ])
    #expect(isWhole(bytes(hex), .cbor))
  }

  @Test(
    "writes heads of the right length and keeps the kind",
    arguments: [
      ("82 6178 01", "x", String(repeating: "y", count: 300), "82 79012c \(String(repeating: "79", count: 300)) 01"),
      ("82 590001 78 6179", "x", "yz", "82 42797a 6179"), ("7f 6178 ff 00", "x", "y", "6179 00"),
      ("82 1b0000000000000005 05", "5", "999123456", "82 1a3b8d6a00 1a3b8d6a00"), ("c105", "5", "24", "c11818"),
      ("05", "5", "18446744073709551615", "1bffffffffffffffff"),
      ("05", "5", "-18446744073709551615", "3bfffffffffffffffe"),
      ("05", "5", "1.5", "fb3ff8000000000000"), ("f93e00", "1.5", "0.25", "fb3fd0000000000000"),
      ("24", "-5", "-6", "25"),
      ("05", "5", "none", "646e6f6e65"), ("a1 6178 6178", "x", "yz", "a1 62797a 62797a"),
      ("fa40200000 f97c00", "2.5", "3", "03 f97c00"),
    ])
  func replaces(hex: String, text: String, other: String, expected: String) {
    #expect(rewritten(hex, [text: other]) == bytes(expected))
  }

  @Test(
    "reads broken items up to the fault",
    arguments: [
      ("82 6178", "82 612a"), ("82 6178 62 79", "82 612a 62 79"), ("bf 6178 ff", "bf 612a ff"),
      ("9a00ffffff 6178", "9a00ffffff 612a"), ("9bffffffffffffffff 6178", "9bffffffffffffffff 612a"),
      ("6178 1c", "612a 1c"), ("6178 ff", "612a ff"), ("82 6178 7f 61", "82 612a 7f 61"), ("64 78", "61 2a"),
      ("5f 4178", "412a"), ("6178 1b0000", "612a 1b0000"), ("7f 4178 ff 6178", nil), ("a2 a0 6178", nil),
    ] as [(String, String?)])
  func broken(hex: String, expected: String?) {
    #expect(rewritten(hex, ["x": "*"]) == expected.map { bytes($0) })
    #expect(!isWhole(bytes(hex), .cbor))
  }

  @Test("takes several items in a row for whole")
  func row() {
    #expect(visits(bytes("6161 01 a0 80"), .cbor) == [" string a", " number 1"])
    #expect(isWhole(bytes("6161 01 a0 80"), .cbor) && isWhole([], .cbor))
  }

  @Test("tells what lies too deep, and all behind it, without names")
  func depth() {
    let deep = [UInt8](repeating: 0x81, count: 100_000)
    var seen: [String] = []
    let body = bytes("82") + deep + bytes("a1 616b 6176 a1 6178 6179")
    let result = ScalarRewriter.rewrite(body, as: .cbor) { place, kind, text in
      seen.append("\(place.depth) \(kind) \(String(decoding: text, as: UTF8.self))")
      return nil
    }
    #expect(!result.isWhole)
    #expect(seen == ["1000 string k", "1000 string v", "1000 string x", "1000 string y"])
  }

  @Test("changes what is replaced and nothing else", arguments: 0..<8)
  func property(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<100 {
      let item = SampleItem.random(&random)
      var (body, expected): ([UInt8], [UInt8]) = ([], [])
      item.write(&random, to: &body)
      item.mapped(changed).write(&random, to: &expected)
      let result = ScalarRewriter.rewrite(body, as: .cbor) { _, kind, text in
        guard kind == .number, changed(text) != nil else { return changed(text) }
        let lexeme = String(decoding: text, as: UTF8.self)
        return Array((Int64(lexeme).map { String(-$0 / 2) } ?? String((Double(lexeme) ?? 0) / 2)).utf8)
      }
      let after = try CBORReader.read((result.bytes ?? body)[...]).root
      let wanted = try CBORReader.read(expected[...]).root
      #expect(result.isWhole && lines(after) == lines(wanted))
    }
  }
}
