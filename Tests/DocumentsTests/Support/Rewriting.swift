// SPDX-License-Identifier: Apache-2.0

@testable import Documents

/// What a walk over a body tells: one line a scalar, of its JSON pointer, kind and text.
func visits(_ body: [UInt8], _ kind: BodyKind) -> [String] {
  var lines: [String] = []
  _ = ScalarRewriter.rewrite(body, as: kind) { place, kind, text in
    lines.append("\(place.pointer()) \(kind) \(String(decoding: text, as: UTF8.self))")
    return nil
  }
  return lines
}

func visits(_ body: String, _ kind: BodyKind) -> [String] { visits(Array(body.utf8), kind) }

/// The body with each text replaced that stands in `changes`.
func rewritten(_ body: String, _ kind: BodyKind, _ changes: [String: String]) -> String? {
  ScalarRewriter.rewrite(Array(body.utf8), as: kind) { _, _, text in
    changes[String(decoding: text, as: UTF8.self)].map { Array($0.utf8) }
  }.bytes.map { String(decoding: $0, as: UTF8.self) }
}

func isWhole(_ body: [UInt8], _ kind: BodyKind) -> Bool {
  ScalarRewriter.rewrite(body, as: kind) { _, _, _ in nil }.isWhole
}

func isWhole(_ body: String, _ kind: BodyKind) -> Bool { isWhole(Array(body.utf8), kind) }

/// A change that some texts undergo and others do not, to one that every form has to escape.
func changed(_ text: some Collection<UInt8>) -> [UInt8]? {
  let sum = text.reduce(UInt(text.count)) { $0 &* 31 &+ UInt($1) }
  return sum % 3 == 0 ? Array(text) + Array("<&>\"'\n\r\t\u{1}é🚀%+=&\\]]>".utf8) : nil
}

/// The lines of a document: each value's kind and text, in the order of the source.
func lines(_ value: DocumentValue, _ change: (ArraySlice<UInt8>) -> [UInt8]? = { _ in nil }) -> [String] {
  func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: change(bytes) ?? Array(bytes), as: UTF8.self) }
  switch value.kind {
  case .object:
    return ["{"] + value.members.flatMap { ["name \(text($0.name.bytes))"] + lines($0.value, change) } + ["}"]
  case .array: return ["["] + value.elements.flatMap { lines($0, change) } + ["]"]
  case .string: return ["string \(text(value.bytes))"]
  default: return [String(decoding: value.bytes, as: UTF8.self)]
  }
}
