// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// One of two recordings that are aligned: what each exchange has in common with those of the other, and what its own
/// pieces of text are known to stand for.
struct AlignmentSide {
  /// What an exchange is paired by.
  struct Item {
    var action: UInt64
    var request: Frame
    /// What was answered, but for what is the recording's own.
    var answer: UInt64
    var outcome: UInt64
    /// The request's own pieces, sorted by place.
    var own: [Frame.Occurrence]
    /// The answer's own pieces, sorted by place.
    var answered: [Frame.Occurrence]

    /// What is asked, but for what is the recording's own.
    var frame: UInt64 { Mix.pair(action, request.hash) }
  }

  let samples: [Sample]
  private(set) var items: [Item] = []
  private(set) var units = Units()
  let normaliser: TextNormaliser
  /// What each unit was bound to: a number that it shares with one unit of the other side.
  private var bound: [UInt64?] = []
  /// What is said of a unit while nothing is bound to it.
  private var guess: [UInt64] = []
  /// The exchanges whose requests have a unit, and where.
  private var users: [[(item: Int, place: UInt64)]] = []
  /// The sum over an item's own pieces of place and what stands there.
  private var sums: [UInt64] = []
  private(set) var isPaired: [Bool]

  /// - Parameters:
  ///   - places: for each action, the places that requests of both recordings have.
  init(_ samples: [Sample], normaliser: TextNormaliser, places: [Action: Set<UInt64>]) {
    self.samples = samples
    self.normaliser = normaliser
    isPaired = Array(repeating: false, count: samples.count)
    items.reserveCapacity(samples.count)
    for sample in samples {
      let action = Mix.text(sample.action.group.description)
      let request = Frame(
        sample.request.root, unsaid: sample.unsaid, places: places[sample.action.group], normaliser, &units)
      let answer = sample.body.map { Frame($0.root, normaliser, &units) }
      let outcome = Mix.pair(Mix.text(sample.outcome), UInt64(truncatingIfNeeded: sample.status))
      items.append(
        Item(
          action: action, request: request, answer: Mix.pair(outcome, answer?.hash ?? 0), outcome: outcome,
          own: request.occurrences.sorted { $0.place < $1.place },
          answered: answer?.occurrences.sorted { $0.place < $1.place } ?? []))
    }
    users = Array(repeating: [], count: units.count)
    for (index, item) in items.enumerated() {
      for occurrence in item.own { users[occurrence.unit].append((index, occurrence.place)) }
    }
    bound = Array(repeating: nil, count: units.count)
    guess = Array(repeating: 0, count: units.count)
    sums = Array(repeating: 0, count: items.count)
  }

  /// How well the context of a unit tells it from others.
  enum Context: CaseIterable {
    /// What is asked with it and what is answered; one that both recordings have stands for itself.
    case answers
    /// What is asked with it, and what is answered with it in it, whatever else the answers say.
    case whole
    /// What it is asked for.
    case requests
    /// Nothing is known.
    case none
  }

  /// Says of each unit what its context tells.
  mutating func guess(by context: Context, shared: Units) {
    for unit in guess.indices { guess[unit] = 0 }
    var seen: Set<UInt64> = []
    func add(_ unit: Int, _ fact: UInt64) {
      if seen.insert(Mix.pair(UInt64(unit), fact)).inserted { guess[unit] &+= Mix.spread(fact) }
    }
    for item in items where context != .none {
      let request = context == .requests ? item.action : item.request.hash
      let asked = context == .answers ? Mix.pair(request, item.answer) : request
      for occurrence in item.own { add(occurrence.unit, Mix.pair(asked, occurrence.place)) }
      guard context != .requests else { continue }
      for occurrence in item.answered { add(occurrence.unit, Mix.pair(~asked, occurrence.place)) }
    }
    if context == .answers || context == .whole {
      for unit in guess.indices where shared.contains(hash: units.hashes[unit]) { guess[unit] = units.hashes[unit] }
    }
    for index in items.indices {
      sums[index] = items[index].own.reduce(0) { $0 &+ Mix.pair($1.place, identity($1.unit)) }
    }
  }

  private func identity(_ unit: Int) -> UInt64 { bound[unit] ?? guess[unit] }

  /// What an item's own pieces are, as far as that is known.
  func sum(_ item: Int) -> UInt64 { sums[item] }

  func isBound(_ unit: Int) -> Bool { bound[unit] != nil }

  mutating func pair(_ item: Int) { isPaired[item] = true }

  /// Says what a unit is.
  /// - Returns: the exchanges whose requests have it, and which are not paired yet.
  mutating func bind(_ unit: Int, to class: UInt64) -> [Int] {
    let before = identity(unit)
    bound[unit] = `class`
    var changed: [Int] = []
    for user in users[unit] where !isPaired[user.item] {
      sums[user.item] = sums[user.item] &- Mix.pair(user.place, before) &+ Mix.pair(user.place, `class`)
      changed.append(user.item)
    }
    return changed
  }
}
