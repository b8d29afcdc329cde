// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Replay

/// Makes settings of a file's values; whatever it does not know is an error.
enum SettingsReader {
  /// The version of the file's form.
  static let version = 1

  static func settings(_ root: YAMLNode) throws(ProjectFileError) -> ProjectSettings {
    var settings = ProjectSettings()
    let file = try SettingsSection(
      root, path: "", keys: ["version", "match", "actions", "redact", "replay", "record", "drift"])
    if let wanted = try file.text("version"), wanted != "\(version)" {
      throw file.error("version", "expected \(version), not '\(wanted)'; update tapedeck, or write version: \(version)")
    }
    try match(file, &settings.match)
    if let redact = try file.section("redact", keys: RedactionReader.keys) {
      settings.redaction = try RedactionReader.settings(redact)
      settings.redactedVariables = try RedactionReader.variables(redact)
    }
    try replay(file, &settings.replay)
    if let record = try file.section("record", keys: ["upstream", "region"]) {
      settings.record.upstream = try record.text("upstream")
      settings.record.region = try record.text("region")
    }
    if let drift = try file.section("drift", keys: DriftReader.keys) {
      settings.drift = try DriftReader.settings(drift)
    }
    return settings
  }

  private static func match(_ file: SettingsSection, _ rules: inout MatchRules) throws(ProjectFileError) {
    if let match = try file.section("match", keys: ["ignore", "keep", "bind", "no-bind"]) {
      rules.ignored = try match.placesOfActions("ignore").map { MatchRules.PathRule(action: $0.action, path: $0.path) }
      rules.kept = try match.placesOfActions("keep").map { MatchRules.PathRule(action: $0.action, path: $0.path) }
      rules.bound = try match.placesOfActions("bind").map { MatchRules.PathRule(action: $0.action, path: $0.path) }
      rules.unbound = try match.placesOfActions("no-bind").map { MatchRules.PathRule(action: $0.action, path: $0.path) }
    }
    if let actions = try file.section("actions", keys: ["reads", "mutations"]) {
      rules.reads = try actions.actionPatterns("reads")
      rules.mutations = try actions.actionPatterns("mutations")
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
}
