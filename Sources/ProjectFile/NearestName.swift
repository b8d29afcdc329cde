// SPDX-License-Identifier: Apache-2.0

/// Guesses which of some known names a mistyped one was meant to be.
enum NearestName {
  /// The name that takes the fewest edits, where two in five of its letters at the most are wrong; else nil.
  static func of(_ typed: String, among names: [String]) -> String? {
    let typed = Array(typed.utf8.prefix(64))
    let nearest = names.map { (name: $0, edits: edits(typed, Array($0.utf8))) }.min { $0.edits < $1.edits }
    guard let nearest, nearest.edits <= max(1, nearest.name.utf8.count * 2 / 5) else { return nil }
    return nearest.name
  }

  /// How many bytes have to be changed, added or removed, or swapped with their neighbour (optimal string alignment).
  private static func edits(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var before: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let change = last[column] + (left[row] == right[column] ? 0 : 1)
        var least = min(change, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          least = min(least, before[column - 1] + 1)
        }
        current.append(least)
      }
      (before, last) = (last, current)
    }
    return last[right.count]
  }
}
