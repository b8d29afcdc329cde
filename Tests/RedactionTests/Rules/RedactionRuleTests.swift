// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Testing

@testable import Redaction

@Suite("The registry of redaction rules")
struct RedactionRuleTests {
  /// What is left out is seen by what is gone.
  private static let silent: Set<RedactionRule> = [.secretHeader, .perRunHeader, .connectionHeader]

  @Test("has rules with an id of their own and a reason of one line", arguments: RedactionRule.allCases)
  func registry(rule: RedactionRule) {
    let parts = rule.rawValue.split(separator: ".", omittingEmptySubsequences: false)
    let isWord = { (part: Substring) in
      !part.isEmpty && part.utf8.allSatisfy { $0 &- 0x61 < 26 || $0 == 0x2D } && part.first != "-" && part.last != "-"
    }
    #expect(parts.count == 2 && parts.allSatisfy(isWord))
    #expect(["header", "query", "member", "value", "alias", "user", "scan"].contains(parts[0]))
    #expect((10..<110).contains(rule.reason.count) && !rule.reason.contains("\n") && !rule.reason.hasSuffix("."))
    #expect(RedactionRule.allCases.filter { $0.rawValue == rule.rawValue || $0.reason == rule.reason } == [rule])
  }

  @Test(
    "has a sample for each that it changes, and that stays where the rule is off",
    arguments: RedactionRule.allCases.filter { $0 != .scanLimit })
  func samples(rule: RedactionRule) throws {
    let sample = try #require(try RuleSample.of(rule))
    let whole = sample.exchange.text
    #expect(whole.contains(sample.planted))
    let on = try redact(sample, off: nil)
    #expect(!on.text.contains(sample.planted))
    #expect(on.redactions.contains(rule.rawValue) != Self.silent.contains(rule))
    let off = try redact(sample, off: rule)
    #expect(!off.redactions.contains(rule.rawValue))
    if let other = sample.other {
      #expect(!off.text.contains(sample.planted) && off.redactions.contains(other.rawValue))
      #expect(try redact(sample, off: rule, other).text.contains(sample.planted))
    } else {
      #expect(off.text.contains(sample.planted))
    }
  }

  private func redact(_ sample: RuleSample, off rules: RedactionRule?...) throws -> Exchange {
    var settings = sample.settings
    settings.off.formUnion(rules.compactMap { $0 })
    return Redactor(credentials: sample.credentials, settings: settings, aliases: Aliases(key: .sample))
      .redact(sample.exchange)
  }
}

extension Exchange {
  /// Its parts as they are, without the escapes of a line in a cassette.
  var text: String {
    let fields = (request.head.fields.list + response.head.fields.list).map { "\($0.name): \($0.value)" }
    return ([request.head.target, requestText, responseText] + fields).joined(separator: "\n")
  }
}
