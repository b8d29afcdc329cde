// SPDX-License-Identifier: Apache-2.0

/// Reads a pattern into steps, whose offsets count from the step itself, so that a part can be repeated as it is.
struct PatternParser {
  typealias Step = PatternProgram.Step

  /// In bytes of UTF-8.
  static let longestPattern = 1_000
  static let mostSteps = 10_000
  static let mostRepetitions = 1_000

  /// A group that is not closed yet, or the pattern as a whole.
  private struct Frame {
    let opened: Int
    let isMarked: Bool
    private var alternatives: [[Step]] = []
    var sequence: [Step] = []
    /// How many steps the alternatives before this one come to.
    private var finished = 0

    init(opened: Int, isMarked: Bool) {
      self.opened = opened
      self.isMarked = isMarked
    }

    var size: Int { finished + sequence.count }

    mutating func beginAlternative() {
      finished += sequence.count + 2
      alternatives.append(sequence)
      sequence = []
    }

    /// The group's steps; of its alternatives an earlier one is preferred.
    var steps: [Step] {
      let body = alternatives.reversed().reduce(sequence) { rest, one in
        [.split(1, one.count + 2)] + one + [.jump(rest.count + 1)] + rest
      }
      return isMarked ? [.open] + body + [.close] : body
    }
  }

  let scalars: [Unicode.Scalar]
  var at = 0
  private(set) var ignoresCase = false
  private var hasMarkedGroup = false

  init(_ pattern: String) {
    scalars = Array(pattern.unicodeScalars)
  }

  static func steps(of pattern: String) throws(PatternError) -> [Step] {
    guard !pattern.isEmpty else { throw PatternError(message: "the pattern is empty", character: 1) }
    guard pattern.utf8.count <= longestPattern else {
      throw PatternError(message: "the pattern has more than \(longestPattern) bytes", character: 1)
    }
    var parser = PatternParser(pattern)
    return try parser.parse()
  }

  var next: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    at += 1
    return true
  }

  func refusal(_ message: String, at index: Int) -> PatternError {
    PatternError(message: message, character: index + 1)
  }

  private mutating func parse() throws(PatternError) -> [Step] {
    ignoresCase = starts(with: "(?i)")
    if ignoresCase { at = 4 }
    var outer: [Frame] = []
    var frame = Frame(opened: 0, isMarked: false)
    while let scalar = next {
      let place = at
      at += 1
      switch scalar {
      case "(":
        outer.append(frame)
        frame = Frame(opened: place, isMarked: try groupIsMarked(opened: place))
      case ")":
        guard let enclosing = outer.popLast() else { throw refusal("')' closes no group; write \\)", at: place) }
        let group = frame.steps
        frame = enclosing
        frame.sequence += try repeated(group)
      case "|": frame.beginAlternative()
      case "^": frame.sequence.append(.start)
      case "$": frame.sequence.append(.end)
      case "\\" where next == "b":
        at += 1
        frame.sequence.append(.wordBoundary)
      default: frame.sequence += try repeated(atom(scalar, at: place))
      }
      guard outer.reduce(frame.size, { $0 + $1.size }) <= PatternParser.mostSteps else { throw tooLarge(at: place) }
    }
    guard outer.isEmpty else { throw refusal("'(' is not closed; write \\( for the character", at: frame.opened) }
    return frame.steps
  }

  private func starts(with text: String) -> Bool { scalars[at...].starts(with: text.unicodeScalars) }

  /// Reads what stands behind `(`: whether the group is the one that marks what is meant.
  private mutating func groupIsMarked(opened: Int) throws(PatternError) -> Bool {
    guard take("?") else {
      guard !hasMarkedGroup else {
        throw refusal(
          "a second capturing group; only one can mark what is meant, write (?:…) for the others", at: opened)
      }
      hasMarkedGroup = true
      return true
    }
    if take(":") { return false }
    let refused: [(start: String, name: String)] = [
      ("=", "look-ahead (?=…)"), ("!", "look-ahead (?!…)"), ("<=", "look-behind (?<=…)"), ("<!", "look-behind (?<!…)"),
      ("P=", "a back reference (?P=…)"), ("P", "a named group (?P<…>…)"), ("<", "a named group (?<…>…)"),
      (">", "an atomic group (?>…)"), ("#", "a comment (?#…)"), ("(", "a condition (?(…)…)"),
      ("|", "a branch reset (?|…)"),
    ]
    guard let match = refused.first(where: { starts(with: $0.start) }) else {
      throw refusal("a flag other than (?i) at the start of the pattern is not supported", at: opened)
    }
    throw refusal("\(match.name) is not supported", at: opened)
  }

  private mutating func atom(_ scalar: Unicode.Scalar, at place: Int) throws(PatternError) -> [Step] {
    switch scalar {
    case ".": return [.byte(ByteSet.newline.complement)]
    case "[": return [.byte(try characterClass(opened: place))]
    case "\\": return [.byte(try escaped(at: place))]
    case "*", "+", "?", "{":
      throw refusal("'\(scalar)' has nothing before it to repeat; write \\\(scalar) for the character", at: place)
    default: return String(scalar).utf8.map { .byte(cased(ByteSet($0))) }
    }
  }

  func cased(_ set: ByteSet) -> ByteSet { ignoresCase ? set.ignoringCase : set }

  /// What the steps become by the repetition that stands behind them, if any.
  private mutating func repeated(_ steps: [Step]) throws(PatternError) -> [Step] {
    let place = at
    guard let (least, most) = try repetition() else { return steps }
    let isLazy = take("?")
    if next == "+" { throw refusal("a possessive repetition is not supported", at: at) }
    if next == "*" || next == "?" || next == "{" {
      throw refusal("a repetition of a repetition; put the inner one into (?:…)", at: at)
    }
    let count = steps.count
    guard (count + 2) * max(least, most ?? least, 1) <= PatternParser.mostSteps else { throw tooLarge(at: place) }

    func split(_ inside: Int, _ outside: Int) -> Step { isLazy ? .split(outside, inside) : .split(inside, outside) }
    guard let most else {
      guard least > 0 else { return [split(1, count + 2)] + steps + [.jump(-count - 1)] }
      return Array(repeatElement(steps, count: least).joined()) + [split(-count, 1)]
    }
    // Who passes by one of these passes by all that follow.
    let optional = (0..<most - least).flatMap { [split(1, (most - least - $0) * (count + 1))] + steps }
    return Array(repeatElement(steps, count: least).joined()) + optional
  }

  /// How often at least and at most, where there is a most; nil where no repetition follows.
  private mutating func repetition() throws(PatternError) -> (least: Int, most: Int?)? {
    let place = at
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    guard take("{") else { return nil }
    let malformed = refusal("'{' begins no {m}, {m,} or {m,n}; write \\{ for the character", at: place)
    guard let least = try number() else { throw malformed }
    if take("}") { return (least, least) }
    guard take(",") else { throw malformed }
    if take("}") { return (least, nil) }
    guard let most = try number(), take("}") else { throw malformed }
    guard least <= most else { throw refusal("{\(least),\(most)} has its greater number first", at: place) }
    return (least, most)
  }

  private mutating func number() throws(PatternError) -> Int? {
    let place = at
    var value: Int?
    while let scalar = next, let digit = ByteSet.digit.contains(scalar) ? Int(scalar.value) - 0x30 : nil {
      at += 1
      let grown = (value ?? 0) * 10 + digit
      guard grown <= PatternParser.mostRepetitions else {
        throw refusal("more than \(PatternParser.mostRepetitions) repetitions", at: place)
      }
      value = grown
    }
    return value
  }

  private func tooLarge(at index: Int) -> PatternError {
    refusal("with its repetitions written out the pattern has more than \(PatternParser.mostSteps) steps", at: index)
  }
}

extension ByteSet {
  func contains(_ scalar: Unicode.Scalar) -> Bool { scalar.isASCII && contains(UInt8(scalar.value)) }
}
