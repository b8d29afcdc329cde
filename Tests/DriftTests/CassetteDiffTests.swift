// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Testing

@testable import Drift

@Suite("The difference between two cassettes")
struct CassetteDiffTests {
  private struct Call {
    var operation = "GetConnection"
    var body = "{}"
    var status = 200
    var error: String?
    var answer = #"{"Connection":{"Name":"n","Status":"PENDING","Tags":[{"Key":"k","Value":"v"}],"Size":1}}"#
  }

  private func diff(_ old: [Call], _ new: [Call]) throws -> CassetteDiff {
    try CassetteDiff(old: text(old), new: text(new))
  }

  private func text(_ calls: [Call]) throws -> CassetteText {
    let lines = calls.map { call in
      Exchange(
        action: Action(service: "codestar-connections", operation: call.operation), region: "eu-west-1",
        at: Timestamp(seconds: 0), took: 0, endpoint: "https://a.example",
        request: HTTPRequest(
          head: HTTPRequestHead(method: "POST", target: "/", fields: [HTTPField("X-Amz-Target", "T.x")]),
          body: Array(call.body.utf8)),
        response: HTTPResponse(
          head: HTTPResponseHead(
            status: call.status, fields: HTTPFields(call.error.map { [HTTPField("x-amzn-ErrorType", $0)] } ?? [])),
          body: Array(call.answer.utf8))
      ).encoded()
    }
    return try CassetteText(CassetteText.write(lines, tool: "t", redaction: "r"))
  }

  /// What a change of one answer's text is told as.
  private func findings(_ from: String, _ to: String) throws -> [Finding] {
    var changed = Call()
    changed.answer = changed.answer.replacing(from, with: to)
    try #require(changed.answer != Call().answer)
    return try diff([Call()], [changed]).findings
  }

  @Test("is none for the same session with other ids, in another order")
  func same() throws {
    func session(_ id: String) -> [Call] {
      [
        Call(operation: "CreateConnection", body: #"{"Name":"n-\#(id)"}"#, answer: #"{"Arn":"arn:\#(id)"}"#),
        Call(body: #"{"Arn":"arn:\#(id)"}"#),
        Call(body: #"{"Arn":"arn:x"}"#, status: 400, error: "NotFound", answer: "{}"),
        Call(operation: "ListTags", answer: #"{"Tags":[]}"#),
      ]
    }
    let diff = try diff(session("1"), session("2").reversed())
    #expect(diff.findings.isEmpty && diff.aligned == 4 && diff.oldCount == 4 && diff.newCount == 4)
  }

  @Test("tells each rule for its own change, once")
  func rules() throws {
    let ok = Call()
    func only(_ diff: CassetteDiff) throws -> Finding {
      #expect(diff.findings.count == 1, "\(diff.findings)")
      return try #require(diff.findings.first)
    }
    let removed = try only(diff([ok, Call(operation: "ListTags"), Call(operation: "ListTags")], [ok]))
    #expect(removed.rule == .operationRemoved && removed.message == "is no longer called (2 times before)")
    let added = try only(diff([ok], [ok, Call(operation: "ListTags")]))
    #expect(added.rule == .operationAdded && added.message == "is new (once)")
    let status = try only(diff([ok], [Call(status: 400, error: "a#NotFound:x", answer: "{}")]))
    #expect(status.rule == .statusChanged && status.message == "status 200 became 400 NotFound")
    let error = try only(
      diff([Call(status: 400, error: "NotFound", answer: "{}")], [Call(status: 400, error: "Denied", answer: "{}")]))
    #expect(error.rule == .errorChanged && error.message == "error NotFound became Denied")
    let gone = try only(diff([ok], [Call(answer: ok.answer.replacing(#""Name":"n","#, with: ""))]))
    #expect(gone.rule == .memberRemoved && gone.pointer == "/Connection/Name")
    let new = try only(diff([ok], [Call(answer: ok.answer.replacing(#""Name""#, with: #""New":{"a":1},"Name""#))]))
    #expect(new.rule == .memberAdded && new.pointer == "/Connection/New")
    let kind = try only(diff([ok], [Call(answer: ok.answer.replacing(#""Size":1"#, with: #""Size":"1""#))]))
    #expect(kind.rule == .kindChanged && kind.message == "/Connection/Size was integer, is string")
  }

  @Test("reaches into lists, and escapes its pointers")
  func pointers() throws {
    #expect(try findings(#""Value":"v""#, #""Value":1"#).map(\.pointer) == ["/Connection/Tags/*/Value"])
    #expect(try findings(#""Name":"n""#, #""Name":"n","a/b~c":1"#).map(\.pointer) == ["/Connection/a~1b~0c"])
  }

  @Test(
    "does not take values, list lengths, nulls or another order for drift",
    arguments: [
      (#""n""#, #""other""#), (#""PENDING""#, #""AVAILABLE""#), (#""Size":1"#, #""Size":2"#),
      (#"[{"Key":"k","Value":"v"}]"#, "[]"),
      (#"[{"Key":"k","Value":"v"}]"#, #"[{"Value":"v","Key":"k"},{"Key":"k","Value":"v"}]"#),
      (#""Size":1"#, #""Size":null"#), (#""Name":"n","Status":"PENDING""#, #""Status":"PENDING","Name":"n""#),
    ])
  func noDrift(from: String, to: String) throws {
    #expect(try findings(from, to).isEmpty)
  }

  @Test("takes a member that was only sometimes there for optional")
  func optional() throws {
    let without = Call(answer: #"{"Connection":{}}"#)
    let with = Call(answer: #"{"Connection":{"Name":"n"}}"#)
    #expect(try diff([with, without], [without, without]).findings.isEmpty)
    #expect(try diff([with, without], [with, with]).findings.isEmpty)
    #expect(try diff([with, with], [without, with]).findings.isEmpty)
  }

  @Test("tells the worst first, and each thing once")
  func order() throws {
    let diff = try diff(
      [Call(), Call(operation: "ListTags"), Call(operation: "GetHost")],
      [Call(status: 500, answer: ""), Call(status: 500, answer: ""), Call(operation: "GetHost", answer: #"{"New":1}"#)])
    #expect(diff.findings.map(\.severity) == diff.findings.map(\.severity).sorted(by: >))
    #expect(diff.findings.first?.rule == .statusChanged)
    #expect(Set(diff.findings).count == diff.findings.count)
    #expect(diff.findings.map(\.rule).contains(.operationRemoved))
  }

  @Test("is the same each time, fingerprints included")
  func stable() throws {
    let (old, new) = ([Call(), Call(operation: "ListTags")], [Call(answer: #"{"Connection":{"A":1,"B":2,"C":3}}"#)])
    let first = try diff(old, new).findings
    for _ in 0..<5 { #expect(try diff(old, new).findings == first) }
    #expect(Set(first.map(\.fingerprint)).count == first.count && first.allSatisfy { $0.fingerprint.count == 12 })
  }

  @Test("has a fingerprint that stays the same from version to version")
  func fingerprint() {
    let finding = Finding(
      rule: .memberAdded, action: Action(service: "s", operation: "O"), pointer: "/a", old: "", new: "1 of 1 sample")
    #expect(finding.fingerprint == "9a0d7701f758")
  }

  @Test("does not mind bodies that are no JSON")
  func otherBodies() throws {
    #expect(try diff([Call(answer: "<a/>")], [Call(answer: "<b/>")]).findings.isEmpty)
  }

  @Test("is told with rules that have severities of their own", arguments: Finding.Rule.allCases)
  func severities(rule: Finding.Rule) {
    let finding = Finding(rule: rule, action: Action(service: "s", operation: "O"), pointer: "/p", old: "o", new: "n")
    #expect(!finding.message.isEmpty && Finding.Severity.allCases.contains(rule.severity))
  }
}
