// SPDX-License-Identifier: Apache-2.0

/// A session's place on the tape: which exchanges have answered, and which of several with one key answers next.
///
/// A mutation takes the next unused exchange. A read takes the next one of its epoch, which lies between the last
/// mutation that has been asked for and the next that has not; behind the last it repeats it. Only mutations that
/// concern the read count, where it names a resource: see ``Relations``.
struct Timeline: Sendable {
  /// How far a request must lie from the ones before to tell that the client runs another part of the suite. Parallel
  /// clients do not get so far apart.
  private static let jump = 64
  /// A key that occurs no more often tells where on the tape a client is.
  private static let rare = 2

  private let tape: Tape
  private let polls: ReplayOptions.Polls
  /// How often each exchange has answered.
  private(set) var uses: [UInt32]
  private var mutations: [AskedMutations]
  /// For each chain of more than one exchange: the index that answered last, or for mutations the first that may be
  /// unused, from the tape's start and from the floor.
  private var cursors: [Int32: Cursor] = [:]
  /// The place that answered last; -1 before.
  private(set) var place = -1
  /// Where the part of the suite begins that the client runs: what lies before counts as asked for.
  private var floor = 0

  private struct Cursor {
    var given = -1
    var unused = 0
    var unusedFromFloor = 0
    var floor = 0
  }

  init(_ tape: Tape, polls: ReplayOptions.Polls) {
    self.tape = tape
    self.polls = polls
    uses = Array(repeating: 0, count: tape.count)
    mutations = tape.mutationPlaces.map { AskedMutations($0) }
  }

  func isUsed(_ place: Int) -> Bool { uses[place] > 0 }

  /// Notes that an exchange answers.
  mutating func use(_ place: Int) {
    uses[place] &+= 1
    defer { if tape.isBarrier(place) { mutations[tape.scope(place)].ask(place) } }
    if tape.chain(of: place).count <= Timeline.rare {
      if place > self.place + Timeline.jump || place < floor { floor = place }
      self.place = place
    }
  }

  /// The next unused exchange of a chain for which `fits` holds, from the floor on, else from the start.
  mutating func nextUnused(_ chain: Tape.Chain, where fits: (Int) -> Bool = { _ in true }) -> Int? {
    if chain.count == 1 {
      let place = Int(chain.places[chain.places.startIndex])
      return !isUsed(place) && fits(place) ? place : nil
    }
    var cursor = cursors[chain.id] ?? Cursor()
    if cursor.floor != floor {
      cursor.floor = floor
      cursor.unusedFromFloor = chain.places.lowerBound(Int32(floor)) - chain.places.startIndex
    }
    defer { cursors[chain.id] = cursor }
    func first(_ from: inout Int) -> Int? {
      while from < chain.count, isUsed(chain[from]) { from += 1 }
      var index = from
      // Such as do not fit are few: those whose idempotency token is another's.
      while index < chain.count {
        if !isUsed(chain[index]), fits(chain[index]) { return chain[index] }
        index += 1
      }
      return nil
    }
    return first(&cursor.unusedFromFloor) ?? first(&cursor.unused)
  }

  /// The last exchange of a chain that has answered and for which `fits` holds.
  func lastUsed(_ chain: Tape.Chain, where fits: (Int) -> Bool = { _ in true }) -> Int? {
    chain.places.last { isUsed(Int($0)) && fits(Int($0)) }.map { Int($0) }
  }

  /// The exchange of a chain of reads that answers now; nil where what was recorded is no longer true.
  mutating func read(_ chain: Tape.Chain) -> Int? {
    if chain.count == 1, !isUsed(chain[0]) { return chain[0] }
    var cursor = cursors[chain.id] ?? Cursor()
    guard let index = index(chain, after: cursor.given) else { return nil }
    cursor.given = index
    cursors[chain.id] = cursor
    return chain[index]
  }

  private func index(_ chain: Tape.Chain, after given: Int) -> Int? {
    let asked = mutations[tape.scope(chain[0])]
    // In order: every mutation up to the last has been asked for, so that the epoch is the whole service's.
    if polls == .recorded, !asked.hasUnasked(in: 0..<asked.last + 1) {
      let end = asked.next(after: asked.last) ?? tape.count
      let window = chain.indices(between: asked.last, and: end)
      let next = max(window.lowerBound, given + 1)
      if next < window.upperBound { return next }
      if end == tape.count, !window.isEmpty { return window.upperBound - 1 }
    }
    let concern = tape.relations.mutations(concerning: chain)
    let related = concern.sharing ?? asked.places
    // A resource has few mutations; all of a service's are known to `asked`.
    var last = concern.sharing.map { $0.last { isUsed(Int($0)) }.map { Int($0) } ?? -1 } ?? asked.last
    // A client that began in the middle has not asked for what lies before.
    if last < 0 || concern.sharing == nil { last = max(last, related.last(before: floor) ?? -1) }
    let next = related.lowerBound(Int32(last + 1))
    let window = chain.indices(between: last, and: next < related.count ? Int(related[next]) : tape.count)
    if !window.isEmpty {
      if polls == .collapse { return window.upperBound - 1 }
      return min(max(window.lowerBound, given + 1), window.upperBound - 1)
    }
    // Nothing was recorded in this epoch: what was true before it, unless that has changed, else what came after.
    guard window.lowerBound > 0 else { return 0 }
    return isOutdated(chain[window.lowerBound - 1], concern) ? nil : window.lowerBound - 1
  }

  /// Whether an answer is no longer true: since it was recorded, what it names has been ended or changed as a whole.
  func isOutdated(_ place: Int, _ concern: Relations.Concern) -> Bool {
    guard let sharing = concern.sharing else { return false }
    return sharing[sharing.lowerBound(Int32(place + 1))...].contains { change in
      isUsed(Int(change)) && (tape.isDeletion(Int(change)) || concern.covers(change))
    }
  }
}

extension [Int32] {
  /// The last element below `value`, in ascending elements.
  fileprivate func last(before value: Int) -> Int? {
    let index = lowerBound(Int32(value))
    return index > 0 ? Int(self[index - 1]) : nil
  }
}
