// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("Unification of a recorded and a live document")
struct UnificationTests {
  /// 2026-11-23T00:00:00Z and a day and some hours later.
  static let clocks = TimestampPair(recorded: 1_795_392_000_000, live: 1_795_500_000_000)

  /// The pairs of different sides, or nil where the documents differ in more than names.
  private func unify(
    _ recorded: String, _ live: String, known: Renaming = Renaming(),
    _ exceptions: Unification.Exceptions = Unification.Exceptions()
  ) throws -> [String]? {
    let (left, right) = (try JSONReader.read(Array(recorded.utf8)), try JSONReader.read(Array(live.utf8)))
    var unification = Unification(known: known, clocks: UnificationTests.clocks)
    guard unification.equate(recorded: left.root, live: right.root, exceptions) else { return nil }
    return (unification.added.pairs + unification.wholes).map {
      "\(String(decoding: $0.recorded, as: UTF8.self))=\(String(decoding: $0.live, as: UTF8.self))"
    }
  }

  @Test(
    "binds what looks generated",
    arguments: [
      (#"{"N":"tf-acc-8213"}"#, #"{"N":"tf-acc-5570"}"#, ["8213=5570"]),
      (#"{"N":"tf-acc-8213"}"#, #"{"N":"tf-acc-99817"}"#, ["8213=99817"]),
      (#"{"A":"x-8213","B":"x-8213-y"}"#, #"{"A":"x-5570","B":"x-5570-y"}"#, ["8213=5570"]),
      (
        #"{"A":"app5d4b0e18-9a3f-4c2e-8f00-0123456789ab"}"#, #"{"A":"app11111111-2222-3333-4444-555555555555"}"#,
        ["5d4b0e18-9a3f-4c2e-8f00-0123456789ab=11111111-2222-3333-4444-555555555555"]
      ),
      (#"{"A":"test-a1b2c3"}"#, #"{"A":"test-448201"}"#, ["a1b2c3=448201"]),
      (#"{"A":"bucketa1b2c3d4"}"#, #"{"A":"bucketa9f8e7d6"}"#, ["bucketa1b2c3d4=bucketa9f8e7d6"]),
      (#"{"A":"x-k3v9q2zz"}"#, #"{"A":"x-p0w4m1bc"}"#, ["k3v9q2zz=p0w4m1bc"]),
      (#"{"A":"job-qzxvkwjhpf"}"#, #"{"A":"job-wkqjxzvbmg"}"#, ["qzxvkwjhpf=wkqjxzvbmg"]),
      (#"{"A":"123456789012"}"#, #"{"A":"210987654321"}"#, ["123456789012=210987654321"]),
      (#"{"A":839201938}"#, #"{"A":7261539981}"#, ["839201938=7261539981"]),
      (#"{"P":"{\"R\":\"arn:aws:s3:::b-8213\"}"}"#, #"{"P":"{\"R\":\"arn:aws:s3:::b-5570\"}"}"#, ["8213=5570"]),
      // {"name": "app-8213"} in base64.
      (#"{"D":"eyJuYW1lIjogImFwcC04MjEzIn0="}"#, #"{"D":"eyJuYW1lIjogImFwcC01NTcwIn0="}"#, ["8213=5570"]),
      (
        #"{"T":"2026-11-23T00:00:01Z"}"#, #"{"T":"2026-11-24T06:00:02Z"}"#,
        ["2026-11-23T00:00:01Z=2026-11-24T06:00:02Z"]
      ),
      (#"{"T":1795388400}"#, #"{"T":1795496405}"#, ["1795388400=1795496405"]),
      (#"{"T":1795392000.123}"#, #"{"T":1795500000.7}"#, ["1795392000=1795500000"]),
      (
        #"{"tags":[{"Key":"a","Value":"n-8213"},{"Key":"b","Value":"w"}]}"#,
        #"{"tags":[{"Key":"b","Value":"w"},{"Key":"a","Value":"n-5570"}]}"#, ["8213=5570"]
      ),
      (#"{"items":{"t-8213":[1],"a":2}}"#, #"{"items":{"a":2,"t-5570":[1]}}"#, ["8213=5570"]),
      (#"{"A":"same","B":null}"#, #"{"A":"same"}"#, []),
    ])
  func binds(_ recorded: String, _ live: String, _ pairs: [String]) throws {
    #expect(try unify(recorded, live) == pairs)
  }

  @Test(
    "refuses what differs in meaning",
    arguments: [
      (#"{"A":"t3.micro"}"#, #"{"A":"t4.micro"}"#),
      (#"{"A":"x2iedn.xlarge"}"#, #"{"A":"u12tb1.xlarge"}"#),
      (#"{"A":"us-east-1"}"#, #"{"A":"us-west-2"}"#),
      (#"{"A":"RSA_2048"}"#, #"{"A":"RSA_4096"}"#),
      (#"{"A":"RSA_3072"}"#, #"{"A":"RSA_4096"}"#),
      (#"{"A":"TLSv1.2_2021"}"#, #"{"A":"TLSv1.2_2019"}"#),
      (#"{"A":"ELBSecurityPolicy-2016-08"}"#, #"{"A":"ELBSecurityPolicy-2015-05"}"#),
      (#"{"A":"2012-10-17"}"#, #"{"A":"2008-10-17"}"#),
      (#"{"A":"v1beta1"}"#, #"{"A":"v2beta2"}"#),
      (#"{"A":"python39"}"#, #"{"A":"ruby3311"}"#),
      (#"{"A":"nodejs18.x"}"#, #"{"A":"python3.9"}"#),
      (#"{"A":"ECC_SECG_P256K1"}"#, #"{"A":"ECC_NIST_P384R1"}"#),
      (#"{"A":"aes256gcm"}"#, #"{"A":"aes128gcm"}"#),
      (#"{"A":"app-81234567"}"#, #"{"A":"app-g2h4k6m8"}"#),
      (#"{"A":"aes128gcm"}"#, #"{"A":"aes256cbc"}"#),
      (#"{"A":"jpeg2000"}"#, #"{"A":"mpeg4avc"}"#),
      (#"{"A":"Allow"}"#, #"{"A":"Deny"}"#),
      (#"{"A":"production"}"#, #"{"A":"acceptance"}"#),
      (#"{"A":"job-production"}"#, #"{"A":"job-acceptance"}"#),
      (#"{"A":true}"#, #"{"A":false}"#),
      (#"{"A":20}"#, #"{"A":30}"#),
      (#"{"A":1073741824}"#, #"{"A":2147483648}"#),
      (#"{"A":"8080"}"#, #"{"A":"8081"}"#),
      (#"{"A":"test-1"}"#, #"{"A":"test-2"}"#),
      (#"{"A":"2026-11-23T00:00:00Z"}"#, #"{"A":"2026-11-24T09:00:00Z"}"#),
      (#"{"T":1795388400}"#, #"{"T":1795492800}"#),
      (#"{"A":["a"]}"#, #"{"A":["a","a"]}"#),
      (#"{"A":"x-8213"}"#, #"{"A":"y-5570"}"#),
      (#"{"A":"x-8213"}"#, #"{"B":"x-8213"}"#),
      (#"{"A":"x-8213","B":"x-8213"}"#, #"{"A":"x-5570","B":"x-5571"}"#),
      (#"{"A":"x-8213","B":"x-8214"}"#, #"{"A":"x-5570","B":"x-5570"}"#),
      (#"{"A":"x-8213","B":"x-8214"}"#, #"{"A":"x-8214","B":"x-8214"}"#),
      (#"{"A":"x-8213","B":"x-8213"}"#, #"{"A":"x-5570","B":"x-8213"}"#),
    ])
  func refuses(_ recorded: String, _ live: String) throws {
    #expect(try unify(recorded, live) == nil)
  }

  @Test("takes any two texts, and each for itself", arguments: 0..<4)
  func fuzz(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let pieces = [
      "app", "-", "_", "8213", "a1b2c3", "qzxvkwjhpf", "2026-11-23", "T02:00:00Z", "1795392000", "%2F", "/", ":", "é",
      "5d4b0e18-9a3f-4c2e-8f00-0123456789ab", "eyJuYW1lIjogImFwcC04MjEzIn0=", "UEsDBBQAAAAA", "000000000", "\\u00",
      "&#x", ".",
    ]
    func text() -> String {
      let parts = (0..<Int.random(in: 0..<6, using: &random)).map { _ in
        var bytes = Array((pieces.randomElement(using: &random) ?? "").utf8)
        if !bytes.isEmpty, Bool.random(using: &random) {
          bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0x30...0x7A, using: &random)
        }
        return String(decoding: bytes, as: UTF8.self)
      }
      return parts.joined()
    }
    for _ in 0..<3000 {
      let (left, right) = (text(), text())
      for (one, other) in [(left, right), (left, left)] {
        var unification = Unification(known: Renaming(), clocks: UnificationTests.clocks)
        let isEqual = unification.equate(recorded: one, live: other)
        #expect(isEqual || one != other)
        let added = unification.added
        guard isEqual, added.changes > 0 else { continue }
        // What was bound explains the difference: put in place, the recorded text is the live one.
        let rewritten = Array(one.utf8).withUnsafeBytes { added.rewritten($0, .toLive) }
        #expect(rewritten == Array(other.utf8) || one.contains("UEsDB"), "\(one) \(other)")
      }
    }
  }

  @Test("does not contradict what stands for what already")
  func consistent() throws {
    var known = Renaming()
    let isBound = known.bind(Renaming.Pair(recorded: Array("8213".utf8), live: Array("5570".utf8)))
    #expect(isBound)
    #expect(try unify(#"{"N":"tf-8213"}"#, #"{"N":"tf-5570"}"#, known: known) == [])
    #expect(try unify(#"{"N":"tf-8213"}"#, #"{"N":"tf-5571"}"#, known: known) == nil)
    #expect(try unify(#"{"N":"tf-8214"}"#, #"{"N":"tf-5570"}"#, known: known) == nil)
    #expect(try unify(#"{"N":"tf-8213"}"#, #"{"N":"tf-8213"}"#, known: known) == nil)
  }

  @Test("lets rules widen, narrow and leave out")
  func rules() throws {
    let path = try #require(DocumentPath("/A"))
    let words = (#"{"A":"red","B":1}"#, #"{"A":"blue","B":1}"#)
    #expect(try unify(words.0, words.1, .init(bound: PathSet([path]))) == ["red=blue"])
    #expect(try unify(words.0, words.1, .init(paths: CanonicalPaths(omitted: PathSet([path])))) == [])
    #expect(try unify(#"{"A":"x-8213"}"#, #"{"A":"x-5570"}"#, .init(unbound: PathSet([path]))) == nil)
  }
}
