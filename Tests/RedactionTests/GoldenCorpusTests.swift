// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents
import TestSupport
import Testing

@testable import Redaction

/// Guards whoever makes redaction quicker: of these exchanges every byte is as it was before. A change of what is
/// redacted changes the digests, and then they are to be replaced.
@Suite("Redaction of a fixed corpus")
struct GoldenCorpusTests {
  private static let credentials = [
    Credentials(accessKeyID: "ASIAQWERTYUIOPASDFGH", secretAccessKey: "planted+Secret/1", sessionToken: nil)
  ]

  /// Settings under which different rules are in force.
  private static func settings(_ number: Int) throws -> RedactionSettings {
    var settings = RedactionSettings.none
    let all = try #require(ActionPattern("*:*"))
    switch number {
    case 1:
      settings.patterns = [try LinearPattern("app-[0-9]+|corp-[0-9]")]
      settings.names = ["Description", "X_Own"]
      settings.on = [.privateAddress]
      settings.kept = [.init(action: all, path: try #require(DocumentPath("/Message")))]
      settings.places = [.init(action: all, path: try #require(DocumentPath("/**/Status")))]
    case 2: settings.off = [.uuid, .copy, .perRunHeader, .email, .secretMember]
    default: break
    }
    return settings
  }

  private static func findings(_ scan: LeakScan, _ line: [UInt8]) -> [UInt8] {
    line.withUnsafeBytes { Array(scan.findings(in: $0).map(\.description).joined(separator: "\n").utf8) }
  }

  @Test(
    "gives the bytes, the notes and the findings that it always gave",
    arguments: [
      (0, "509c4b0d27afc11532abe7a1be47ab53f7c4bba6ea43b53d190634f2ca0fd236"),
      (1, "7c7e017597201018702be6002cd9a388308afcd4e483c7f3aabeb431a4aeb308"),
      (2, "219fa8551f913bcfa964bbc3afdef70ed1aaa2a1782f1cacb188f1dd106e3dc3"),
    ])
  func golden(number: Int, digest: String) throws {
    let settings = try Self.settings(number)
    let redactor = Redactor.sample(Self.credentials, keepsAliases: number != 0) { $0 = settings }
    let scan = LeakScan(settings, credentials: Self.credentials)
    var corpus = ExchangeCorpus(SplitMix(seed: UInt64(number)))
    var all: [UInt8] = []
    for _ in 0..<40 {
      let exchange = corpus.next()
      var notes: [String] = []
      let redacted = redactor.redact(exchange) { notes.append("\($0.rule.rawValue) \($0.place)") }
      let line = redacted.encoded()
      all += Self.findings(scan, exchange.encoded()) + line + Array(notes.joined(separator: "\n").utf8)
      all += redactor.redactAgain(redacted).encoded() + Self.findings(scan, line)
      for original in redactor.originals(of: exchange) { all += original.alias + original.value }
    }
    #expect(sha256Hex(all) == digest)
  }
}
