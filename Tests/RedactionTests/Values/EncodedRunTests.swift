// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import TestSupport
import Testing

@testable import Redaction

@Suite("Texts in base64 and hexadecimal digits")
struct EncodedRunTests {
  /// All runs that are tried, none taken.
  private func runs(_ text: [UInt8]) -> [EncodedRun] {
    var runs: [EncodedRun] = []
    text.withUnsafeBytes { bytes in
      EncodedRun.forEach(in: bytes) {
        runs.append($0)
        return false
      }
    }
    return runs
  }

  static let forms: [(String, @Sendable ([UInt8]) -> [UInt8])] = [
    ("base64", { Base64.encode($0) }), ("base64 without padding", { Base64.encode($0).filter { $0 != 0x3D } }),
    ("base64url", { Base64URL.encode($0) }),
    ("base64url with padding", { Base64.encode($0).map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 } }),
    ("hexadecimal", { Array(hexEncoded($0).utf8) }), ("HEXADECIMAL", { Array(hexEncoded($0).uppercased().utf8) }),
  ]

  @Test("are read wherever they stand, and written again in the same form", arguments: forms.indices)
  func roundTrips(number: Int) throws {
    let (name, encode) = Self.forms[number]
    var random = SplitMix(seed: 13)
    for count in 6..<60 {
      let text = (0..<count).map { _ in UInt8.random(in: 0x20..<0x7F, using: &random) }
      let encoded = encode(text)
      for (before, after) in [("", ""), ("see ", " there"), ("/a/", ""), ("key=", "&b=c"), ("\"", "\"")] {
        let body = Array(before.utf8) + encoded + Array(after.utf8)
        let run = runs(body).first { $0.decoded == text }
        let found = try #require(run, "\(name): \(String(decoding: body, as: UTF8.self))")
        #expect(Array(body[found.range]) == encoded || Array(body[found.range]) == encoded.filter { $0 != 0x3D })
        #expect(found.encoded(found.decoded).starts(with: encoded.filter { $0 != 0x3D }))
        #expect(found.encoded(text) == Array(body[found.range]))
      }
    }
  }

  @Test("are found from the fourth character on at the latest, whatever stands glued before them")
  func alignments() {
    let text = [UInt8]("planted-secret-value")
    for before in ["a/", "ab/", "abc/", "abcd/", "a-b_c/", "x+y/z-"] {
      let body = [UInt8](before) + Base64.encode(text).filter { $0 != 0x3D } + [UInt8]("/tail")
      #expect(runs(body).contains { $0.decoded.withUnsafeBytes { $0.firstRange(of: text) != nil } }, "\(before)")
    }
  }

  @Test("behind one that is taken start behind it")
  func taken() {
    var taken: [Range<Int>] = []
    let text = Base64.encode([UInt8]("first planted value")) + [0x20] + Base64.encode([UInt8]("second planted value"))
    text.withUnsafeBytes { bytes in
      EncodedRun.forEach(in: bytes) {
        taken.append($0.range)
        return true
      }
    }
    #expect(taken == [0..<28, 29..<57])
  }

  @Test(
    "are none of short words",
    arguments: ["", "a", "abcdefg", "0123456789a", "a b c d e f", "::::::::::", "=========="])
  func short(text: String) {
    #expect(runs([UInt8](text)).isEmpty)
  }

  @Test("are tried in linear time", arguments: ["/", "a/", "aaaaaaaa/", "a-b_", "+", "a=", "0"])
  func linear(piece: String) {
    let text = [UInt8](String(repeating: piece, count: (64 << 10) / piece.utf8.count))
    #expect(ContinuousClock().measure { _ = runs(text) } < .seconds(2))
    #expect(runs(text).reduce(0) { $0 + $1.decoded.count } < 6 * text.count)
  }
}
