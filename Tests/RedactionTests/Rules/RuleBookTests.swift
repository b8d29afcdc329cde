// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Redaction

@Suite("The book of rules")
struct RuleBookTests {
  private func book(_ change: (inout RedactionSettings) -> Void = { _ in }) -> RuleBook {
    var settings = RedactionSettings.none
    change(&settings)
    return RuleBook(settings)
  }

  @Test("has all rules in force but those that are off, by default or by the project's word")
  func switches() {
    #expect(RedactionRule.allCases.filter { !book().isOn($0) } == [.privateAddress])
    let other = book {
      $0.off = [.email, .privateAddress]
      $0.on = [.privateAddress, .email]
    }
    #expect(RedactionRule.allCases.filter { !other.isOn($0) } == [.email, .privateAddress])
    #expect(book { $0.on = [.privateAddress] }.isOn(.privateAddress))
  }

  @Test("drops headers by whole names in any case, in the half where they mean that")
  func headers() {
    func rule(_ name: String, _ half: ExchangeHalf, _ book: RuleBook) -> RedactionRule? {
      book.rule(dropping: name.utf8, of: half)
    }
    let plain = book()
    #expect(
      rule("AUTHORIZATION", .request, plain) == .secretHeader && rule("Set-Cookie", .response, plain) == .secretHeader)
    #expect(rule("Date", .request, plain) == .perRunHeader && rule("Date", .response, plain) == nil)
    #expect(rule("Host", .request, plain) == .connectionHeader && rule("X-Host", .request, plain) == nil)
    #expect(rule("X-Candidate-Date", .request, plain) == nil && rule("", .request, plain) == nil)
    let own = book { $0.headers = ["X-Internal"] }
    #expect(rule("x-internal", .request, own) == .userHeader && rule("X-INTERNAL", .response, own) == .userHeader)
    let off = book {
      $0.headers = ["X-Internal"]
      $0.off = [.userHeader, .secretHeader]
    }
    #expect(rule("X-Internal", .request, off) == nil && rule("Cookie", .request, off) == nil)
  }

  @Test("knows secret members by whole names in any case")
  func members() {
    let own = book { $0.names = ["InternalCode"] }
    #expect(
      own.rule(ofMember: "PASSWORD".utf8) == .secretMember && own.rule(ofMember: "internalcode".utf8) == .userMember)
    #expect(own.rule(ofMember: "PasswordPolicy".utf8) == nil && book().rule(ofMember: "InternalCode".utf8) == nil)
    let off = book {
      $0.names = ["InternalCode"]
      $0.off = [.secretMember, .userMember]
    }
    #expect(off.rule(ofMember: "Password".utf8) == nil && off.rule(ofMember: "InternalCode".utf8) == nil)
  }

  @Test("has a place of its own for each rule")
  func places() {
    #expect(Set(RedactionRule.allCases.map(\.place)).count == RedactionRule.allCases.count)
  }
}
