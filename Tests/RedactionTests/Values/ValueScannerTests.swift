// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Redaction

@Suite("The scan for values by their look")
struct ValueScannerTests {
  private func hits(_ text: String, accounts: Set<UInt64> = []) -> [String] {
    let bytes = [UInt8](text)
    return bytes.withUnsafeBytes { ValueScanner.hits($0, accounts: accounts) }
      .map { "\($0.rule.rawValue) \(String(decoding: bytes[$0.range], as: UTF8.self))" }
  }

  private static func run(_ piece: String, _ count: Int) -> String { String(repeating: piece, count: count) }

  static let values: [(RedactionRule, String)] = [
    (.awsKey, "AKIAIOSFODNN7EXAMPLE"), (.awsKey, "ASIAIOSFODNN7EXAMPLE"), (.awsToken, "IQoJ\(run("b3", 60))=="),
    (.awsToken, "FwoG\(run("zX/+", 30))"), (.github, "ghp_\(run("a1", 18))"), (.github, "github_pat_\(run("b_2", 20))"),
    (.gitlab, "glpat-\(run("c-D", 8))c"), (.bitbucket, "ATBB\(run("d3", 16))"), (.bitbucket, "ATCTT3\(run("d3", 20))"),
    (.slack, "xoxb-1234567890-abcdefghij"), (.google, "AIza\(run("e", 35))"), (.google, "ya29.\(run("e_5", 12))"),
    (.stripe, "sk_live_\(run("f6", 12))"), (.npm, "npm_\(run("g7", 18))"), (.pypi, "pypi-AgE\(run("h8", 30))"),
    (.sendgrid, "SG.\(run("i9", 11)).\(run("j0", 21))j"), (.twilio, "AC\(run("0f", 16))"),
    (.twilio, "SK\(run("1e", 16))"),
    (.mailchimp, "\(run("0a", 16))-us12"), (.openai, "sk-\(run("k1", 24))"),
    (.discord, "M\(run("l2", 12)).Yabcde.\(run("m3", 14))"), (.telegram, "123456789:AA\(run("n4", 16))n"),
    (.square, "sq0atp-\(run("o5", 11))"), (.square, "EAAA\(run("p6", 30))"),
    (.jsonWebToken, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N"),
    (.jsonWebToken, "eyJhbGciOiJSU0EifQ.\(run("q", 20)).\(run("r", 8)).\(run("s", 9)).\(run("t", 8))"),
    (.principal, "AROADBQP57FF2AEXAMPLE"), (.principal, "AIDACKCEVSQ6C2EXAMPLE"),
    (.principal, "AROAQWERTYUIOPASDFGHJ"),
    (.email, "jane.doe+aws@corp.example-company.io"), (.address, "54.240.197.233"), (.privateAddress, "192.168.7.9"),
    (.address, "2a02:8109:9ac0:1c::1"), (.address, "2001:67c:2e8:22:0:0:c100:68b"),
    (.uuid, "5d4b0e18-1c2f-4a8b-9d52-5f7a3c1e9b20"), (.uuid, "12345678-1234-1234-1234-123456789012"),
    (.resourceID, "vpc-0123456789abcdef0"), (.resourceID, "sg-903004f8"), (.resourceID, "tgw-attach-0123456789abcdef0"),
  ]

  @Test("finds each kind, alone, in a sentence, between quotes and in a path", arguments: values)
  func positives(rule: RedactionRule, value: String) {
    let hit = "\(rule.rawValue) \(value)"
    #expect(hits(value) == [hit])
    #expect(hits("Not for you: \(value).") == [hit])
    #expect(hits("key='\(value)', other") == [hit])
    #expect(hits("ünï\(value)ünï").isEmpty || hits("ünï \(value) ünï") == [hit])
    if rule != .email, value.utf8.last != 0x3D { #expect(hits("(\(value))") == [hit]) }
  }

  @Test("does not find what lacks a character, or is a part of a longer word", arguments: values)
  func boundaries(rule: RedactionRule, value: String) {
    // What may begin anywhere, or be of any length.
    if rule != .email, rule != .uuid, rule != .address, rule != .privateAddress {
      #expect(!hits("x\(value)").contains { $0.hasPrefix(rule.rawValue) })
    }
    if [.awsKey, .twilio, .resourceID].contains(rule) {
      #expect(!hits("\(value)0").contains("\(rule.rawValue) \(value)"))
    }
    if [.awsKey, .twilio, .uuid, .resourceID].contains(rule) {
      #expect(hits(String(value.dropLast())).isEmpty)
    }
  }

  @Test("finds UUIDs with something glued to them, as replay does, and ids of roles before a session")
  func glued() {
    let uuid = "5d4b0e18-1c2f-4a8b-9d52-5f7a3c1e9b20"
    for text in ["project\(uuid)", "\(uuid)0", "\(uuid)-0", "1234\(uuid)x"] {
      #expect(hits(text) == ["alias.uuid \(uuid)"], "\(text)")
    }
    #expect(hits("AROADBQP57FF2AEXAMPLE:session-1") == ["alias.principal AROADBQP57FF2AEXAMPLE"])
  }

  @Test("finds AccountKey, private keys and what stands before the @ of a URL")
  func ends() {
    let key = Self.run("Ab1+", 22)
    #expect(hits("AccountName=a;AccountKey=\(key);EndpointSuffix=x") == ["value.azure \(key)"])
    let block = "-----BEGIN EC PRIVATE KEY-----\nMHc=\n-----END EC PRIVATE KEY-----"
    #expect(hits("a \(block)\nb") == ["value.private-key \(block)\n"])
    #expect(
      hits("-----BEGIN PRIVATE KEY-----\nMHc= and no end") == [
        "value.private-key -----BEGIN PRIVATE KEY-----\nMHc= and no end"
      ])
    #expect(hits("at https://jane:pass%20word@host.example/x") == ["value.url-password pass%20word"])
    #expect(hits("https://0123456789abcdef0123@host.example/") == ["value.url-password 0123456789abcdef0123"])
    #expect(hits("https://jane.the.user:pw@h/") == ["value.url-password jane.the.user", "value.url-password pw"])
  }

  @Test("finds accounts where they are accounts")
  func accounts() {
    let hit = ["alias.account 210987654320"]
    for text in [
      "arn:aws:iam::210987654320:role/x", "arn:aws-cn:sns:cn-north-1:210987654320:topic",
      "210987654320.dkr.ecr.eu-west-1.amazonaws.com/image", "https://210987654320.signin.aws.amazon.com/console",
      "https://sqs.eu-west-1.amazonaws.com/210987654320/queue",
      "https://sqs.cn-north-1.amazonaws.com.cn/210987654320/q",
    ] {
      #expect(hits(text) == hit, "\(text)")
    }
    #expect(hits("bucket-210987654320-logs") == [] && hits("210987654320") == [])
    #expect(hits("bucket-210987654320-logs", accounts: [210_987_654_320]) == hit)
    #expect(hits("x210987654320 2109876543200 ", accounts: [210_987_654_320]) == [])
  }

  @Test(
    "lets ordinary values be",
    arguments: [
      "1.2.3", "v1.2.3.4", "12.0.6099.109", "1.2.3.4.5", "1.3.6.1.4.1.311", "2.5.29.17.1", "2026-11-23", "23.11.2026",
      "2026-11-23T05:16:18.123Z", "09:08:07", "20261123T051618Z", "00:1B:44:11:3A:B7", "00-1B-44-11-3A-B7",
      "fe80::1", "2001:db8::7", "::1", "127.0.0.1", "192.0.2.1", "198.51.100.7", "203.0.113.9", "0.0.0.0", "300.1.1.1",
      "9b2cf535f27731c974343645a3985328", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "\"9b2cf535f27731c974343645a3985328-3\"",
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "arn:aws:iam::123456789012:role/x", "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:s3:::bucket/key",
      "111122223333", "000000000000", "444455556666.dkr.ecr.eu-west-1.amazonaws.com", "179533848712", "123456789013",
      "report-2026.csv", "icon@2x.png", "photo@3x.jpeg", "a/b/c.tar.gz", "logs/2026/11/23/05/part-00001", "my-key-1",
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk", "+49 30 1234567", "+1-202-555-0143", "(030) 123",
      "git@github.com:team/repository.git", "ssh://git@host/x", "https://host:8443/a@b", "user@localhost",
      "jane@example.com", "bob@mail.example.org", "x@service.test", "npm install pkg@1.2.3", "@types/node", "a@b",
      "AKIA-team", "AKIAIOSFODNN7EXAMPL", "AROA", "AROACAPITALSWITHOUTANY", "ACCOUNT", "ghp_short", "sk-learn", "SG.1",
      "vpc-security", "i-deadbeef", "sg-12345", "subnet-group-01234567x", "my-vpc-01234567", "eni", "us-east-1a",
      "5d4b0e18-1c2f-4a8b-9d52-5f7a3c1e9b2", "m5.24xlarge", "t3.micro",
      "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "-----BEGIN PUBLIC KEY-----\nMIIB", "----", "",
      "eyJ", "eyJhbGciOiJIUzI1NiJ9", "eyJ.eyJ.eyJ", "MTIz.NDU2", "AccountKey=short", "Mailchimp-us12",
      "https://sqs.eu-west-1.amazonaws.com/123456789012/queue", "http://localhost:4566", "x://", "://@", "a://:@b",
    ])
  func negatives(value: String) {
    #expect(hits(value) == [])
    #expect(hits("See \(value) there") == [])
  }

  @Test("takes numbers in dots for versions where their place says so")
  func versions() {
    let text = [UInt8]("54.240.197.233 jane@corp.io")
    let hits = text.withUnsafeBytes { ValueScanner.hits($0, tellsVersion: true) }
    #expect(hits.map(\.rule) == [.email])
  }

  @Test("leaves nothing of a value that runs into another")
  func overlaps() {
    let token = "ghp_\(Self.run("a1", 45))"
    #expect(hits("\(token)@corp.io") == ["alias.email \(token)@corp.io"])
    #expect(hits("jane@corp.io@host.de") == ["alias.email jane@corp.io@host.de"])
    #expect(hits("https://jane:AKIAIOSFODNN7EXAMPLE@h.io/") == ["value.url-password AKIAIOSFODNN7EXAMPLE"])
  }

  @Test("gives each value the form of its look")
  func forms() {
    for (rule, value) in Self.values {
      let text = [UInt8](" \(value) ")
      let hit = text.withUnsafeBytes { ValueScanner.hits($0) }.first
      #expect(hit?.form == AliasForm.of(value), "\(rule): \(value)")
    }
  }

  @Test(
    "is linear",
    arguments: [
      "eyJ-", "eyJ.", "M-", "@", "@a", "a@", "://", "://a:", "-----BEGIN ", "-----BEGIN PRIVATE KEY", "AKIA", "FwoG-",
      "ghp_.", "arn:", "arn:aws:iam::", "sk-", "SG.", "EAAA.", "1.", "2001:", "0:", "12345678:AA-", "x-us", "vpc-",
      "AC0",
      "12345678-", "https://", "-----", "xoxb-",
    ])
  func linear(piece: String) {
    let clock = ContinuousClock()
    func time(_ text: String) -> Duration {
      let bytes = [UInt8](text)
      return clock.measure { bytes.withUnsafeBytes { _ = ValueScanner.hits($0) } }
    }
    #expect(time(Self.run(piece, (64 << 10) / piece.utf8.count)) < .seconds(2))
    #expect(time("@" + Self.run("-", 64 << 10)) < .seconds(2))
  }
}
