// SPDX-License-Identifier: Apache-2.0

/// Which of a service's mutations have been asked for, and how many of them up to a place: a Fenwick tree, so that both
/// asking and counting take logarithmic time.
struct AskedMutations: Sendable {
  /// The places of the mutations on the tape, ascending.
  let places: [Int32]
  private var isAsked: [Bool]
  private var counts: [Int32]
  /// The last place that has been asked for; -1 before.
  private(set) var last = -1

  init(_ places: [Int32]) {
    self.places = places
    isAsked = Array(repeating: false, count: places.count)
    counts = Array(repeating: 0, count: places.count + 1)
  }

  mutating func ask(_ place: Int) {
    last = max(last, place)
    let ordinal = places.lowerBound(Int32(place))
    guard ordinal < places.count, places[ordinal] == Int32(place), !isAsked[ordinal] else { return }
    isAsked[ordinal] = true
    var node = ordinal + 1
    while node < counts.count {
      counts[node] += 1
      node += node & -node
    }
  }

  /// Whether a mutation in `range` has not been asked for.
  func hasUnasked(in range: Range<Int>) -> Bool {
    let (from, to) = (places.lowerBound(Int32(range.lowerBound)), places.lowerBound(Int32(range.upperBound)))
    return asked(before: to) - asked(before: from) < to - from
  }

  /// The first place behind `place` that is a mutation; nil where there is none.
  func next(after place: Int) -> Int? {
    let ordinal = places.lowerBound(Int32(place + 1))
    return ordinal < places.count ? Int(places[ordinal]) : nil
  }

  private func asked(before ordinal: Int) -> Int {
    var node = ordinal
    var sum = 0
    while node > 0 {
      sum += Int(counts[node])
      node -= node & -node
    }
    return sum
  }
}

extension RandomAccessCollection where Element == Int32, Index == Int {
  /// The index of the first element that is not below `value`, in ascending elements.
  func lowerBound(_ value: Int32) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
