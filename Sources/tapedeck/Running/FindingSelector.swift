// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser
internal import Documents
internal import Drift
internal import ProjectFile

extension DriftSettings.Override {
  /// Reads `RULE[@ACTION][/PATH]=LEVEL`.
  init(severity text: String) throws {
    guard let mark = text.lastIndex(of: "="),
      let level = SeverityLevel(rawValue: String(text[text.index(after: mark)...]))
    else { throw ValidationError("write RULE=LEVEL, where LEVEL is error, warning, info or none") }
    try self.init(selector: String(text[..<mark]), severity: level.severity)
  }

  /// Reads which findings are meant: a rule, `@` and an action, a path, or more than one of them in this order.
  init(selector text: String, severity: Severity?) throws {
    let slash = text.firstIndex(of: "/") ?? text.endIndex
    let head = text[..<slash]
    let rule = head.prefix { $0 != "@" }
    guard !text.isEmpty else { throw ValidationError("write [RULE][@ACTION][/PATH], with one of them at least") }
    if !rule.isEmpty, let flaw = DriftRuleName.flaw(String(rule)) { throw ValidationError(flaw) }
    self.init(rule: rule.isEmpty ? "*" : String(rule), severity: severity)
    if rule.endIndex < head.endIndex {
      let name = String(head[rule.endIndex...].dropFirst())
      guard let pattern = ActionPattern(name) else {
        throw ValidationError("expected an action such as s3:PutObject behind '@', not '\(name)'")
      }
      action = pattern
    }
    if slash < text.endIndex {
      guard let pattern = Place.pattern(String(text[slash...])) else {
        throw ValidationError(
          "expected a path that begins with /body, /headers or /status, not '\(text[slash...])'")
      }
      path = pattern
    }
  }
}
