// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("The CBOR reader")
struct CBORReaderTests {
  private func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.utf8.compactMap { hexValue($0) }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  private func json(_ hex: String, limits: DocumentLimits = .standard) throws(DocumentError) -> String {
    try CBORReader.read(bytes(hex)[...], limits: limits).root.json
  }

  @Test(
    "takes the examples of RFC 8949, appendix A",
    arguments: [
      ("00", "0"), ("01", "1"), ("0a", "10"), ("17", "23"), ("1818", "24"), ("1864", "100"), ("1903e8", "1000"),
      ("1a000f4240", "1000000"), ("1b000000e8d4a51000", "1000000000000"),
      ("1bffffffffffffffff", "18446744073709551615"),
      ("c249010000000000000000", "18446744073709551616"), ("3bffffffffffffffff", "-18446744073709551616"),
      ("c349010000000000000000", "-18446744073709551617"), ("20", "-1"), ("29", "-10"), ("3863", "-100"),
      ("3903e7", "-1000"),
      ("f90000", "0.0"), ("f98000", "-0.0"), ("f93c00", "1.0"), ("fb3ff199999999999a", "1.1"), ("f93e00", "1.5"),
      ("f97bff", "65504.0"), ("fa47c35000", "100000.0"), ("fa7f7fffff", "3.4028234663852886e+38"),
      ("fb7e37e43c8800759c", "1e+300"),
      ("f90001", "5.960464477539063e-08"), ("f90400", "6.103515625e-05"), ("f9c400", "-4.0"),
      ("fbc010666666666666", "-4.1"),
      ("f97c00", #""Infinity""#), ("f97e00", #""NaN""#), ("f9fc00", #""-Infinity""#), ("fa7f800000", #""Infinity""#),
      ("fa7fc00000", #""NaN""#), ("fbfff0000000000000", #""-Infinity""#), ("f4", "false"), ("f5", "true"),
      ("f6", "null"),
      ("f7", "null"), ("c074323031332d30332d32315432303a30343a30305a", #""2013-03-21T20:04:00Z""#),
      ("c11a514b67b0", "1363896240"),
      ("c1fb41d452d9ec200000", "1363896240.5"), ("d74401020304", #""AQIDBA==""#), ("d818456449455446", #""ZElFVEY=""#),
      ("40", #""""#),
      ("4401020304", #""AQIDBA==""#), ("60", #""""#), ("6161", #""a""#), ("6449455446", #""IETF""#),
      ("62225c", #""\"\\""#),
      ("62c3bc", #""ü""#), ("63e6b0b4", #""水""#), ("64f0908591", #""𐅑""#), ("80", "[]"), ("83010203", "[1,2,3]"),
      ("8301820203820405", "[1,[2,3],[4,5]]"),
      (
        "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
        "[\((1...25).map(String.init).joined(separator: ","))]"
      ),
      ("a0", "{}"), ("a26161016162820203", #"{"a":1,"b":[2,3]}"#), ("826161a161626163", #"["a",{"b":"c"}]"#),
      ("a56161614161626142616361436164614461656145", #"{"a":"A","b":"B","c":"C","d":"D","e":"E"}"#),
      ("5f42010243030405ff", #""AQIDBAU=""#),
      ("7f657374726561646d696e67ff", #""streaming""#), ("9fff", "[]"), ("9f018202039f0405ffff", "[1,[2,3],[4,5]]"),
      ("83019f0203ff820405", "[1,[2,3],[4,5]]"), ("bf61610161629f0203ffff", #"{"a":1,"b":[2,3]}"#),
      ("826161bf61626163ff", #"["a",{"b":"c"}]"#), ("bf6346756ef563416d7421ff", #"{"Fun":true,"Amt":-2}"#),
    ])
  func examples(hex: String, expected: String) throws {
    #expect(try json(hex) == expected)
  }

  @Test("takes odd but well-formed items")
  func odd() throws {
    #expect(try json("1b0000000000000001") == "1" && json("a17f6161ff01") == #"{"a":1}"#)
    #expect(try json("c25f410142ffffff") == "131071" && json("c240") == "0" && json("c340") == "-1")
    #expect(try json("c24200ff") == "255" && json("5fff") == #""""# && json("bfff") == "{}")
    let largest = try json("c25840" + String(repeating: "ff", count: 64))
    #expect(largest.utf8.count == 155 && largest.hasSuffix("084095"))
  }

  @Test(
    "refuses everything else",
    arguments: [
      ("", .unexpectedEnd), ("18", .unexpectedEnd), ("1b00000000000000", .unexpectedEnd), ("0000", .trailingBytes),
      ("1c", .unexpectedByte), ("1f", .unexpectedByte), ("df", .unexpectedByte), ("ff", .unexpectedByte),
      ("6161ff", .trailingBytes), ("62ff", .unexpectedEnd), ("61ff", .badUTF8), ("7f61c361bcff", .badUTF8),
      ("7f4161ff", .unexpectedByte), ("5f5f4101ffff", .unexpectedByte), ("7f6161", .unexpectedEnd),
      ("8201", .unexpectedEnd),
      ("81ff", .unexpectedByte), ("9f", .unexpectedEnd), ("a10101", .unexpectedByte), ("a16161", .unexpectedEnd),
      ("bf6161ff", .unexpectedByte), ("bf01ff", .unexpectedByte), ("a2616101616102", .duplicateMember),
      ("81a361610161620261616103", .duplicateMember), ("e0", .unexpectedByte), ("f8ff", .unexpectedByte),
      ("c2", .unexpectedEnd),
      ("c201", .badNumber), ("c2c24101", .badNumber), ("c1", .unexpectedEnd), ("9bffffffffffffffff", .unexpectedEnd),
      ("bbffffffffffffffff", .unexpectedEnd), ("bb7fffffffffffffff", .unexpectedEnd),
      ("5bffffffffffffffff", .unexpectedEnd),
      ("7b7fffffffffffffff", .unexpectedEnd), ("9a00ffffff00", .unexpectedEnd),
    ] as [(String, DocumentError.Code)])
  func refused(hex: String, code: DocumentError.Code) {
    #expect { try json(hex) } throws: { ($0 as? DocumentError)?.code == code }
  }

  @Test("refuses bignums of more than 64 bytes")
  func bignums() {
    #expect(throws: DocumentError(.badNumber, at: 1)) { try json("c25841" + String(repeating: "ff", count: 65)) }
  }

  @Test("takes just the depth and number of values that it may, in definite and indefinite containers")
  func limits() throws {
    #expect(try json("818180", limits: DocumentLimits(depth: 3)) == "[[[]]]")
    #expect(throws: DocumentError(.tooDeep, at: 2)) { try json("818180", limits: DocumentLimits(depth: 2)) }
    for byte in ["81", "9f", "bf6161"] {
      #expect { try json(String(repeating: byte, count: 100_000)) } throws: { ($0 as? DocumentError)?.code == .tooDeep }
    }
    #expect { try json(String(repeating: "c6", count: 100_000)) } throws: {
      ($0 as? DocumentError)?.code == .unexpectedEnd
    }
    #expect(throws: DocumentError(.tooLarge, at: 3)) { try json("83010203", limits: DocumentLimits(nodes: 3)) }
    #expect(throws: DocumentError(.tooLarge, at: 3)) { try json("83010203", limits: DocumentLimits(bytes: 3)) }
  }

  @Test("reads 20 000 members in one pass")
  func manyMembers() throws {
    var bytes: [UInt8] = [0xBF]
    for index in 0..<20_000 {
      let name = Array("n\(index)".utf8)
      bytes += [0x60 | UInt8(name.count)] + name + [0x01]
    }
    bytes.append(0xFF)
    let clock = ContinuousClock()
    var count = 0
    let took = try clock.measure { count = try CBORReader.read(bytes[...]).root.count }
    #expect(count == 20_000)
    #expect(took < .seconds(20))
  }

  @Test("reads what JSON says as CBOR writes it", arguments: 0..<8)
  func generated(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<60 {
      let value = SampleValue.object(&random)
      var bytes: [UInt8] = []
      value.cbor(to: &bytes, &random)
      var forms = (CanonicalWriter(), CanonicalWriter())
      try forms.0.write(try CBORReader.read(bytes[...]).root)
      try forms.1.write(try JSONReader.read(Array(value.text(&random).utf8)).root)
      #expect(forms.0.bytes == forms.1.bytes, "\(value)")
    }
  }

  @Test("never traps on damaged bytes, and what it takes can be walked", arguments: 0..<8)
  func fuzz(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<400 {
      var bytes: [UInt8] = []
      SampleValue.object(&random).cbor(to: &bytes, &random)
      bytes.mutate([0x5F, 0x7F, 0x9F, 0xBF, 0xFF, 0xC2, 0xC3, 0x9B, 0xBB, 0x7B, 0x1F, 0xF9], &random)
      if let document = try? CBORReader.read(bytes[...]) { #expect(document.root.walk() > 0) }
    }
  }
}

extension SampleValue {
  /// The value as CBOR, in one of the many ways to write it.
  fileprivate func cbor(to bytes: inout [UInt8], _ random: inout SplitMix) {
    let isIndefinite = Bool.random(using: &random)
    switch self {
    case .null: bytes.append(.random(using: &random) ? 0xF6 : 0xF7)
    case .bool(let value): bytes.append(value ? 0xF5 : 0xF4)
    case .number(let value, let exponent):
      // Powers of ten from -4 to 4: exact where they are not negative, else the double nearest to them.
      let whole = exponent < 0 ? value : value * [1, 10, 100, 1000, 10000][exponent]
      if exponent < 0 {
        bytes.append(0xFB)
        let divisor = [10.0, 100, 1000, 10000][-exponent - 1]
        SampleValue.append((Double(value) / divisor).bitPattern, count: 8, to: &bytes)
      } else {
        SampleValue.head(whole < 0 ? 1 : 0, UInt64(whole < 0 ? -1 - whole : whole), to: &bytes)
      }
    case .string(let text): SampleValue.text(text, to: &bytes, &random)
    case .array(let elements):
      if isIndefinite { bytes.append(0x9F) } else { SampleValue.head(4, UInt64(elements.count), to: &bytes) }
      for element in elements { element.cbor(to: &bytes, &random) }
      if isIndefinite { bytes.append(0xFF) }
    case .object(let members):
      if isIndefinite { bytes.append(0xBF) } else { SampleValue.head(5, UInt64(members.count), to: &bytes) }
      var names = members.keys.sorted()
      names.shuffle(using: &random)
      for name in names {
        SampleValue.text(name, to: &bytes, &random)
        members[name]?.cbor(to: &bytes, &random)
      }
      if isIndefinite { bytes.append(0xFF) }
    }
  }

  private static func text(_ text: String, to bytes: inout [UInt8], _ random: inout SplitMix) {
    if .random(using: &random) {
      bytes.append(0x7F)
      for scalar in text.unicodeScalars { string(Array(String(scalar).utf8), to: &bytes) }
      bytes.append(0xFF)
    } else {
      string(Array(text.utf8), to: &bytes)
    }
  }

  private static func string(_ text: [UInt8], to bytes: inout [UInt8]) {
    head(3, UInt64(text.count), to: &bytes)
    bytes += text
  }

  private static func head(_ major: UInt8, _ value: UInt64, to bytes: inout [UInt8]) {
    switch value {
    case 0..<24: bytes.append(major << 5 | UInt8(value))
    case 24..<256: append(value, count: 1, after: major << 5 | 24, to: &bytes)
    case 256..<65_536: append(value, count: 2, after: major << 5 | 25, to: &bytes)
    default: append(value, count: 8, after: major << 5 | 27, to: &bytes)
    }
  }

  private static func append(_ value: UInt64, count: Int, after first: UInt8? = nil, to bytes: inout [UInt8]) {
    if let first { bytes.append(first) }
    for shift in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * shift))) }
  }
}
