// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents
import TestSupport
import Testing

@testable import Redaction

/// The two looks agree: what the first one writes, the second one lets pass.
@Suite("Redacted exchanges")
struct RedactedExchangesTests {
  private static let redactor = Redactor(
    settings: .none, aliases: Aliases(key: AliasKey([UInt8](repeating: 7, count: 32))))

  private func findings(_ line: [UInt8]) throws -> [LeakFinding] {
    let exchange = try Exchange(JSONReader.read(line).root, number: 2)
    return ScanSample.findings(Self.redactor.redact(exchange).encoded())
  }

  @Test("tokens of each kind, at any place, in up to three layers")
  func tokens() throws {
    var random = SplitMix(seed: 2026)
    for round in 0..<300 {
      let token = TokenFormTests.tokens[round % TokenFormTests.tokens.count]
      var text = token.text
      for _ in 0..<Int.random(in: 0...3, using: &random) { text = PlantedSecretsTests.wrap(text, &random) }
      let line = PlantedSecretsTests.line(text, &random)
      #expect(try findings(line) == [], "\(String(decoding: line, as: UTF8.self))")
    }
  }

  @Test("secrets by name and identities", arguments: NamedValuesTests.bodies + IdentityFormsTests.bodies)
  func bodies(body: String) throws {
    #expect(try findings(ScanSample.line(response: body)) == [], "\(body)")
  }
}
