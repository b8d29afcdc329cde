// SPDX-License-Identifier: Apache-2.0

/// Annotations of GitHub Actions: workflow commands, a line each.
struct WorkflowCommand {
  enum Kind: String { case error, warning, notice }

  /// How many annotations of one kind GitHub shows of a step.
  static let shown = 10

  let kind: Kind
  let title: String
  let message: String
  /// The file that it is about, relative to the repository.
  var file: String?

  var line: String {
    let file = file.map { "file=\(Self.escaped($0, isProperty: true))," } ?? ""
    return
      "::\(kind) \(file)title=\(Self.escaped(title, isProperty: true))::\(Self.escaped(message, isProperty: false))"
  }

  /// Those that GitHub shows, which drops what is beyond its limit without a word: the last one says how many there are.
  /// - Parameter annotations: all of one kind.
  static func bounded(_ annotations: [WorkflowCommand], limit: Int = shown) -> [WorkflowCommand] {
    guard let first = annotations.first, annotations.count > limit else { return annotations }
    let more = "and \(annotations.count - limit + 1) more"
    return annotations.prefix(limit - 1) + [WorkflowCommand(kind: first.kind, title: "Tapedeck", message: more)]
  }

  private static func escaped(_ text: String, isProperty: Bool) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": out += "%25"
      case "\r": out += "%0D"
      case "\n": out += "%0A"
      case ":" where isProperty: out += "%3A"
      case "," where isProperty: out += "%2C"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
