// SPDX-License-Identifier: Apache-2.0

/// A regular expression of a service model, matched in time linear in the text.
///
/// The standard library's `Regex` cannot be shared between threads and backtracks: one long ARN of colons would hold
/// the service up. The models use a small part of the syntax, so all ways through it are walked at once instead.
struct ModelPattern: Sendable {
  /// A step of the walk. Offsets count from the step itself.
  enum Step: Equatable, Sendable {
    case scalar(ScalarSet)
    case split(Int, Int)
    case jump(Int)
    case start
    case end
    case wordBoundary
  }

  private let steps: [Step]

  /// Nil for a pattern that is malformed, or uses what the models do not use so far.
  init?(_ pattern: String) {
    var parser = PatternParser(pattern)
    guard let steps = parser.parse() else { return nil }
    self.steps = steps
  }

  /// Whether the pattern matches all of the text, as the service's own validation asks for.
  func matches(_ text: String) -> Bool {
    var walk = PatternWalk(steps)
    var previous: UInt32?
    for scalar in text.unicodeScalars {
      guard walk.pass(scalar.value, previous: previous) else { return false }
      previous = scalar.value
    }
    return walk.isAtEnd(previous: previous)
  }
}

/// All the ways through a pattern at once, at one place of the text.
private struct PatternWalk {
  private let steps: [ModelPattern.Step]
  /// Where the ways stand before what takes no scalar is followed.
  private var entries = [0]
  /// The scalars' steps, and the end, that the ways have come to.
  private var reached: [Int] = []
  /// The round in which a step was last come to: each is followed once a round.
  private var seen: [Int]
  private var round = 0

  init(_ steps: [ModelPattern.Step]) {
    self.steps = steps
    seen = [Int](repeating: 0, count: steps.count + 1)
  }

  /// Goes past one scalar; false where no way does.
  mutating func pass(_ scalar: UInt32, previous: UInt32?) -> Bool {
    follow(previous: previous, next: scalar)
    for step in reached where step < steps.count {
      if case .scalar(let set) = steps[step], set.contains(scalar) { entries.append(step + 1) }
    }
    return !entries.isEmpty
  }

  mutating func isAtEnd(previous: UInt32?) -> Bool {
    follow(previous: previous, next: nil)
    return reached.contains(steps.count)
  }

  /// Empties `entries` into `reached`.
  private mutating func follow(previous: UInt32?, next: UInt32?) {
    round += 1
    reached.removeAll(keepingCapacity: true)
    while let step = entries.popLast() {
      if seen[step] == round { continue }
      seen[step] = round
      guard step < steps.count else {
        reached.append(step)
        continue
      }
      switch steps[step] {
      case .scalar: reached.append(step)
      case .split(let one, let other):
        entries.append(step + one)
        entries.append(step + other)
      case .jump(let offset): entries.append(step + offset)
      case .start: if previous == nil { entries.append(step + 1) }
      case .end: if next == nil { entries.append(step + 1) }
      case .wordBoundary:
        let isWord = { (scalar: UInt32?) in scalar.map(ScalarSet.word.contains) ?? false }
        if isWord(previous) != isWord(next) { entries.append(step + 1) }
      }
    }
  }
}

/// A set of Unicode scalars.
struct ScalarSet: Equatable, Sendable {
  private(set) var ranges: [ClosedRange<UInt32>]

  init(_ ranges: [ClosedRange<UInt32>]) {
    self.ranges = ranges
  }

  static let digit = ScalarSet([0x30...0x39])
  static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  static let space = ScalarSet([0x09...0x0D, 0x20...0x20])
  /// What `.` stands for: all but line terminators, as in Java, which the services are validated with.
  static let notNewline = ScalarSet([0x0A...0x0A, 0x0D...0x0D, 0x85...0x85, 0x2028...0x2029]).complement

  func contains(_ scalar: UInt32) -> Bool { ranges.contains { $0.contains(scalar) } }

  mutating func formUnion(_ other: ScalarSet) { ranges += other.ranges }

  var complement: ScalarSet {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
      next = max(next, range.upperBound + 1)
    }
    if next <= 0x10FFFF { gaps.append(next...0x10FFFF) }
    return ScalarSet(gaps)
  }
}
