// SPDX-License-Identifier: Apache-2.0

/// Searches texts for a pattern, one after the other.
///
/// First it is worked out, from the text's end to its beginning, from where which steps lead to a match: mostly a look-up
/// a byte. Then each match is walked once, in time of its bytes by the program's steps.
struct PatternWalk: Sendable {
  /// How many places are held at once; of those before only what stands behind each such block.
  private static let block = 1_024

  private let program: PatternProgram
  private var viable: ViableSteps
  private var trace = [ViableSteps.Link](repeating: 0, count: block)
  /// By step, in which round it was last come to. A round lasts from byte to byte; a step that is come to again in one has
  /// led nowhere, or in a circle.
  private var seen: [Int]
  private var round = 0
  private var others: [Way] = []
  private var marked: [Range<Int>] = []

  /// By block of the text at hand: what stands behind it, and whether a match can begin in it.
  private var behind: [StepSet] = []
  private var canBegin: [Bool] = []
  private var first = 0
  private var traced = 0

  /// How far a walk has come.
  private struct Way {
    var step = 0
    var opened: Int
    /// How much it has marked.
    var marked: Int
  }

  init(_ program: PatternProgram) {
    self.program = program
    viable = ViableSteps(program)
    seen = [Int](repeating: 0, count: program.steps.count + 1)
  }

  /// What the matches mark, in order; of a group in a loop, every round's.
  ///
  /// - Parameter first: Before this place no match begins.
  mutating func ranges(in text: UnsafeRawBufferPointer, from first: Int) -> [Range<Int>] {
    survey(text, from: first)
    marked.removeAll(keepingCapacity: true)
    var place = first
    while let start = nextStart(in: text, from: place) {
      let end = walk(text, from: start)
      if !program.hasMark { marked.append(start..<end) }
      place = max(end, start + 1)
    }
    return marked.filter { !$0.isEmpty }
  }

  /// Goes over the text from its end.
  private mutating func survey(_ text: UnsafeRawBufferPointer, from first: Int) {
    self.first = first
    let count = (text.count - first) / PatternWalk.block + 1
    canBegin = [Bool](repeating: false, count: count)
    behind = [StepSet](repeating: viable.steps(ViableSteps.behindEnd), count: count)
    for block in canBegin.indices.reversed() {
      if block + 1 < count { behind[block] = viable.steps(trace[0]) }
      canBegin[block] = retrace(block, of: text)
    }
  }

  private mutating func retrace(_ block: Int, of text: UnsafeRawBufferPointer) -> Bool {
    traced = block
    let start = first + block * PatternWalk.block
    return viable.trace(
      start..<min(start + PatternWalk.block, text.count + 1), of: text, behind: viable.interned(behind[block]),
      into: &trace)
  }

  private mutating func link(_ place: Int, of text: UnsafeRawBufferPointer) -> ViableSteps.Link {
    let (block, offset) = (place - first).quotientAndRemainder(dividingBy: PatternWalk.block)
    if block != traced { _ = retrace(block, of: text) }
    return trace[offset]
  }

  private mutating func nextStart(in text: UnsafeRawBufferPointer, from place: Int) -> Int? {
    var place = place
    while place <= text.count {
      let block = (place - first) / PatternWalk.block
      if !canBegin[block] {
        place = first + (block + 1) * PatternWalk.block
      } else if ViableSteps.canBegin(link(place, of: text)) {
        return place
      } else {
        place += 1
      }
    }
    return nil
  }

  /// Follows the preferred steps of those that lead to a match, to its end.
  private mutating func walk(_ text: UnsafeRawBufferPointer, from start: Int) -> Int {
    var place = start
    var way = Way(opened: start, marked: marked.count)
    var state = link(place, of: text)
    others.removeAll(keepingCapacity: true)
    round += 1
    while true {
      guard seen[way.step] != round, viable.leads(way.step, from: state) else {
        guard let other = others.popLast() else { return place }
        way = other
        marked.removeLast(marked.count - way.marked)
        continue
      }
      seen[way.step] = round
      guard way.step < program.steps.count else { return place }
      switch program.steps[way.step] {
      case .byte:
        place += 1
        state = link(place, of: text)
        others.removeAll(keepingCapacity: true)
        round += 1
        way.step += 1
      case .split(let first, let second):
        var other = way
        other.step += second
        others.append(other)
        way.step += first
      case .jump(let offset): way.step += offset
      case .open:
        way.opened = place
        way.step += 1
      case .close:
        marked.append(way.opened..<place)
        way.marked = marked.count
        way.step += 1
      case .start, .end, .wordBoundary: way.step += 1
      }
    }
  }
}
