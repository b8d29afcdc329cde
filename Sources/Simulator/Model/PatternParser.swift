// SPDX-License-Identifier: Apache-2.0

/// Reads a regular expression into steps: literals, `.`, classes, groups, `|`, `* + ? {n} {n,} {n,m}`, `^ $ \b`.
struct PatternParser {
  private let scalars: [Unicode.Scalar]
  private var at = 0

  init(_ pattern: String) {
    scalars = Array(pattern.unicodeScalars)
  }

  /// Nil where the pattern is malformed or uses something else.
  mutating func parse() -> [ModelPattern.Step]? {
    guard let steps = alternation(), at == scalars.count else { return nil }
    return steps
  }

  private var next: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    at += 1
    return true
  }

  private mutating func alternation() -> [ModelPattern.Step]? {
    guard let first = sequence() else { return nil }
    guard take("|") else { return first }
    guard let rest = alternation() else { return nil }
    return [.split(1, first.count + 2)] + first + [.jump(rest.count + 1)] + rest
  }

  private mutating func sequence() -> [ModelPattern.Step]? {
    var steps: [ModelPattern.Step] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      guard let atom = atom(), let repeated = quantified(atom) else { return nil }
      steps += repeated
    }
    return steps
  }

  private mutating func atom() -> [ModelPattern.Step]? {
    guard let scalar = next else { return nil }
    at += 1
    switch scalar {
    case ".": return [.scalar(.notNewline)]
    case "^": return [.start]
    case "$": return [.end]
    case "(": return group()
    case "[": return characterClass().map { [.scalar($0)] }
    case "\\":
      if take("b") { return [.wordBoundary] }
      return escape().map { [.scalar($0)] }
    case "*", "+", "?", "{": return nil
    default: return [.scalar(ScalarSet([scalar.value...scalar.value]))]
    }
  }

  private mutating func group() -> [ModelPattern.Step]? {
    if take("?") {
      guard take(":") else { return nil }
    }
    guard let inner = alternation(), take(")") else { return nil }
    return inner
  }

  /// What a backslash makes of the scalar behind it; a letter or digit only where it is known.
  private mutating func escape() -> ScalarSet? {
    guard let scalar = next else { return nil }
    at += 1
    switch scalar {
    case "d": return .digit
    case "w": return .word
    case "s": return .space
    case "S": return ScalarSet.space.complement
    default: return ScalarSet.word.contains(scalar.value) ? nil : ScalarSet([scalar.value...scalar.value])
    }
  }

  private mutating func characterClass() -> ScalarSet? {
    let isNegated = take("^")
    var set = ScalarSet([])
    while let scalar = next {
      at += 1
      if scalar == "]" { return isNegated ? set.complement : set }
      guard scalar != "\\" else {
        guard let escaped = escape() else { return nil }
        set.formUnion(escaped)
        continue
      }
      if at + 1 < scalars.count, next == "-", scalars[at + 1] != "]" {
        let last = scalars[at + 1]
        guard last != "\\", last >= scalar else { return nil }
        at += 2
        set.formUnion(ScalarSet([scalar.value...last.value]))
      } else {
        set.formUnion(ScalarSet([scalar.value...scalar.value]))
      }
    }
    return nil
  }

  private mutating func quantified(_ atom: [ModelPattern.Step]) -> [ModelPattern.Step]? {
    if take("*") { return star(atom) }
    if take("+") { return atom + star(atom) }
    if take("?") { return optional(atom) }
    guard take("{") else { return atom }
    guard let least = number() else { return nil }
    let required = Array(repeatElement(atom, count: least).joined())
    if take("}") { return required }
    guard take(",") else { return nil }
    if take("}") { return required + star(atom) }
    guard let most = number(), most >= least, take("}") else { return nil }
    return required + Array(repeatElement(optional(atom), count: most - least).joined())
  }

  private func star(_ atom: [ModelPattern.Step]) -> [ModelPattern.Step] {
    [.split(1, atom.count + 2)] + atom + [.jump(-atom.count - 1)]
  }

  private func optional(_ atom: [ModelPattern.Step]) -> [ModelPattern.Step] {
    [.split(1, atom.count + 1)] + atom
  }

  /// A count of at most four digits.
  private mutating func number() -> Int? {
    var digits = ""
    while let scalar = next, ScalarSet.digit.contains(scalar.value), digits.utf8.count < 4 {
      digits.unicodeScalars.append(scalar)
      at += 1
    }
    return Int(digits)
  }
}
