// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Redaction

/// Makes settings of the section that says what is redacted.
enum RedactionReader {
  static let keys = ["off", "on", "names", "headers", "paths", "keep", "patterns", "environment", "except"]
  /// The member of a compared request that redaction knows.
  private static let body = DocumentPath.Step.name("body")

  static func settings(_ redact: SettingsSection) throws(ProjectFileError) -> RedactionSettings {
    var settings = RedactionSettings()
    settings.off = Set(try rules(redact, "off").map(\.rule))
    let on = try rules(redact, "on")
    if let both = on.first(where: { settings.off.contains($0.rule) }) {
      throw ProjectFileError("'\(both.rule.rawValue)' is switched off, too", at: both.place, key: redact.path("on"))
    }
    settings.on = Set(on.map(\.rule))
    settings.names = try redact.texts("names")
    settings.headers = try redact.texts("headers")
    settings.places = try places(redact, "paths")
    settings.kept = try places(redact, "keep")
    settings.patterns = try patterns(redact)
    settings.exceptions = try exceptions(redact)
    return settings
  }

  static func variables(_ redact: SettingsSection) throws(ProjectFileError) -> [String] {
    let scalars = try redact.scalars("environment")
    if let wrong = scalars.first(where: { $0.text.isEmpty || $0.text.utf8.contains { $0 == 0x3D || $0 == 0x24 } }) {
      throw ProjectFileError(
        "expected the name of an environment variable such as DB_PASSWORD, not '\(wrong.text)'", at: wrong.place,
        key: redact.path("environment"))
    }
    return scalars.map(\.text)
  }

  private static func rules(
    _ redact: SettingsSection, _ key: String
  ) throws(ProjectFileError) -> [(rule: RedactionRule, place: YAMLPlace)] {
    var rules: [(RedactionRule, YAMLPlace)] = []
    for (text, place) in try redact.scalars(key) {
      guard let rule = RedactionRule(rawValue: text) else {
        let nearest = NearestName.of(text, among: RedactionRule.allCases.map(\.rawValue))
        let hint = nearest.map { "did you mean '\($0)'?" } ?? "'tapedeck redaction list' prints them all"
        throw ProjectFileError("there is no rule '\(text)'; \(hint)", at: place, key: redact.path(key))
      }
      rules.append((rule, place))
    }
    return rules
  }

  private static func places(
    _ redact: SettingsSection, _ key: String
  ) throws(ProjectFileError) -> [RedactionSettings.PlaceRule] {
    var rules: [RedactionSettings.PlaceRule] = []
    for place in try redact.placesOfActions(key, example: "/body/Password") {
      guard place.path.steps.first == body else {
        throw ProjectFileError(
          "expected a path that begins with /body, not '\(place.path)'", at: place.origin.place, key: place.origin.key)
      }
      let path = DocumentPath(steps: Array(place.path.steps.dropFirst()))
      rules.append(RedactionSettings.PlaceRule(action: place.action, path: path))
    }
    return rules
  }

  private static func patterns(_ redact: SettingsSection) throws(ProjectFileError) -> [LinearPattern] {
    var patterns: [LinearPattern] = []
    for (index, (text, place)) in try redact.scalars("patterns").enumerated() {
      do throws(PatternError) {
        patterns.append(try LinearPattern(text))
      } catch {
        throw ProjectFileError("\(error)", at: place, key: "\(redact.path("patterns"))[\(index)]")
      }
    }
    return patterns
  }

  private static func exceptions(_ redact: SettingsSection) throws(ProjectFileError) -> Set<String> {
    var exceptions: Set<String> = []
    for (text, place) in try redact.scalars("except") {
      let isFingerprint =
        text.utf8.count == 14
        && text.utf8.allSatisfy { digit in
          (0x30...0x39).contains(digit) || (0x61...0x66).contains(digit)
        }
      guard isFingerprint else {
        throw ProjectFileError(
          "expected a fingerprint as 'tapedeck verify' prints it, 14 hexadecimal digits, not '\(text)'", at: place,
          key: redact.path("except"))
      }
      exceptions.insert(text)
    }
    return exceptions
  }
}
