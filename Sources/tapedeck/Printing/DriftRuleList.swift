// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
internal import Drift
internal import ProjectFile

/// The rules of drift as a project has them, for people and for programs.
struct DriftRuleList {
  /// What the project's file adds for some actions or places.
  private struct Addition {
    let kind: String
    var rule: String?
    var action: String?
    var path: String?
    var severity: String?
  }

  private let settings: ProjectSettings.Drift
  private let additions: [Addition]

  init(_ settings: ProjectSettings.Drift) {
    self.settings = settings
    additions =
      settings.overrides.filter { !$0.isEverywhere }.map { override in
        Addition(
          kind: override.severity == nil ? "ignore" : "severity", rule: override.rule,
          action: override.action?.description, path: override.path?.description,
          severity: override.severity?.rawValue)
      } + settings.pins.map { Addition(kind: "pin", action: $0.action.description, path: $0.path.description) }
  }

  /// What a rule's findings have where nothing narrower fits.
  private func severity(_ rule: DriftRule) -> (text: String, isByProject: Bool) {
    let override = settings.overrides.last { $0.isEverywhere && rule.fits($0.rule) }
    let severity = override.map(\.severity) ?? rule.severity
    return (severity?.rawValue ?? "off", severity != rule.severity)
  }

  var text: String {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let width = DriftRule.all.reduce(0) { max($0, $1.id.count) }
    var lines = DriftRule.all.map { rule in
      let (severity, isByProject) = severity(rule)
      return "\(padded(rule.id, width))  \(padded(severity + (isByProject ? " (project)" : ""), 17))  \(rule.title)"
    }
    if !additions.isEmpty { lines += ["", "of this project:"] }
    for addition in additions {
      let words = [addition.severity, addition.rule, addition.action, addition.path].compactMap(\.self)
      lines.append("\(padded(addition.kind, width))  \(words.joined(separator: " "))")
    }
    return lines.joined(separator: "\n")
  }

  var json: String {
    var writer = JSONWriter()
    writer.object { json in
      json.member("tapedeck", "drift-rules/1")
      json.member("rules", objects: DriftRule.all) { rule, item in
        let (severity, isByProject) = severity(rule)
        item.member("id", rule.id)
        item.member("severity", severity)
        item.member("default", rule.severity?.rawValue ?? "off")
        item.member("byProject", isByProject)
        item.member("title", rule.title)
        item.member("reason", rule.reason)
        item.member("origin", rule.origin)
      }
      json.member("project", objects: additions) { addition, item in
        item.member("kind", addition.kind)
        item.member("rule", optional: addition.rule)
        item.member("action", optional: addition.action)
        item.member("path", optional: addition.path)
        item.member("severity", optional: addition.severity)
      }
    }
    return writer.text
  }
}

extension DriftSettings.Override {
  /// Whether it is about a rule as such.
  fileprivate var isEverywhere: Bool { action == nil && path == nil }
}
