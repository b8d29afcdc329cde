// SPDX-License-Identifier: Apache-2.0

/// The steps of a pattern, and what is worked out once to walk them quickly. The step behind the last is the match.
struct PatternProgram: Sendable {
  /// Offsets count from the step itself.
  enum Step: Hashable, Sendable {
    /// Takes one byte of the set.
    case byte(ByteSet)
    /// Goes either way, by preference the first.
    case split(Int, Int)
    case jump(Int)
    /// The beginning of what is meant, and its end.
    case open, close
    /// The text's ends.
    case start, end
    case wordBoundary
  }

  /// What stands before a place of the text, so far as a step asks for it.
  enum Before: Int, CaseIterable {
    case other, word, nothing
  }

  let steps: [Step]
  let lead: PatternLead
  /// Bytes of one class are the same to every step.
  let classes: [UInt8]
  let classCount: Int
  /// By class: the steps that take a byte of it. The class behind the last is the end of the text, which none takes.
  let takers: [StepSet]
  /// By class: whether its bytes make words.
  let isWord: [Bool]
  /// By step: those that lead to it without a byte.
  let origins: [[Int]]
  /// Whether the pattern has a capturing group.
  let hasMark: Bool
  /// Whether a step asks for what stands before it.
  let asksBefore: Bool

  init(_ steps: [Step]) {
    self.steps = steps
    lead = PatternLead(steps)
    hasMark = steps.contains(.open)
    asksBefore = steps.contains { $0 == .start || $0 == .wordBoundary }

    var sets: Set<ByteSet> = steps.contains(.wordBoundary) ? [.word] : []
    for case .byte(let set) in steps { sets.insert(set) }
    let classes = PatternProgram.classes(of: sets)
    let classCount = Int(classes.max() ?? 0) + 1
    self.classes = classes
    self.classCount = classCount

    var takers = [StepSet](repeating: StepSet(count: steps.count + 1), count: classCount + 1)
    var isWord = [Bool](repeating: false, count: classCount + 1)
    let samples = (0..<classCount).compactMap { index in classes.firstIndex { Int($0) == index } }.map { UInt8($0) }
    for (index, sample) in samples.enumerated() {
      isWord[index] = ByteSet.word.contains(sample)
      for (step, kind) in steps.enumerated() {
        if case .byte(let set) = kind, set.contains(sample) { takers[index].insert(step) }
      }
    }
    self.takers = takers
    self.isWord = isWord

    var origins = [[Int]](repeating: [], count: steps.count + 1)
    for (step, kind) in steps.enumerated() {
      for next in kind.ways { origins[step + next].append(step) }
    }
    self.origins = origins
  }

  /// For each byte a number from 0, the same for bytes that no set tells apart.
  private static func classes(of sets: Set<ByteSet>) -> [UInt8] {
    var classes = [UInt8](repeating: 0, count: 256)
    var count = 1
    for set in sets {
      // Where a class lies on both sides of the set, its part inside becomes a new one.
      var outside = [Bool](repeating: false, count: 256)
      var inside = [UInt8?](repeating: nil, count: 256)
      for byte in 0..<256 where !set.contains(UInt8(byte)) { outside[Int(classes[byte])] = true }
      for byte in 0..<256 where set.contains(UInt8(byte)) {
        let old = Int(classes[byte])
        guard outside[old] else { continue }
        if inside[old] == nil {
          inside[old] = UInt8(count)
          count += 1
        }
        classes[byte] = inside[old] ?? 0
      }
    }
    return classes
  }
}

extension PatternProgram.Step {
  /// Where the step leads without a byte, by preference, as offsets.
  var ways: [Int] {
    switch self {
    case .byte: []
    case .split(let first, let second): [first, second]
    case .jump(let offset): [offset]
    case .open, .close, .start, .end, .wordBoundary: [1]
    }
  }
}

/// A set of a program's steps.
struct StepSet: Hashable, Sendable {
  private(set) var words: [UInt64]

  init(count: Int) {
    words = [UInt64](repeating: 0, count: (count + 63) / 64)
  }

  func contains(_ step: Int) -> Bool { words[step >> 6] >> UInt64(step & 63) & 1 != 0 }

  /// Whether the step is new.
  @discardableResult
  mutating func insert(_ step: Int) -> Bool {
    let bit: UInt64 = 1 << UInt64(step & 63)
    defer { words[step >> 6] |= bit }
    return words[step >> 6] & bit == 0
  }

  /// Those of `takers` whose next step is in the set.
  func before(_ takers: StepSet) -> StepSet {
    var result = takers
    for index in words.indices {
      let carried = index + 1 < words.count ? words[index + 1] << 63 : 0
      result.words[index] &= words[index] >> 1 | carried
    }
    return result
  }

  func forEach(_ body: (Int) -> Void) {
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        body(index << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }
}
