// SPDX-License-Identifier: Apache-2.0

import Documents

/// A JSON value whose members have no order, to be compared.
enum Plain: Equatable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, CustomStringConvertible
{
  case text(String)
  case list([Plain])
  case object([String: Plain])

  init(stringLiteral value: String) { self = .text(value) }
  init(arrayLiteral elements: Plain...) { self = .list(elements) }

  /// Members whose value is nil are left out.
  init(dictionaryLiteral elements: (String, Plain?)...) {
    self = .object(elements.reduce(into: [:]) { $0[$1.0] = $1.1 })
  }

  init(_ value: DocumentValue) {
    switch value.kind {
    case .object:
      self = .object(value.members.reduce(into: [:]) { $0[$1.name.string ?? ""] = Plain($1.value) })
    case .array: self = .list(value.elements.map(Plain.init))
    default: self = .text(value.string ?? value.numberLexeme ?? "")
    }
  }

  subscript(name: String) -> Plain? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  var string: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var elements: [Plain] {
    if case .list(let elements) = self { elements } else { [] }
  }

  /// The same as JSON text.
  func write(to writer: inout JSONWriter) {
    switch self {
    case .text(let text): writer.string(text)
    case .list(let elements):
      writer.array {
        for element in elements { element.write(to: &$0) }
      }
    case .object(let members):
      writer.object {
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
          $0.name(name)
          value.write(to: &$0)
        }
      }
    }
  }

  var description: String {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.text
  }
}
