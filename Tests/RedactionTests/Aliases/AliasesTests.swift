// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import TestSupport
import Testing

@testable import Redaction

@Suite("Aliases")
struct AliasesTests {
  private let aliases = Aliases(key: .sample)

  /// A value of each form, which is nobody's.
  static let samples = [
    "210987654320", "4711", "-42", "1.5", "5d4b0e18-1c2f-4a8b-9d52-5f7a3c1e9b20",
    "5D4B0E18-1C2F-4A8B-9D52-5F7A3C1E9B20", "jane@corp.io", "54.240.197.233", "2a02:8109:9ac0:1c::1",
    "AKIAIOSFODNN7EXAMPLE", "AROADBQP57FF2AEXAMPLE", "vpc-0123456789abcdef0", "sg-903004f8",
    "arn:aws:iam::210987654320:role/path/deploy", "arn:aws:s3:::bucket/key", "https://ghe.corp.io:8443/x?y",
    "https://ghe.corp.io", "https://jane:pw@ghe.corp.io", "c2VjcmV0IHZhbHVlMQ==",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIiwiZXhwIjoxNzk1MzM4NDg3fQ.dozjgNryP4J3jVmN",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "hunter2", "two words\nand lines", "ünï",
  ]

  @Test("are the same each time, are no value of their own, and can be told", arguments: samples)
  func stable(value: String) {
    let alias = aliases.alias(value)
    #expect(alias != value && aliases.alias(value) == alias && Aliases(key: .sample).alias(value) == alias)
    #expect(AliasMark.isAlias(alias) && !AliasMark.isAlias(value))
    #expect(!alias.contains("MIIB\n-----END RSA") && !alias.contains("hunter2"))
  }

  @Test("have the form of their value, so that they are read as it was", arguments: samples)
  func sameForm(value: String) {
    let form = AliasForm.of(value)
    // These are told from real ones by their first characters.
    guard ![.accessKey, .jsonWebToken, .ipv6, .base64, .privateKey].contains(form) else { return }
    #expect(AliasForm.of(aliases.alias(value)) == form)
  }

  @Test("have nothing in common under two keys where a value can be guessed", arguments: samples)
  func keys(value: String) {
    let form = AliasForm.of(value)
    let isSame = Aliases(key: .other).alias(value) == aliases.alias(value)
    #expect(isSame == !form.isKeyed(Array(value.utf8)))
  }

  @Test(
    "of numbers are numbers that have room where the value had",
    arguments: [
      ("7", 9), ("123456789", 9), ("2147483647", 9), ("2147483648", 10), ("210987654320", 12),
      ("9223372036854775807", 18), ("18446744073709551615", 18), ("123456789012345678901", 21),
      (String(repeating: "7", count: 500), 64),
    ])
  func digits(value: String, count: Int) {
    let alias = aliases.alias(value)
    #expect(alias.utf8.count == count && alias.hasPrefix("999") && alias.utf8.allSatisfy(ByteKind.isDigit))
    #expect(count > 9 || Int32(alias) != nil)
    #expect(count > 18 || Int64(alias) != nil)
    #expect(aliases.alias("-\(value)") == "-\(alias)")
  }

  @Test("of fractions are fractions")
  func fractions() {
    #expect(Double(aliases.alias("1.25")) ?? 0 > 0.998 && Double(aliases.alias("-3e5")) ?? 0 < -0.998)
  }

  @Test("of UUIDs keep version, variant and case")
  func uuids() {
    let lower = aliases.alias("5d4b0e18-1c2f-1a8b-bd52-5f7a3c1e9b20")
    let places = Array(lower.utf8)
    #expect(places[14] == 0x31 && places[19] == 0x62 && lower == lower.lowercased())
    #expect(aliases.alias("5D4B0E18-1C2F-1A8B-BD52-5F7A3C1E9B20") == lower.uppercased())
  }

  @Test("of mailboxes and hosts are the same in any case, whichever came first")
  func anyCase() {
    let other = Aliases(key: .sample)
    #expect(aliases.alias("Jane@Corp.io") == aliases.alias("jane@corp.io"))
    #expect(other.alias("jane@corp.io") == aliases.alias("JANE@corp.io"))
    #expect(aliases.alias("https://GHE.corp.io") == other.alias("https://ghe.corp.io"))
  }

  @Test("of addresses are addresses that are nobody's")
  func addresses() throws {
    let four = aliases.alias("54.240.197.233").split(separator: ".").compactMap { UInt8($0) }
    #expect(four.count == 4 && four[0] == 127 && four[1] > 0)
    let six = aliases.alias("2a02:8109::1").split(separator: ":").compactMap { UInt16($0, radix: 16) }
    #expect(six.count == 8 && six[0] == 0x2001 && six[1] == 0xDB8)
  }

  @Test("of ids keep what stands before their digits, and their length")
  func ids() {
    let starts = ["vpc-0123456789abcdef0": "vpc-0", "sg-903004f8": "sg-", "AROADBQP57FF2AEXAMPLE": "AROA"]
    for (value, start) in starts {
      let alias = aliases.alias(value)
      #expect(alias.hasPrefix(start) && alias.utf8.count == value.utf8.count && alias != value)
    }
    let key = aliases.alias("AKIAIOSFODNN7EXAMPLE")
    #expect(key.hasPrefix("REDACTED") && key.utf8.count == 20)
  }

  @Test(
    "of ARNs keep the parts that mean the same for everyone",
    arguments: [
      ("arn:aws:iam::210987654320:role/path/deploy", "arn:aws:iam::999", "role/"),
      (
        "arn:aws-cn:lambda:cn-north-1:210987654320:function:deploy:PROD", "arn:aws-cn:lambda:cn-north-1:999",
        "function:"
      ),
      ("arn:aws:sns:eu-west-1:123456789012:topic", "arn:aws:sns:eu-west-1:123456789012:", ""),
      ("arn:aws:iam::aws:policy/Admin", "arn:aws:iam::aws:policy/", "policy/"),
      ("arn:aws:s3:::Bucket1/path/file", "arn:aws:s3:::redacted-", ""),
    ])
  func arns(value: String, start: String, type: String) {
    let alias = aliases.alias(value)
    let parts = alias.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    #expect(
      alias.hasPrefix(start) && parts[5].hasPrefix("\(type)redacted-") && parts[5].utf8.count == type.utf8.count + 45)
    #expect(parts[4] == (start.hasSuffix("999") ? aliases.alias("210987654320")[...] : parts[4]))
    for word in ["path", "deploy", "PROD", "topic", "Admin", "Bucket1", "file"] { #expect(!alias.contains(word)) }
  }

  @Test("of URLs keep scheme and port, and say whether there was more than a host")
  func urls() {
    let host = aliases.alias("https://ghe.corp.io").dropFirst(8)
    #expect(host.hasPrefix("redacted-") && host.hasSuffix(".example.com") && host.utf8.count == 37)
    #expect(aliases.alias("http://ghe.corp.io:8080") == "http://\(host):8080")
    #expect(aliases.alias("http://ghe.corp.io:8080/") == "http://\(host):8080")
    for more in ["/a/b", "?a=b", "#c"] {
      #expect(aliases.alias("http://ghe.corp.io\(more)").hasPrefix("http://\(host)/redacted-"))
    }
    #expect(aliases.alias("http://jane:secret@ghe.corp.io").hasPrefix("http://\(host)/redacted-"))
  }

  @Test("of base64 are base64 that says so, with the digits of the alias of what was said")
  func base64() throws {
    let alias = aliases.alias("c2VjcmV0IHZhbHVlMQ==")
    let text = try #require(Base64.decode(alias.utf8))
    #expect(text.starts(with: "redacted-".utf8) && text.count == 33)
    #expect(aliases.alias("secret value1").filter { $0 != "-" }.hasSuffix(alias.dropFirst(12)))
  }

  @Test("of JSON web tokens are such tokens, unlike real ones, that end when the real one did")
  func webToken() throws {
    let payload = Base64URL.encode([UInt8](#"{"sub":"jane","exp":1795338487,"account":210987654320}"#))
    let alias = aliases.alias("eyJhbGciOiJIUzI1NiJ9.\(String(decoding: payload, as: UTF8.self)).c2lnbmF0dXJl")
    let parts = alias.split(separator: ".")
    #expect(parts.count == 3 && !alias.hasPrefix("eyJ"))
    #expect(try JSONReader.read(try #require(Base64URL.decode(parts[0].utf8))).root["alg"]?.string == "none")
    let claims = try JSONReader.read(try #require(Base64URL.decode(parts[1].utf8))).root
    #expect(claims["exp"]?.numberLexeme == "1795338487" && Array(claims.members).count == 2)
    #expect(AliasMark.isAlias(claims["sub"]?.string ?? ""))
  }

  @Test("of certificates are certificates")
  func certificate() throws {
    let alias = aliases.alias("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
    let lines = alias.split(separator: "\n")
    #expect(AliasMark.isAlias(String(lines[0])) && lines[1] == "-----BEGIN CERTIFICATE-----")
    let body = try #require(Base64.decode(lines[2..<(lines.count - 1)].joined().utf8))
    // One SEQUENCE (X.690) that is as long as it says, of a certificate, an algorithm and a signature.
    #expect(body.prefix(2) == [0x30, 0x82] && Int(body[2]) << 8 | Int(body[3]) == body.count - 4)
    var at = 4
    var tags: [UInt8] = []
    while at + 1 < body.count {
      tags.append(body[at])
      let isLong = body[at + 1] == 0x82
      at += isLong ? 4 + (Int(body[at + 2]) << 8 | Int(body[at + 3])) : 2 + Int(body[at + 1])
    }
    #expect(at == body.count && tags == [0x30, 0x30, 0x03])
  }

  @Test("of private keys are blocks that nobody takes for a key")
  func privateKey() {
    let alias = aliases.alias("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n")
    #expect(alias.hasPrefix("-----BEGIN REDACTED KEY----- ") && alias.hasSuffix(" -----END REDACTED KEY-----"))
    #expect(AliasMark.isAlias(alias.dropFirst(29).prefix(45).utf8))
  }

  @Test("are never one for two values")
  func distinct() {
    let count = 20_000
    var random = SplitMix(seed: 3)
    func values(_ make: (Int) -> String) -> Int {
      Set((0..<count).map { aliases.alias(make($0)) }).count
    }
    let start = UInt64.random(in: 100_000_000_000..<700_000_000_000, using: &random)
    #expect(values { String(start + UInt64($0) * 7) } == count)
    #expect(values { String(200_000 + $0) } == count)
    #expect(values { "54.\($0 >> 16).\($0 >> 8 & 255).\($0 & 255)" } == count)
    #expect(values { "i-1\(String(0x1000_000 + $0 * 3, radix: 16))" } == count)
  }
}
