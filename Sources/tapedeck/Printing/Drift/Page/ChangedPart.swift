// SPDX-License-Identifier: Apache-2.0

/// Two texts, with what differs between what they begin and what they end with in common.
struct ChangedPart {
  let prefix: String
  let old: String
  let new: String
  let suffix: String

  init(_ old: String, _ new: String) {
    let (left, right) = (Array(old.unicodeScalars), Array(new.unicodeScalars))
    let shorter = min(left.count, right.count)
    var start = 0
    while start < shorter, left[start] == right[start] { start += 1 }
    var end = 0
    while end < shorter - start, left[left.count - 1 - end] == right[right.count - 1 - end] { end += 1 }
    // A word that changed is read as a whole: `AVAILABLE` and `ERROR` share no letter worth telling.
    while start > 0, Self.isWord(left[start - 1]) { start -= 1 }
    while end > 0, Self.isWord(left[left.count - end]) { end -= 1 }
    prefix = Self.text(left[..<start])
    suffix = Self.text(left[(left.count - end)...])
    self.old = Self.text(left[start..<(left.count - end)])
    self.new = Self.text(right[start..<(right.count - end)])
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic || scalar == "_" }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }
}
