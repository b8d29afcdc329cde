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
    let scalars = text.unicodeScalars
    var previous: UInt32?
    var entries = [0]
    for scalar in scalars {
      let reached = closure(of: entries, previous: previous, next: scalar.value)
      entries.removeAll(keepingCapacity: true)
      for step in reached {
        if case .scalar(let set) = steps[step], set.contains(scalar.value) { entries.append(step + 1) }
      }
      if entries.isEmpty { return false }
      previous = scalar.value
    }
    return closure(of: entries, previous: previous, next: nil).contains(steps.count)
  }

  /// The steps that stand before a scalar, and the end, that can be reached from `entries` without one.
  private func closure(of entries: [Int], previous: UInt32?, next: UInt32?) -> [Int] {
    var seen = [Bool](repeating: false, count: steps.count + 1)
    var open = entries
    var reached: [Int] = []
    while let step = open.popLast() {
      if seen[step] { continue }
      seen[step] = true
      guard step < steps.count else {
        reached.append(step)
        continue
      }
      switch steps[step] {
      case .scalar: reached.append(step)
      case .split(let one, let other): open += [step + one, step + other]
      case .jump(let offset): open.append(step + offset)
      case .start: if previous == nil { open.append(step + 1) }
      case .end: if next == nil { open.append(step + 1) }
      case .wordBoundary:
        let isWord = { (scalar: UInt32?) in scalar.map(ScalarSet.word.contains) ?? false }
        if isWord(previous) != isWord(next) { open.append(step + 1) }
      }
    }
    return reached
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
