// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// Which exchange of one cassette stands for which of the other.
///
/// Within an action, exchanges with equal canonical requests are paired in their order; those that are left over, whose
/// requests hold ids of their own recording, are paired in order, too. Linear in the exchanges.
enum Alignment {
  /// Pairs of places in the two lists of keys of one action.
  static func pairs(_ left: [CanonicalKey], _ right: [CanonicalKey]) -> [(Int, Int)] {
    var byKey: [CanonicalKey: [Int]] = [:]
    for index in right.indices.reversed() { byKey[right[index], default: []].append(index) }
    var pairs: [(Int, Int)] = []
    var leftOver: [Int] = []
    var isTaken = [Bool](repeating: false, count: right.count)
    for index in left.indices {
      if let other = byKey[left[index]]?.popLast() {
        pairs.append((index, other))
        isTaken[other] = true
      } else {
        leftOver.append(index)
      }
    }
    let rightOver = right.indices.filter { !isTaken[$0] }
    pairs += zip(leftOver, rightOver)
    return pairs
  }
}
