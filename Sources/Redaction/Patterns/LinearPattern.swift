// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// A regular expression whose search takes time linear in the text, whatever the pattern: a user's redaction rule.
///
/// Literals, classes, escapes (`\d \w \s \D \W \S \t \n \r \xHH`, punctuation), groups, `|`, `* + ? {m} {m,} {m,n}`,
/// greedy or, with a `?` behind them, lazy, the anchors `^ $` of the text and `\b`, and `(?i)` at the start. It sees
/// bytes; letters, digits and case are ASCII's. `.` and what is negated match any byte but newline. Of several matches
/// at one place the one that Perl would prefer is taken, except that a loop takes no empty round.
package struct LinearPattern: Sendable {
  package let text: String
  private let program: PatternProgram
  private let pool: PatternPool

  /// Reads a pattern of up to 1,000 bytes, of up to 10,000 steps with its repetitions written out.
  package init(_ text: String) throws(PatternError) {
    self.text = text
    program = PatternProgram(try PatternParser.steps(of: text))
    pool = PatternPool()
  }

  /// What the capturing group marks in the matches, in each round where it stands in a loop, or without one the matches:
  /// in order, none empty, none overlapping.
  package func matches(in bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    guard let first = program.lead.firstPlace(in: bytes) else { return [] }
    var walk = pool.take() ?? PatternWalk(program)
    defer { pool.put(walk) }
    return walk.ranges(in: bytes, from: first)
  }
}

extension LinearPattern: Hashable {
  package static func == (one: LinearPattern, other: LinearPattern) -> Bool { one.text == other.text }

  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// What searches have learnt of a pattern, one for each thread that searches at the time.
private final class PatternPool: Sendable {
  private let idle = Mutex<[PatternWalk]>([])

  func take() -> PatternWalk? { idle.withLock { $0.popLast() } }

  func put(_ walk: PatternWalk) { idle.withLock { $0.append(walk) } }
}
