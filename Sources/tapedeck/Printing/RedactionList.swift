// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
internal import ProjectFile
internal import Redaction

/// The rules of redaction as a project has them, for people and for programs.
struct RedactionList {
  /// What the project's file adds, as it stands there.
  struct Addition {
    /// The rule that it is for; for what makes exceptions, the key of the file.
    let kind: String
    var action: String?
    let value: String
  }

  private let settings: RedactionSettings
  private let additions: [Addition]

  init(_ project: ProjectSettings) {
    settings = project.redaction
    additions =
      settings.headers.map { Addition(kind: RedactionRule.userHeader.rawValue, value: $0) }
      + settings.names.map { Addition(kind: RedactionRule.userMember.rawValue, value: $0) }
      + settings.places.map { RedactionList.addition(RedactionRule.userPath.rawValue, $0) }
      + settings.patterns.map { Addition(kind: RedactionRule.userPattern.rawValue, value: $0.text) }
      + project.redactedVariables.map { Addition(kind: RedactionRule.userLiteral.rawValue, value: $0) }
      + settings.kept.map { RedactionList.addition("keep", $0) }
      + settings.exceptions.sorted().map { Addition(kind: "except", value: $0) }
  }

  private static func addition(_ kind: String, _ rule: RedactionSettings.PlaceRule) -> Addition {
    Addition(kind: kind, action: rule.action.description, value: "/body\(rule.path)")
  }

  /// Whether it is the project that switched it.
  private func isSwitched(_ rule: RedactionRule) -> Bool { settings.isOn(rule) != rule.isOnByDefault }

  var text: String {
    let width = RedactionRule.allCases.reduce(0) { max($0, $1.rawValue.count) }
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    var lines = RedactionRule.allCases.map { rule in
      let state = (settings.isOn(rule) ? "on" : "off") + (isSwitched(rule) ? " (project)" : "")
      return "\(padded(rule.rawValue, width))  \(padded(state, 13))  \(rule.reason)"
    }
    if !additions.isEmpty { lines += ["", "of this project:"] }
    for addition in additions {
      let action = addition.action.map { "\($0) " } ?? ""
      lines.append("\(padded(addition.kind, width))  \(action)\(addition.value)")
    }
    return lines.joined(separator: "\n")
  }

  var json: String {
    var writer = JSONWriter()
    writer.object { json in
      json.member("tapedeck", "redaction/1")
      json.member(
        "rules",
        array: { list in
          for rule in RedactionRule.allCases {
            list.object { item in
              item.member("id", rule.rawValue)
              item.member("on", settings.isOn(rule))
              item.member("byProject", isSwitched(rule))
              item.member("reason", rule.reason)
            }
          }
        })
      json.member(
        "project",
        array: { list in
          for addition in additions {
            list.object { item in
              item.member("kind", addition.kind)
              if let action = addition.action { item.member("action", action) }
              item.member("value", addition.value)
            }
          }
        })
    }
    return writer.text
  }
}
