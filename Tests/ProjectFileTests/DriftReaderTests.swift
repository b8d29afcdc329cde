// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Drift
import Testing

@testable import ProjectFile

@Suite("What a project says about drift")
struct DriftReaderTests {
  private func read(_ text: String) throws -> ProjectSettings.Drift {
    try SettingsFile.settings(Array(text.utf8)).drift
  }

  @Test("may be everything that there is to say")
  func everything() throws {
    let drift = try read(
      """
      drift:
        severity:
          - {rule: header.added, severity: none}
          - {rule: "member.*", action: "ec2:*", path: /body/**, severity: warning}
        ignore:
          - {action: "s3:*", path: /headers/Server}
          - {rule: value.changed}
        pins:
          - {action: codestar-connections:GetConnection, path: /body/Connection/ProviderType}
        approvals: known/drift.yaml
        fail-on: warning
      """)
    #expect(drift.overrides.map(\.rule) == ["header.added", "member.*", "*", "value.changed"])
    #expect(drift.overrides.map(\.severity) == [nil, .warning, nil, nil])
    #expect(drift.overrides.map { $0.action?.description } == [nil, "ec2:*", "s3:*", nil])
    #expect(drift.overrides.map { $0.path?.description } == [nil, "/body/**", "/headers/server", nil])
    #expect(drift.pins.map(\.action.description) == ["codestar-connections:GetConnection"])
    #expect(drift.pins.map(\.path.description) == ["/body/Connection/ProviderType"])
    #expect(drift.approvals == "known/drift.yaml" && drift.failOn == .warning)
  }

  @Test("ignores in the end, wherever that stands in the file")
  func order() throws {
    let drift = try read(
      "drift: {ignore: [{rule: a}], severity: [{rule: '*', severity: info}]}".replacing(
        "rule: a", with: "rule: header.added"))
    #expect(drift.overrides.map(\.severity) == [.info, nil])
  }

  @Test(
    "may be nothing", arguments: ["", "drift:", "drift: {severity: [], ignore: ~, pins: , approvals: , fail-on: }"])
  func nothing(text: String) throws {
    let drift = try read(text)
    #expect(drift.overrides.isEmpty && drift.pins.isEmpty && drift.approvals == nil && drift.failOn == nil)
  }

  @Test("may name every rule, and every severity", arguments: DriftRule.all)
  func everyRule(rule: DriftRule) throws {
    for level in SeverityLevel.allCases {
      let drift = try read("drift: {severity: [{rule: \(rule.id), severity: \(level.rawValue)}]}")
      #expect(drift.overrides == [DriftSettings.Override(rule: rule.id, severity: level.severity)])
    }
  }

  @Test(
    "is refused with place, key, and what was expected",
    arguments: [
      ("severities: []", "1:9: drift: there is no key 'severities'; did you mean 'severity'?"),
      (
        "severity: [{rule: member.remove, severity: info}]",
        "1:27: drift.severity[0].rule: there is no rule 'member.remove'; did you mean 'member.removed'?"
      ),
      (
        "ignore: [{rule: membr.*}]",
        "1:25: drift.ignore[0].rule: there is no rule 'membr.*'; did you mean 'member.*'?"
      ),
      (
        "ignore: [{rule: whatever-it-may-be}]",
        "1:25: drift.ignore[0].rule: there is no rule 'whatever-it-may-be'; 'tapedeck drift-rules' prints them all"
      ),
      (
        "severity: [{rule: kind.changed, severity: warn}]",
        "1:51: drift.severity[0].severity: expected error, warning, info or none, not 'warn'"
      ),
      (
        "severity: [{rule: kind.changed, severity: eror}]",
        "1:51: drift.severity[0].severity: expected error, warning, info or none, not 'eror'; did you mean 'error'?"
      ),
      ("severity: [{rule: kind.changed}]", "1:20: drift.severity[0].severity: it must be given"),
      ("severity: [{severity: info}]", "1:20: drift.severity[0].rule: it must be given"),
      ("ignore: [{}]", "1:18: drift.ignore[0].rule: expected rule, action or path, or more than one of them"),
      ("ignore: [value.changed]", "1:18: drift.ignore[0]: expected keys and values"),
      (
        "ignore: [{rule: value.changed, severity: info}]",
        "1:40: drift.ignore[0]: there is no key 'severity'; there are rule, action, path"
      ),
      (
        "ignore: [{path: /Items}]",
        "1:25: drift.ignore[0].path: expected a path that begins with /body, /headers or /status, such as "
          + "/body/Items/*/Id, not '/Items'"
      ),
      (
        "pins: [{action: 'a:', path: /body}]",
        "1:25: drift.pins[0].action: expected an action such as s3:PutObject or \"s3:Put*\", not 'a:'"
      ),
      ("pins: [{action: 'a:B'}]", "1:16: drift.pins[0].path: it must be given"),
      ("pins: [{path: /body/x}]", "1:16: drift.pins[0].action: it must be given"),
      ("approvals: [a]", "1:20: drift.approvals: expected one value, not a list"),
      ("fail-on: never", "1:18: drift.fail-on: expected error, warning, info or none, not 'never'"),
    ])
  func errors(text: String, message: String) throws {
    let error = #expect(throws: ProjectFileError.self) { try read("drift: {\(text)}") }
    #expect("\(try #require(error))" == ":\(message)")
  }
}
