// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
internal import Drift

/// Makes settings of the section that says what drift is.
enum DriftReader {
  static let keys = ["severity", "ignore", "pins", "approvals", "fail-on"]
  private static let selectors = ["rule", "action", "path"]

  static func settings(_ drift: SettingsSection) throws(ProjectFileError) -> ProjectSettings.Drift {
    var settings = ProjectSettings.Drift()
    for item in try drift.sections("severity", keys: selectors + ["severity"]) {
      _ = try item.required("rule")
      guard let level = try level(item, "severity") else { throw item.error("severity", "it must be given") }
      settings.overrides.append(try override(item, severity: level.severity))
    }
    // Behind those, since the last that fits counts: what is ignored stays so.
    for item in try drift.sections("ignore", keys: selectors) {
      let override = try override(item, severity: nil)
      guard try item.text("rule") != nil || override.action != nil || override.path != nil else {
        throw item.error("rule", "expected rule, action or path, or more than one of them")
      }
      settings.overrides.append(override)
    }
    for item in try drift.sections("pins", keys: ["action", "path"]) {
      let (action, path) = (try item.actionPattern("action"), try path(item))
      guard let action, let path else { throw item.error(action == nil ? "action" : "path", "it must be given") }
      settings.pins.append(MatchRules.PathRule(action: action, path: path))
    }
    settings.approvals = try drift.text("approvals")
    settings.failOn = try level(drift, "fail-on")
    return settings
  }

  private static func override(
    _ item: SettingsSection, severity: Severity?
  ) throws(ProjectFileError) -> DriftSettings.Override {
    let rule = try item.text("rule") ?? "*"
    if let flaw = DriftRuleName.flaw(rule) { throw item.error("rule", flaw) }
    let action = try item.actionPattern("action")
    return DriftSettings.Override(rule: rule, action: action, path: try path(item), severity: severity)
  }

  private static func path(_ item: SettingsSection) throws(ProjectFileError) -> DocumentPath? {
    guard let text = try item.text("path") else { return nil }
    guard let path = Place.pattern(text) else {
      throw item.error(
        "path", "expected a path that begins with /body, /headers or /status, such as /body/Items/*/Id, not '\(text)'")
    }
    return path
  }

  private static func level(_ section: SettingsSection, _ key: String) throws(ProjectFileError) -> SeverityLevel? {
    guard let text = try section.text(key) else { return nil }
    if let level = SeverityLevel(rawValue: text) { return level }
    let names = SeverityLevel.allCases.map(\.rawValue)
    let hint = NearestName.of(text, among: names).map { "; did you mean '\($0)'?" } ?? ""
    throw section.error(key, "expected error, warning, info or none, not '\(text)'\(hint)")
  }
}
