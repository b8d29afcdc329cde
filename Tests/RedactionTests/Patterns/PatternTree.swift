// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// A pattern as a tree, which a plain backtracking matcher can follow: what the real one is compared with.
indirect enum PatternTree {
  case letter(UInt8)
  /// Any of the letters, and how the class is written.
  case oneOf([UInt8], String)
  case start, end, boundary
  case sequence([PatternTree])
  case either([PatternTree])
  case repeated(PatternTree, least: Int, most: Int?, isLazy: Bool)
  case marked(PatternTree)

  var pattern: String {
    switch self {
    case .letter(let byte): (byte == 0x2E ? "\\" : "") + String(UnicodeScalar(byte))
    case .oneOf(_, let text): text
    case .start: "^"
    case .end: "$"
    case .boundary: "\\b"
    case .sequence(let parts): parts.map(\.pattern).joined()
    case .either(let parts): "(?:" + parts.map(\.pattern).joined(separator: "|") + ")"
    case .marked(let part): "(" + part.pattern + ")"
    case .repeated(let part, let least, let most, let isLazy):
      "(?:\(part.pattern)){\(least),\(most.map(String.init) ?? "")}" + (isLazy ? "?" : "")
    }
  }

  private var canBeEmpty: Bool {
    switch self {
    case .letter, .oneOf: false
    case .start, .end, .boundary: true
    case .sequence(let parts): parts.allSatisfy(\.canBeEmpty)
    case .either(let parts): parts.contains(where: \.canBeEmpty)
    case .marked(let part): part.canBeEmpty
    case .repeated(let part, let least, _, _): least == 0 || part.canBeEmpty
    }
  }

  private typealias Marks = [Range<Int>]

  func matches(in text: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var place = 0
    while place <= text.count {
      var end: (place: Int, marks: Marks)?
      let isMatch = match(text, place, []) { at, marks in
        end = (at, marks)
        return true
      }
      guard isMatch, let end else {
        place += 1
        continue
      }
      found += (hasMark ? end.marks : [place..<end.place]).filter { !$0.isEmpty }
      place = max(end.place, place + 1)
    }
    return found
  }

  private var hasMark: Bool {
    switch self {
    case .letter, .oneOf, .start, .end, .boundary: false
    case .sequence(let parts), .either(let parts): parts.contains(where: \.hasMark)
    case .marked: true
    // A group that is never entered is none.
    case .repeated(let part, _, let most, _): most != 0 && part.hasMark
    }
  }

  private func match(_ text: [UInt8], _ at: Int, _ marks: Marks, _ then: (Int, Marks) -> Bool) -> Bool {
    switch self {
    case .letter(let byte): at < text.count && text[at] == byte && then(at + 1, marks)
    case .oneOf(let bytes, _): at < text.count && bytes.contains(text[at]) && then(at + 1, marks)
    case .start: at == 0 && then(at, marks)
    case .end: at == text.count && then(at, marks)
    case .boundary: isWord(text, at - 1) != isWord(text, at) && then(at, marks)
    case .sequence(let parts): PatternTree.match(parts[...], text, at, marks, then)
    case .either(let parts): parts.contains { $0.match(text, at, marks, then) }
    case .marked(let part):
      part.match(text, at, marks) { end, inner in
        then(end, inner + [at..<end])
      }
    case .repeated(let part, let least, let most, let isLazy):
      part.matchRounds(least, most.map { $0 - least }, isLazy, text, at, marks, then)
    }
  }

  private static func match(
    _ parts: ArraySlice<PatternTree>, _ text: [UInt8], _ at: Int, _ marks: Marks, _ then: (Int, Marks) -> Bool
  ) -> Bool {
    guard let first = parts.first else { return then(at, marks) }
    return first.match(text, at, marks) { match(parts.dropFirst(), text, $0, $1, then) }
  }

  private func matchRounds(
    _ least: Int, _ more: Int?, _ isLazy: Bool, _ text: [UInt8], _ at: Int, _ marks: Marks,
    _ then: (Int, Marks) -> Bool
  ) -> Bool {
    if least > 0 {
      return match(text, at, marks) { matchRounds(least - 1, more, isLazy, text, $0, $1, then) }
    }
    if isLazy, then(at, marks) { return true }
    if more != 0, match(text, at, marks, { matchRounds(0, more.map { $0 - 1 }, isLazy, text, $0, $1, then) }) {
      return true
    }
    return !isLazy && then(at, marks)
  }

  private func isWord(_ text: [UInt8], _ at: Int) -> Bool {
    text.indices.contains(at) && [0x61, 0x62, 0x5F].contains(text[at])
  }

  static func random(_ random: inout SplitMix) -> PatternTree {
    var canMark = true
    let depth = Int.random(in: 1...4, using: &random)
    return .sequence((0..<Int.random(in: 1...3, using: &random)).map { _ in make(depth, &canMark, &random) })
  }

  private static func make(_ depth: Int, _ canMark: inout Bool, _ random: inout SplitMix) -> PatternTree {
    switch Int.random(in: depth > 0 ? 0..<12 : 0..<7, using: &random) {
    case 0, 1: return .letter(0x61)
    case 2: return .letter(0x62)
    case 3: return .letter(0x2E)
    case 4: return .oneOf([0x61, 0x62], "[ab]")
    case 5:
      return [.oneOf(Array("ab_.".utf8), "."), .oneOf(Array("_.".utf8), "[^ab]")].randomElement(using: &random)
        ?? .start
    case 6: return [.start, .end, .boundary].randomElement(using: &random) ?? .start
    case 7:
      return .sequence((0..<Int.random(in: 0...3, using: &random)).map { _ in make(depth - 1, &canMark, &random) })
    case 8:
      return .either((0..<Int.random(in: 1...3, using: &random)).map { _ in make(depth - 1, &canMark, &random) })
    case 9 where canMark:
      canMark = false
      return .marked(make(depth - 1, &canMark, &random))
    default:
      let part = make(depth - 1, &canMark, &random)
      let least = Int.random(in: 0...2, using: &random)
      // What a loop makes of an empty round differs between matchers.
      let most = part.canBeEmpty || Bool.random(using: &random) ? least + Int.random(in: 0...2, using: &random) : nil
      return .repeated(part, least: least, most: most, isLazy: Bool.random(using: &random))
    }
  }
}
