// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// A value apart from the way in which it is written.
indirect enum SampleValue: Equatable {
  case null
  case bool(Bool)
  /// A whole number times a power of ten.
  case number(Int, exponent: Int)
  case string(String)
  case array([SampleValue])
  case object([String: SampleValue])

  static func random(_ random: inout SplitMix, depth: Int = 4) -> SampleValue {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
    case 0: .null
    case 1: .bool(.random(using: &random))
    case 2: .number(Int.random(in: -2000...2000, using: &random), exponent: Int.random(in: -4...4, using: &random))
    case 3...5: .string(string(&random))
    case 6: .array((0..<Int.random(in: 0...4, using: &random)).map { _ in .random(&random, depth: depth - 1) })
    default: object(&random, depth: depth)
    }
  }

  static func object(_ random: inout SplitMix, depth: Int = 4) -> SampleValue {
    var members: [String: SampleValue] = [:]
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      members[string(&random)] = .random(&random, depth: depth - 1)
    }
    return .object(members)
  }

  static func string(_ random: inout SplitMix) -> String {
    let alphabet: [Character] = ["a", "b", "Z", "0", " ", "\"", "\\", "/", "\n", "\u{1}", "\u{7F}", "é", "漢", "🚀"]
    return String(
      (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in alphabet.randomElement(using: &random) })
  }

  /// The same value with one place in it changed to mean something else.
  func changed(_ random: inout SplitMix) -> SampleValue {
    switch self {
    case .null: return .bool(true)
    case .bool(let value): return .bool(!value)
    case .number(let value, let exponent):
      return .random(using: &random) ? .number(value + 1, exponent: exponent) : .string("\(value)")
    case .string(let text): return .string(text + "x")
    case .array(let elements):
      guard let index = elements.indices.randomElement(using: &random) else { return .array([.null]) }
      var elements = elements
      elements[index] = elements[index].changed(&random)
      return .array(elements)
    case .object(let members):
      guard let name = members.keys.sorted().randomElement(using: &random), let member = members[name] else {
        return .object(["new": .bool(false)])
      }
      var members = members
      members[name] = member.changed(&random)
      return .object(members)
    }
  }

  /// JSON text of the value, in one of the many ways to write it.
  func text(_ random: inout SplitMix) -> String {
    let space = { (random: inout SplitMix) in ["", "", " ", "\n", "\t", "\r\n "].randomElement(using: &random) ?? "" }
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .number(let value, let exponent): return SampleValue.lexeme(value, exponent, &random)
    case .string(let text): return SampleValue.quoted(text, &random)
    case .array(let elements):
      let parts = elements.map { space(&random) + $0.text(&random) + space(&random) }
      return "[\(parts.isEmpty ? space(&random) : parts.joined(separator: ","))]"
    case .object(let members):
      var names = members.keys.sorted()
      names.shuffle(using: &random)
      var parts = names.map { name in
        space(&random) + SampleValue.quoted(name, &random) + space(&random) + ":" + space(&random)
          + (members[name]?.text(&random) ?? "null") + space(&random)
      }
      if Int.random(in: 0..<4, using: &random) == 0 {
        parts.insert("\"absent-\(random.next())\":null", at: Int.random(in: 0...parts.count, using: &random))
      }
      return "{\(parts.joined(separator: ","))}"
    }
  }

  private static func lexeme(_ value: Int, _ exponent: Int, _ random: inout SplitMix) -> String {
    let zeros = Int.random(in: 0...3, using: &random)
    let written = value == 0 ? "0" : "\(value)" + String(repeating: "0", count: zeros)
    let mark = ["e", "E"].randomElement(using: &random) ?? "e"
    let sign = exponent - zeros >= 0 ? ["", "+"].randomElement(using: &random) ?? "" : ""
    let fraction = Bool.random(using: &random) ? ".0" : ""
    return "\(written)\(fraction)\(mark)\(sign)\(exponent - zeros)"
  }

  private static func quoted(_ text: String, _ random: inout SplitMix) -> String {
    var out = "\""
    for unit in text.utf16 {
      let mustEscape = unit < 0x20 || unit == 0x22 || unit == 0x5C || unit >= 0x80
      if mustEscape || Int.random(in: 0..<8, using: &random) == 0 {
        let digits = String(unit, radix: 16, uppercase: .random(using: &random))
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        out += String(decoding: [UInt8(unit)], as: UTF8.self)
      }
    }
    return out + "\""
  }
}
