// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import AWSProtocols

@Suite("Match rules")
struct MatchRulesTests {
  private let action = Action(service: "route53", operation: "ChangeResourceRecordSets")

  @Test(
    "name actions by service and operation, with * for any text",
    arguments: [
      "route53:ChangeResourceRecordSets", "*:Change*", "route53:*", "*:*", "Change*Sets", "*Record*", "*", "r*5*:*e*s",
      "route53:**", "*R*R*S*",
    ])
  func matching(text: String) throws {
    #expect(try #require(ActionPattern(text)).matches(action))
    #expect(ActionPattern(text)?.description == text)
  }

  @Test(
    "do not name others",
    arguments: [
      "route53:Change", "route5:*", "*:change*", "s3:*", "ChangeResourceRecordSetsX", "*Sets?", "Resource*", "*x*",
      "*SetsRecord*",
    ])
  func others(text: String) throws {
    #expect(try !#require(ActionPattern(text)).matches(action))
  }

  @Test("take all behind the first colon for the operation")
  func colons() throws {
    #expect(try #require(ActionPattern("http:GET /a:b*")).matches(Action(service: "http", operation: "GET /a:b/c")))
  }

  @Test("are refused without service or operation", arguments: ["", ":", "a:", ":a"])
  func refused(text: String) {
    #expect(ActionPattern(text) == nil)
    #expect(ActionPattern(String(repeating: "a", count: 1025)) == nil)
  }

  @Test("are compiled for one action")
  func compiled() throws {
    func rule(_ action: String, _ path: String) throws -> MatchRules.PathRule {
      MatchRules.PathRule(action: try #require(ActionPattern(action)), path: try #require(DocumentPath(path)))
    }
    var rules = MatchRules()
    rules.ignored = [try rule("route53:*", "/a"), try rule("s3:*", "/b")]
    rules.kept = [try rule("*", "/k")]
    rules.unbound = [try rule("s3:*", "/b")]
    rules.mutations = [try #require(ActionPattern("Change*"))]
    let found = rules.rules(for: [action])
    func leads(_ set: PathSet, _ name: String) -> Bool { Array(name.utf8).withUnsafeBytes { set.member($0) }.isMatch }
    #expect(leads(found.ignored, "a") && !leads(found.ignored, "b") && leads(found.kept, "k"))
    #expect(found.bound.isEmpty && found.unbound.isEmpty && rules.kind(of: [action]) == .mutation)
    let none = MatchRules.none.rules(for: [action])
    #expect(none.ignored.isEmpty && none.kept.isEmpty && MatchRules.none.kind(of: [action]) == nil)
  }
}
