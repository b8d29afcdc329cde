// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
internal import Redaction
internal import Replay

/// Makes settings of a file's values; whatever it does not know is an error.
enum SettingsReader {
  /// The version of the file's form.
  static let version = 1

  static func settings(_ root: YAMLNode) throws(ProjectFileError) -> ProjectSettings {
    var settings = ProjectSettings()
    let file = try SettingsSection(
      root, path: "", keys: ["version", "match", "actions", "redact", "replay", "record"])
    if let wanted = try file.text("version"), wanted != "\(version)" {
      throw file.error("version", "expected \(version), not '\(wanted)'; update tapedeck, or write version: \(version)")
    }
    try match(file, &settings.match)
    if let redact = try file.section("redact", keys: ["names", "headers"]) {
      settings.redaction.names = try redact.texts("names")
      settings.redaction.headers = try redact.texts("headers")
    }
    try replay(file, &settings.replay)
    if let record = try file.section("record", keys: ["upstream", "region"]) {
      settings.record.upstream = try record.text("upstream")
      settings.record.region = try record.text("region")
    }
    return settings
  }

  private static func match(_ file: SettingsSection, _ rules: inout MatchRules) throws(ProjectFileError) {
    if let match = try file.section("match", keys: ["ignore", "keep", "bind", "no-bind"]) {
      rules.ignored = try pathRules(match, "ignore")
      rules.kept = try pathRules(match, "keep")
      rules.bound = try pathRules(match, "bind")
      rules.unbound = try pathRules(match, "no-bind")
    }
    if let actions = try file.section("actions", keys: ["reads", "mutations"]) {
      rules.reads = try patterns(actions, "reads")
      rules.mutations = try patterns(actions, "mutations")
    }
  }

  private static func replay(_ file: SettingsSection, _ choices: inout ReplayChoices) throws(ProjectFileError) {
    let keys = ["bind", "order", "polls", "latency", "strict", "fail-on-unused", "time"]
    guard let replay = try file.section("replay", keys: keys) else { return }
    choices.bind = try replay.choice("bind")
    choices.order = try replay.choice("order")
    choices.polls = try replay.choice("polls")
    if let text = try replay.text("latency") {
      choices.latency = Latency(text)
      if choices.latency == nil {
        throw replay.error("latency", "expected none, recorded, a factor such as 0.5x, or 250ms, 2s, not '\(text)'")
      }
    }
    choices.isStrict = try replay.bool("strict")
    choices.failsOnUnused = try replay.bool("fail-on-unused")
    choices.time = try replay.choice("time")
  }

  private static func patterns(_ section: SettingsSection, _ key: String) throws(ProjectFileError) -> [ActionPattern] {
    var patterns: [ActionPattern] = []
    for (item, place) in try section.scalars(key) {
      patterns.append(try pattern(item, place, section.path(key)))
    }
    return patterns
  }

  private static func pathRules(
    _ section: SettingsSection, _ key: String
  ) throws(ProjectFileError) -> [MatchRules.PathRule] {
    var rules: [MatchRules.PathRule] = []
    for item in try section.sections(key, keys: ["action", "path"]) {
      let action = try item.required("action")
      let path = try item.required("path")
      guard let pointer = DocumentPath(path.text) else {
        throw ProjectFileError(
          "expected a path such as /body/Timestamp, with * for one step and ** for any number of them, not '\(path.text)'",
          at: path.place, key: item.path("path"))
      }
      rules.append(
        MatchRules.PathRule(action: try pattern(action.text, action.place, item.path("action")), path: pointer))
    }
    return rules
  }

  private static func pattern(
    _ text: String, _ place: YAMLPlace, _ key: String
  ) throws(ProjectFileError) -> ActionPattern {
    guard let pattern = ActionPattern(text) else {
      throw ProjectFileError(
        "expected an action such as s3:PutObject or \"s3:Put*\", not '\(text)'", at: place, key: key)
    }
    return pattern
  }
}
