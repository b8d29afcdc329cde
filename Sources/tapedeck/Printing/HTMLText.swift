// SPDX-License-Identifier: Apache-2.0

/// Writes HTML, element by element. What others wrote comes out as text, whatever it holds.
struct HTMLText {
  private(set) var text = "<!doctype html>\n"

  mutating func element(
    _ name: String, _ attributes: [(String, String)] = [], content: (inout HTMLText) -> Void
  ) {
    open(name, attributes)
    content(&self)
    text += "</\(name)>"
  }

  mutating func element(_ name: String, _ attributes: [(String, String)] = [], text: String) {
    element(name, attributes) { $0.text(text) }
  }

  /// The start of an element; an attribute without a value has an empty one.
  mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
    text += "<\(name)"
    for (name, value) in attributes { text += value.isEmpty ? " \(name)" : " \(name)=\"\(Self.escaped(value))\"" }
    text += ">"
  }

  mutating func text(_ value: String) { text += Self.escaped(value) }

  /// Our own markup, as it is.
  mutating func raw(_ markup: String) { text += markup }

  private static func escaped(_ value: String) -> String {
    var out = ""
    for scalar in VisibleText.escaped(value).unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
