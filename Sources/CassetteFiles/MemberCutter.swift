// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Synchronization

/// Cuts lines of text into gzip members and compresses them on all processors.
///
/// What comes out depends on the lines alone. Memory is bounded by the number of processors and the longest line.
struct MemberCutter {
  /// As much text as a member holds, unless one line is longer.
  static let textLength = 1 << 20

  private struct Draft: Sendable {
    var text: [UInt8] = []
    var lines: UInt32 = 0
    var isPiece = false
  }

  private var current = Draft()
  private var closed: [Draft] = []
  /// Whether there is more than one member: a text that fits in one has no tag.
  private var isDivided = false

  /// Takes a line with its line feed, and gives the members that are ready.
  mutating func add(_ line: some Collection<UInt8>) throws(GzipError) -> [[UInt8]] {
    if !current.text.isEmpty, current.text.count + line.count > MemberCutter.textLength { close() }
    current.text += line
    current.lines += 1
    return try ready()
  }

  /// Takes a piece of a large body, which is a member of its own.
  mutating func add(piece line: [UInt8]) throws(GzipError) -> [[UInt8]] {
    if !current.text.isEmpty { close() }
    current = Draft(text: line, lines: 1, isPiece: true)
    close()
    return try ready()
  }

  /// The members that are left.
  mutating func end() throws(GzipError) -> [[UInt8]] {
    guard isDivided else {
      return [
        try current.text.withUnsafeBytes { text in Result { () throws(GzipError) in try GzipEncoder.member(text) } }
          .get()
      ]
    }
    if !current.text.isEmpty { close() }
    return try compressed()
  }

  private mutating func close() {
    isDivided = true
    closed.append(current)
    current = Draft()
  }

  private mutating func ready() throws(GzipError) -> [[UInt8]] {
    let length = closed.reduce(0) { $0 + $1.text.count }
    let isEnough = closed.count >= Processors.count || length >= 2 * Processors.count * MemberCutter.textLength
    return isEnough ? try compressed() : []
  }

  private mutating func compressed() throws(GzipError) -> [[UInt8]] {
    let drafts = closed
    closed = []
    let members = Mutex([Result<[UInt8], GzipError>?](repeating: nil, count: drafts.count))
    DispatchQueue.concurrentPerform(iterations: drafts.count) { index in
      let member = Result { () throws(GzipError) in try MemberCutter.member(drafts[index]) }
      members.withLock { $0[index] = member }
    }
    return try members.withLock { $0 }.compactMap(\.self).map { member throws(GzipError) in try member.get() }
  }

  private static func member(_ draft: Draft) throws(GzipError) -> [UInt8] {
    try draft.text.withUnsafeBytes { text in
      Result { () throws(GzipError) in
        try GzipEncoder.member(
          text, draft.isPiece ? .least : .most, tag: MemberTag(lines: draft.lines, isPiece: draft.isPiece))
      }
    }.get()
  }
}
