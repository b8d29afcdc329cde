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
      (0, "260b62f2fc2fc3eeefd5e715875a4aaec6a8ab84b50ac5ffdf665ae47c361354"),
      (1, "e8b8b3951f2848206f285b59c5de67e4619cba7326bb7568e54ff0ffb80fabf5"),
      (2, "218bf007fc238ec6c62b267d073e286f427acc926466f5fa687b5e1189a0742f"),
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
