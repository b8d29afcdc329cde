// SPDX-License-Identifier: Apache-2.0

/// Writes XML 1.0, element by element. Characters that XML cannot hold come out as U+FFFD.
struct XMLText {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

  mutating func element(
    _ name: String, _ attributes: [(String, String)] = [], content: (inout XMLText) -> Void = { _ in }
  ) {
    text += "<\(name)"
    for (name, value) in attributes { text += " \(name)=\"\(XMLText.escaped(value, isAttribute: true))\"" }
    text += ">"
    content(&self)
    text += "</\(name)>\n"
  }

  mutating func text(_ value: String) { text += XMLText.escaped(value, isAttribute: false) }

  private static func escaped(_ value: String, isAttribute: Bool) -> String {
    var out = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      // `]]>` may not stand in text.
      case ">": out += "&gt;"
      case "\"" where isAttribute: out += "&quot;"
      // A reader turns line ends and tabs of attributes into blanks, and CR into LF anywhere, unless they are references.
      case "\n" where isAttribute, "\t" where isAttribute, "\r": out += "&#\(scalar.value);"
      case "\n", "\t": out.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": out.unicodeScalars.append("\u{FFFD}")
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
