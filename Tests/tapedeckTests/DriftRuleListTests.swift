// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Drift
import ProjectFile
import Testing

@testable import tapedeck

@Suite("The list of drift's rules")
struct DriftRuleListTests {
  private func words(_ line: Substring) -> String { line.split(separator: " ").joined(separator: " ") }

  private func row(_ rule: DriftRule, _ settings: ProjectSettings.Drift) -> String? {
    DriftRuleList(settings).text.split(separator: "\n").first { $0.hasPrefix("\(rule.id) ") }.map(words)
  }

  @Test("has each rule with its severity and title", arguments: DriftRule.all)
  func rules(rule: DriftRule) {
    #expect(row(rule, ProjectSettings().drift) == "\(rule.id) \(rule.severity?.rawValue ?? "off") \(rule.title)")
  }

  @Test("tells what the project made of rules as such, and what it says of actions and places")
  func project() throws {
    var settings = ProjectSettings().drift
    let action = try #require(ActionPattern("s3:*"))
    settings.overrides = [
      DriftSettings.Override(rule: "member.*", severity: .info),
      DriftSettings.Override(rule: "member.removed", severity: .warning),
      DriftSettings.Override(rule: "list.length", severity: .error),
      DriftSettings.Override(rule: "kind.changed", action: action, severity: .info),
      DriftSettings.Override(rule: "*", path: DocumentPath("/headers"), severity: nil),
    ]
    settings.pins = [MatchRules.PathRule(action: action, path: try #require(DocumentPath("/body/x")))]
    #expect(row(.memberOptional, settings) == "member.optional info (project) \(DriftRule.memberOptional.title)")
    #expect(row(.memberRemoved, settings) == "member.removed warning \(DriftRule.memberRemoved.title)")
    #expect(row(.listLength, settings) == "list.length error (project) \(DriftRule.listLength.title)")
    #expect(row(.kindChanged, settings) == "kind.changed error \(DriftRule.kindChanged.title)")
    let list = DriftRuleList(settings)
    #expect(
      list.text.split(separator: "\n").suffix(4).map(words) == [
        "of this project:", "severity info kind.changed s3:*", "ignore * /headers", "pin s3:* /body/x",
      ])
    let json = try JSONReader.read(Array(list.json.utf8)).root
    #expect(json["rules"]?.elements.map { $0["id"]?.string } == DriftRule.all.map(\.id))
    #expect(json["rules"]?.elements.filter { $0["severity"]?.string == "off" }.count == 2)
    #expect(json["project"]?.elements.map { $0["kind"]?.string } == ["severity", "ignore", "pin"])
  }
}
