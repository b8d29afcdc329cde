// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Which exchange of one recording stands for which of the other.
///
/// Exchanges are paired by content: action, request and answer, without what is of one recording alone. What stands for
/// what is learnt from the pairs, and tells apart what looks the same: from the surest pairs to the least sure. Linear
/// in the exchanges and what their messages hold.
struct Alignment {
  /// Pairs of places in the two lists of samples, in the order of the old one.
  private(set) var pairs: [(old: Int, new: Int)] = []
  /// How many pieces of text stand for another one.
  private(set) var renamed = 0
  let oldNormaliser: TextNormaliser
  let newNormaliser: TextNormaliser
  private var old: AlignmentSide
  private var new: AlignmentSide
  private var classes: UInt64 = 0

  /// What two answers have to have in common.
  private enum Likeness: CaseIterable { case answer, outcome, none }

  init(_ left: [Sample], _ right: [Sample]) {
    let words = OwnTexts(left, right)
    oldNormaliser = words.old
    newNormaliser = words.new
    old = AlignmentSide(left, normaliser: words.old, places: words.places)
    new = AlignmentSide(right, normaliser: words.new, places: words.places)
    for context in AlignmentSide.Context.allCases {
      old.guess(by: context, shared: new.units)
      new.guess(by: context, shared: old.units)
      for likeness in Likeness.allCases { pairUp(likeness, isSure: context != .none) }
    }
    pairLeftOver { Mix.pair(Mix.pair($0.action, $0.request.structure), $0.outcome) }
    pairLeftOver { Mix.pair($0.action, $0.outcome) }
    pairLeftOver(inEqualNumber: true) { Mix.pair($0.action, $0.request.structure) }
    pairs.sort { $0.old < $1.old }
  }

  /// Pairs what has equal requests, from the first to the last.
  /// - Parameter isSure: whether the context of what they name is the same; without it, requests with other answers are
  ///   paired only where there are as many on both sides, so that what was dropped does not stand for what is new.
  private mutating func pairUp(_ likeness: Likeness, isSure: Bool) {
    func key(_ side: AlignmentSide, _ item: Int) -> UInt64 {
      let request = Mix.pair(side.items[item].frame, side.sum(item))
      switch likeness {
      case .answer: return Mix.pair(request, side.items[item].answer)
      case .outcome: return Mix.pair(request, side.items[item].outcome)
      case .none: return request
      }
    }
    var excess: [UInt64: Int] = [:]
    if likeness == .none, !isSure {
      for item in old.items { excess[item.frame, default: 0] += 1 }
      for item in new.items { excess[item.frame, default: 0] -= 1 }
    }
    var queues: [UInt64: Queue] = [:]
    for item in new.items.indices where !new.isPaired[item] { queues[key(new, item), default: Queue()].append(item) }
    for item in old.items.indices where !old.isPaired[item] {
      let wanted = key(old, item)
      while let other = queues[wanted]?.popFirst() {
        // It may have gone to another pair, or become known better since it was put there.
        guard !new.isPaired[other], key(new, other) == wanted else { continue }
        if excess[old.items[item].frame, default: 0] != 0 { break }
        pair(item, other) { queues[key($0, $1), default: Queue()].append($1) }
        break
      }
    }
  }

  /// Pairs what is left and has one key, from the first to the last.
  /// - Parameter inEqualNumber: only where there are as many on both sides.
  private mutating func pairLeftOver(inEqualNumber: Bool = false, _ key: (AlignmentSide.Item) -> UInt64) {
    var queues: [UInt64: Queue] = [:]
    for item in new.items.indices where !new.isPaired[item] {
      queues[key(new.items[item]), default: Queue()].append(item)
    }
    let left = old.items.indices.filter { !old.isPaired[$0] }
    if inEqualNumber {
      let counts = Dictionary(grouping: left) { key(old.items[$0]) }.mapValues(\.count)
      queues = queues.filter { counts[$0.key] == $0.value.count }
    }
    for item in left {
      if let other = queues[key(old.items[item])]?.popFirst() { pair(item, other) { _, _ in } }
    }
  }

  /// - Parameter changed: called with each exchange of the new side of which more is known now.
  private mutating func pair(_ left: Int, _ right: Int, changed: (AlignmentSide, Int) -> Void) {
    pairs.append((left, right))
    old.pair(left)
    new.pair(right)
    bind(old.items[left].own, new.items[right].own, changed: changed)
    // Lists have other elements, or the same in another order.
    let (answer, other) = (old.items[left], new.items[right])
    if answer.outcome == other.outcome {
      bind(Self.single(answer.answered), Self.single(other.answered), changed: changed)
    }
  }

  /// What stands at places that nothing else stands at.
  private static func single(_ occurrences: [Frame.Occurrence]) -> [Frame.Occurrence] {
    occurrences.indices.filter { index in
      (index == 0 || occurrences[index - 1].place != occurrences[index].place)
        && (index + 1 == occurrences.count || occurrences[index + 1].place != occurrences[index].place)
    }.map { occurrences[$0] }
  }

  /// Binds what stands at the same places, where there is one of each.
  private mutating func bind(
    _ left: [Frame.Occurrence], _ right: [Frame.Occurrence], changed: (AlignmentSide, Int) -> Void
  ) {
    guard left.count == right.count, zip(left, right).allSatisfy({ $0.place == $1.place }) else { return }
    for (one, other) in zip(left, right) where !old.isBound(one.unit) && !new.isBound(other.unit) {
      classes += 1
      let name = Mix.spread(classes)
      _ = old.bind(one.unit, to: name)
      for item in new.bind(other.unit, to: name) { changed(new, item) }
      if old.units.hashes[one.unit] != new.units.hashes[other.unit] { renamed += 1 }
    }
  }

  /// First in, first out.
  private struct Queue {
    private var items: [Int] = []
    private var head = 0

    var count: Int { items.count - head }

    mutating func append(_ item: Int) { items.append(item) }

    mutating func popFirst() -> Int? {
      guard head < items.count else { return nil }
      defer { head += 1 }
      return items[head]
    }
  }
}
