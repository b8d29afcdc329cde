// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Redaction

@Suite("Leak scan")
struct LeakScanTests {
  private static let leak = ScanSample.line(response: #"{"User":{"Items":[{"Password":"correct-horse"}]}}"#)

  @Test("tells rule, action and place, and never the value")
  func finding() throws {
    let finding = try #require(ScanSample.findings(Self.leak).first)
    #expect(finding.rule == "member.secret")
    #expect(finding.action == "codeconnections:GetConnection")
    #expect(finding.pointer == "/response/json/User/Items/*/Password")
    #expect(
      finding.description
        == "member.secret in codeconnections:GetConnection at /response/json/User/Items/*/Password "
        + "(fingerprint \(finding.fingerprint))")
  }

  @Test("a fingerprint is the same in every run, and another for another value or place")
  func fingerprint() {
    #expect(ScanSample.findings(Self.leak).map(\.fingerprint) == ["d934d7465d74cf"])
    let value = ScanSample.line(response: #"{"User":{"Items":[{"Password":"correct-house"}]}}"#)
    #expect(ScanSample.findings(value)[0].fingerprint.hasPrefix("d934d746"))
    #expect(ScanSample.findings(value)[0].fingerprint != "d934d7465d74cf")
    let place = ScanSample.line(response: #"{"User":{"Item":{"Password":"correct-horse"}}}"#)
    #expect(ScanSample.findings(place)[0].fingerprint.hasSuffix("5d74cf"))
    #expect(ScanSample.findings(place)[0].fingerprint != "d934d7465d74cf")
  }

  @Test("rules that are off and findings that are excepted are not told")
  func exceptions() {
    #expect(ScanSample.findings(Self.leak, off: ["member.secret"]) == [])
    #expect(ScanSample.findings(Self.leak, exceptions: ["d934d7465d74cf"]) == [])
    #expect(ScanSample.findings(Self.leak, off: ["alias.email"], exceptions: ["0"]).count == 1)
  }

  @Test("findings are sorted, each told once, and no more than 100")
  func bounds() {
    let twice = #"{"a":"x@corp.com","Password":"hunter22","b":["y@corp.com","y@corp.com"]}"#
    let findings = ScanSample.findings(ScanSample.line(response: twice))
    #expect(findings == findings.sorted())
    #expect(findings.map(\.pointer) == ["/response/json/Password", "/response/json/a", "/response/json/b/*"])
    let many = (0..<300).map { #""user\#($0)@corp.com""# }.joined(separator: ",")
    #expect(ScanSample.findings(ScanSample.line(response: "[\(many)]")).count == 100)
  }

  @Test("an action that holds a secret itself is told by its service alone")
  func action() {
    let token = "ghp_" + ScanSample.characters(36)
    let findings = ScanSample.findings(ScanSample.line(action: "http:GET /hook/\(token)", target: "/hook/\(token)"))
    #expect(Set(findings.map(\.pointer)) == ["/action", "/request/target"])
    #expect(findings.allSatisfy { $0.action == "http:*" && !$0.description.contains(token) })
  }

  @Test("names of members that may be values themselves are not told")
  func names() {
    let findings = ScanSample.findings(
      ScanSample.line(response: #"{"jane@corp.com":{"Password":"hunter22"},"x":1}"#))
    #expect(findings.map(\.pointer) == ["/response/json/*", "/response/json/*/Password"])
    #expect(findings.allSatisfy { !$0.description.contains("jane") })
  }

  @Test("each layer that was undone is in the pointer")
  func layers() {
    let policy = #"{"Statement":[{"Principal":{"AWS":"arn:aws:iam::314159265358:root"}}]}"#
    let body = #"{"Policy":\#(ScanSample.json(policy)),"Data":"\#(ScanSample.base64(policy))"}"#
    #expect(
      ScanSample.findings(ScanSample.line(response: body)).map(\.pointer) == [
        "/response/json/Data (base64) (json)/Statement/*/Principal/AWS",
        "/response/json/Policy (json)/Statement/*/Principal/AWS",
      ])
  }

  @Test("a line that is no JSON is searched all the same")
  func broken() {
    let token = "ghp_" + ScanSample.characters(36)
    for line in ["{\"action\":\"a:B\",\"x\":\"\(token)", "}}] \(token) {", "\(token)", "{\"a\":tru \(token)}"] {
      #expect(ScanSample.rules(Array(line.utf8)) == ["value.github"], "\(line)")
    }
    #expect(ScanSample.findings([]) == [])
  }

  @Test("what is wrapped so often that nobody can look at all of it is a finding")
  func budget() {
    let line = ScanSample.line(response: #"{"a":"\#(ScanSample.base64(ScanSample.characters(3000)))"}"#)
    for (limit, expected) in [(1000, ["scan.limit"]), (LeakSearch.limit(for: line.count), [])] {
      var search = LeakSearch(
        known: KnownSecrets([], literals: []), found: FoundLeaks(off: [], exceptions: []), limit: limit)
      line.withUnsafeBytes { search.line($0) }
      #expect(search.found.sorted.map(\.rule) == expected)
    }
  }
}
