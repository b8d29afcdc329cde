// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Drift

@Suite("The registry of drift rules")
struct DriftRuleTests {
  @Test("has each id once, and finds it")
  func ids() {
    #expect(Set(DriftRule.all.map(\.id)).count == DriftRule.all.count && DriftRule.all.count >= 50)
    #expect(DriftRule.all.allSatisfy { DriftRule.named($0.id) == $0 } && DriftRule.named("x.y") == nil)
  }

  @Test("says of each rule what it finds, why it matters and where it comes from", arguments: DriftRule.all)
  func row(rule: DriftRule) {
    #expect(rule.id.wholeMatch(of: /[a-z]+\.[a-z]+(-[a-z]+)*/) != nil)
    for text in [rule.title, rule.reason, rule.origin] {
      #expect(!text.isEmpty && !text.hasSuffix(".") && !text.contains { "|<>\n".contains($0) })
    }
    #expect(rule.title.first?.isUppercase == true)
  }
}
