// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import ProjectFile
import Redaction
import Testing

@testable import tapedeck

@Suite("The list of redaction's rules")
struct RedactionListTests {
  private func row(_ rule: RedactionRule, _ settings: ProjectSettings) -> Substring? {
    RedactionList(settings).text.split(separator: "\n").first { $0.hasPrefix("\(rule.rawValue) ") }
  }

  @Test("has each rule with its state and its reason", arguments: RedactionRule.allCases)
  func rules(rule: RedactionRule) throws {
    let line = try #require(row(rule, ProjectSettings()))
    #expect(line.hasSuffix("  \(rule.reason)") && !line.contains("(project)"))
    #expect(line.contains(rule == .privateAddress ? "  off  " : "  on  "))
  }

  @Test("tells what the project switched")
  func switched() {
    var settings = ProjectSettings()
    settings.redaction.off = [.uuid]
    settings.redaction.on = [.privateAddress, .email]
    #expect(row(.uuid, settings)?.contains("  off (project)  ") == true)
    #expect(row(.privateAddress, settings)?.contains("  on (project)  ") == true)
    #expect(row(.email, settings)?.contains("(project)") == false)
  }

  @Test("tells what the project adds, as its file has it, and of variables the names alone")
  func additions() throws {
    var settings = ProjectSettings()
    settings.redaction.headers = ["X-Internal"]
    settings.redaction.literals = ["the-value"]
    settings.redactedVariables = ["DB_PASSWORD"]
    let action = try #require(ActionPattern("lambda:Invoke"))
    settings.redaction.kept = [RedactionSettings.PlaceRule(action: action, path: DocumentPath(steps: [.anyDepth]))]
    settings.redaction.exceptions = ["bbbbbbbbbbbbbb", "aaaaaaaaaaaaaa"]
    let list = RedactionList(settings)
    let lines = list.text.split(separator: "\n").suffix(6).map { $0.split(separator: " ").joined(separator: " ") }
    #expect(
      lines == [
        "of this project:", "user.header X-Internal", "user.literal DB_PASSWORD", "keep lambda:Invoke /body/**",
        "except aaaaaaaaaaaaaa", "except bbbbbbbbbbbbbb",
      ])
    let json = try JSONReader.read(Array(list.json.utf8)).root
    #expect(json["rules"]?.elements.map { $0["id"]?.string } == RedactionRule.allCases.map(\.rawValue))
    #expect(json["project"]?.elements.compactMap { $0["value"]?.string }.count == 5)
    #expect(!list.text.contains("the-value") && !list.json.contains("the-value"))
  }
}
