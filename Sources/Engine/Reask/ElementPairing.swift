// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Which element of a live list is which of a recorded one: by what they say of themselves, never by their place.
enum ElementPairing {
  /// Longer lists are not looked through.
  private static let longest = 10_000

  /// Pairs of places. Linear but for sorting.
  static func pairs(
    _ recorded: [DocumentValue], _ live: [DocumentValue], _ values: LiveValues
  ) -> [(recorded: Int, live: Int)] {
    guard recorded.count <= longest, live.count <= longest else { return [] }
    let left = recorded.map { ElementFacts($0, values).facts }
    let right = live.map { ElementFacts($0, nil).facts }
    let (mine, others) = (owners(left), owners(right))
    // A fact that one element on each side has speaks for the two.
    var votes: [Pair: Int] = [:]
    for (fact, owner) in mine {
      guard let owner, case let other?? = others[fact], speaks(fact) else { continue }
      votes[Pair(recorded: owner, live: other), default: 0] += ElementFacts.Weight(fact.place).rawValue
    }
    var isTaken: (recorded: Set<Int>, live: Set<Int>) = ([], [])
    var pairs: [(recorded: Int, live: Int)] = []
    for (pair, _) in votes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      guard !isTaken.recorded.contains(pair.recorded), !isTaken.live.contains(pair.live),
        !haveOtherNames(left[pair.recorded], right[pair.live])
      else { continue }
      isTaken.recorded.insert(pair.recorded)
      isTaken.live.insert(pair.live)
      pairs.append((pair.recorded, pair.live))
    }
    return pairs
  }

  private struct Pair: Hashable, Comparable {
    let recorded: Int
    let live: Int

    static func < (left: Pair, right: Pair) -> Bool { (left.recorded, left.live) < (right.recorded, right.live) }
  }

  /// The element that has a fact; nil where several have it.
  private static func owners(_ lists: [Set<ElementFacts.Fact>]) -> [ElementFacts.Fact: Int?] {
    var owners: [ElementFacts.Fact: Int?] = [:]
    for (index, facts) in lists.enumerated() {
      for fact in facts { owners.updateValue(owners[fact] == nil ? index : nil, forKey: fact) }
    }
    return owners
  }

  /// Whether a fact may tell who an element is: states, which are written in capitals, do not, nor do accounts.
  private static func speaks(_ fact: ElementFacts.Fact) -> Bool {
    if fact.text.count == 12, fact.text.allSatisfy({ $0 &- 0x30 < 10 }) { return false }
    return ElementFacts.Weight(fact.place) != .word
      || fact.text.count >= 4 && fact.text.contains { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 }
  }

  /// Whether two elements have different names in one place.
  private static func haveOtherNames(_ left: Set<ElementFacts.Fact>, _ right: Set<ElementFacts.Fact>) -> Bool {
    let names = Dictionary(grouping: right.filter { ElementFacts.Weight($0.place) == .name }, by: \.place)
    return left.contains { fact in
      guard ElementFacts.Weight(fact.place) == .name, let others = names[fact.place] else { return false }
      return !others.contains { $0.text == fact.text }
    }
  }
}
