// SPDX-License-Identifier: Apache-2.0

/// What two texts have in common, and where they differ: word by word, by their longest common subsequence.
struct TextChange {
  /// A stretch of the texts; the same in both where nothing changed.
  struct Segment: Equatable {
    var old: String
    var new: String
    var isChanged: Bool
  }

  private(set) var segments: [Segment] = []

  /// Words that are compared, as old times new; where there are more, all between the common ends counts as changed.
  private static let mostCells = 2500
  /// What two changes have between them is told apart from them if it is at least this long.
  private static let shortestKept = 4

  init(_ old: String, _ new: String) {
    var (left, right) = (Self.words(old)[...], Self.words(new)[...])
    let prefix = zip(left, right).prefix { $0 == $1 }.count
    keep(left.prefix(prefix))
    (left, right) = (left.dropFirst(prefix), right.dropFirst(prefix))
    let suffix = zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.count
    compare(Array(left.dropLast(suffix)), Array(right.dropLast(suffix)))
    keep(left.suffix(suffix))
    joinShortOnes()
  }

  private mutating func compare(_ old: [Substring], _ new: [Substring]) {
    guard old.count * new.count <= Self.mostCells else { return change(old[...], new[...]) }
    // How long the longest common subsequence of the rests is that begin at a place.
    let width = new.count + 1
    var longest = [UInt16](repeating: 0, count: (old.count + 1) * width)
    for i in old.indices.reversed() {
      for j in new.indices.reversed() {
        longest[i * width + j] =
          old[i] == new[j]
          ? longest[(i + 1) * width + j + 1] + 1 : max(longest[(i + 1) * width + j], longest[i * width + j + 1])
      }
    }
    var (i, j) = (0, 0)
    while i < old.count, j < new.count {
      if old[i] == new[j] {
        keep(old[i...i])
        (i, j) = (i + 1, j + 1)
      } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
        change(old[i...i], [])
        i += 1
      } else {
        change([], new[j...j])
        j += 1
      }
    }
    change(old[i...], new[j...])
  }

  private mutating func keep(_ words: ArraySlice<Substring>) { append(words, words, isChanged: false) }

  private mutating func change(_ old: ArraySlice<Substring>, _ new: ArraySlice<Substring>) {
    append(old, new, isChanged: true)
  }

  private mutating func append(_ old: ArraySlice<Substring>, _ new: ArraySlice<Substring>, isChanged: Bool) {
    guard !old.isEmpty || !new.isEmpty else { return }
    if segments.last?.isChanged != isChanged { segments.append(Segment(old: "", new: "", isChanged: isChanged)) }
    segments[segments.count - 1].old += old.joined()
    segments[segments.count - 1].new += new.joined()
  }

  /// Punctuation that two changes happen to share would only scatter the marks.
  private mutating func joinShortOnes() {
    var joined: [Segment] = []
    for (index, var segment) in segments.enumerated() {
      let isBetween = index > 0 && index < segments.count - 1
      if !segment.isChanged, isBetween, segment.old.unicodeScalars.count < Self.shortestKept {
        segment.isChanged = true
      }
      if let last = joined.last, last.isChanged, segment.isChanged {
        joined[joined.count - 1].old += segment.old
        joined[joined.count - 1].new += segment.new
      } else {
        joined.append(segment)
      }
    }
    segments = joined
  }

  /// Words, and between them each scalar by itself.
  private static func words(_ text: String) -> [Substring] {
    let scalars = text.unicodeScalars
    var words: [Substring] = []
    var start = scalars.startIndex
    while start < scalars.endIndex {
      var end = scalars.index(after: start)
      if isWord(scalars[start]) {
        while end < scalars.endIndex, isWord(scalars[end]) { end = scalars.index(after: end) }
      }
      words.append(Substring(scalars[start..<end]))
      start = end
    }
    return words
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || (scalar.isASCII ? scalar.properties.isAlphabetic : true) || ("0"..."9").contains(scalar)
  }
}
