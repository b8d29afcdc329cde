// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Testing

@testable import Drift

@Suite("What differs between two recordings")
struct ComparisonTests {
  /// What a change of one answer's text is told as.
  private func findings(_ from: String, _ to: String) throws -> [Finding] {
    var changed = ConnectionCall()
    changed.answer = changed.answer.replacing(from, with: to)
    try #require(changed.answer != ConnectionCall().answer)
    return try ConnectionCall.diff([ConnectionCall()], [changed]).findings
  }

  @Test("Operations that come and go, outcomes and errors are told")
  func calls() throws {
    let ok = ConnectionCall()
    func only(_ old: [ConnectionCall], _ new: [ConnectionCall]) throws -> Finding {
      let findings = try ConnectionCall.diff(old, new).findings
      #expect(findings.count == 1, "\(findings)")
      return try #require(findings.first)
    }
    let removed = try only([ok, ConnectionCall(operation: "ListTags"), ConnectionCall(operation: "ListTags")], [ok])
    #expect(removed.rule == .operationRemoved && removed.message == "is no longer called (2 times before)")
    let added = try only([ok], [ok, ConnectionCall(operation: "ListTags")])
    #expect(added.rule == .operationAdded && added.message == "is new (called once)")
    let failed = try only([ok], [ConnectionCall(status: 400, error: "a#NotFound:x", answer: "{}")])
    #expect(failed.rule == .outcomeFailed && failed.message == "200 became 400 NotFound")
    let error = try only(
      [ConnectionCall(status: 400, error: "NotFound", answer: "{}")],
      [ConnectionCall(status: 400, error: "Denied", answer: "{}")])
    #expect(error.rule == .errorCode && error.message == "400 NotFound became 400 Denied")
    let throttled = try only(
      [ok, ok], [ok, ConnectionCall(status: 400, error: "ThrottlingException", answer: "{}"), ok])
    #expect(throttled.rule == .environmentThrottled)
  }

  @Test("Pointers reach into lists and are escaped")
  func pointers() throws {
    #expect(try findings(#""Value":"v""#, #""Value":1"#).map(\.place.pointer) == ["/body/Connection/Tags/*/Value"])
    #expect(try findings(#""Name":"n""#, #""Name":"n","a/b~c":1"#).map(\.place.pointer) == ["/body/Connection/a~1b~0c"])
  }

  @Test(
    "Values of one sample, list lengths and order are no drift",
    arguments: [
      (#""n""#, #""other""#), (#""Size":1"#, #""Size":2"#), (#"[{"Key":"k","Value":"v"}]"#, "[]"),
      (#"[{"Key":"k","Value":"v"}]"#, #"[{"Value":"v","Key":"k"},{"Key":"k","Value":"v"}]"#),
      (#""Name":"n","Status":"PENDING""#, #""Status":"PENDING","Name":"n""#),
    ])
  func noDrift(from: String, to: String) throws {
    #expect(try findings(from, to).isEmpty)
  }

  @Test("A member that was only sometimes there is optional, and one odd sample is no drift")
  func optional() throws {
    let without = ConnectionCall(answer: #"{"Connection":{}}"#)
    let with = ConnectionCall(answer: #"{"Connection":{"Name":"n"}}"#)
    #expect(try ConnectionCall.diff([with, without], [without, without]).findings.isEmpty)
    #expect(try ConnectionCall.diff([with, without], [with, with]).findings.isEmpty)
    #expect(try ConnectionCall.diff([with, with], [without, with]).findings.isEmpty)
    #expect(
      try ConnectionCall.diff([with, with, with], [without, with, without]).findings.map(\.rule) == [.memberOptional])
  }

  @Test("A value that was one for all is told when it is another for all")
  func constants() throws {
    func calls(_ type: String, _ version: String) -> [ConnectionCall] {
      (0..<3).map {
        ConnectionCall(
          body: #"{"ConnectionArn":"arn:\#($0)"}"#,
          answer: #"{"Connection":{"Type":"\#(type)","Engine":"postgres\#(version)","At":"2026-11-2\#($0)T10:00:00Z"}}"#
        )
      }
    }
    let report = try ConnectionCall.diff(calls("GitHub", "14"), calls("GitLab", "14"))
    #expect(report.findings.map(\.rule) == [.valueChanged])
    #expect(report.findings.first?.message == "/body/Connection/Type was GitHub, is GitLab")
    #expect(
      try ConnectionCall.diff(calls("GitHub", "14"), calls("GitHub", "16")).findings.map(\.place.pointer) == [
        "/body/Connection/Engine"
      ])
    #expect(try ConnectionCall.diff([calls("GitHub", "14")[0]], [calls("GitLab", "14")[0]]).findings.isEmpty)
  }

  @Test("Findings and fingerprints are the same each time")
  func stable() throws {
    let (old, new) = (
      [ConnectionCall(), ConnectionCall(operation: "ListTags")],
      [ConnectionCall(answer: #"{"Connection":{"A":1,"B":2,"C":3}}"#)]
    )
    let first = try ConnectionCall.diff(old, new).findings
    for _ in 0..<5 { #expect(try ConnectionCall.diff(old, new).findings == first) }
    #expect(Set(first.map(\.fingerprint)).count == first.count && first.allSatisfy { $0.fingerprint.count == 12 })
    #expect(first.map(\.severity) == first.map(\.severity).sorted(by: >))
  }

  @Test("A fingerprint stays the same from version to version")
  func fingerprint() {
    let finding = Finding(
      .memberAdded, severity: .info, action: Action(service: "s", operation: "O"),
      place: Place(.response, [.name("body"), .name("a")]), new: Evidence(seen: 1, of: 1))
    #expect(finding.fingerprint == "d351a97e9989")
  }

  @Test("Every rule has words for its findings", arguments: DriftRule.all)
  func messages(rule: DriftRule) {
    let finding = Finding(
      rule, severity: .info, action: Action(service: "s", operation: "O"), place: Place(.response, [.name("body")]),
      old: Evidence(seen: 1, of: 2, text: "o"), new: Evidence(seen: 1, of: 2, text: "n"))
    #expect(!finding.message.isEmpty)
  }
}
