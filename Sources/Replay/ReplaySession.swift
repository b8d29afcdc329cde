// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import Documents
internal import Synchronization

/// One run of one client against one tape: its place on the tape and its bindings.
package final class ReplaySession: Sendable {
  struct State {
    var timeline: Timeline
    /// What stands for what, of generated tokens.
    var renaming = Renaming()
    /// The same for idempotency tokens and for values that a rule lets differ: any text may stand for any other.
    var free = FreeBindings()
    /// Exchanges that have answered a request equal to their own, whose tokens are not in `renaming` yet.
    var unread: [Int32] = []
    var bindings: [Binding] = []
    /// When the first answer was given.
    var startedAt: Timestamp?
    /// For each word of a resource, how many of the exchanges that concern it have answered from the first on.
    var strictCursors: [Int: Int] = [:]
  }

  /// A recorded value and the live one that stands for it.
  package struct Binding: Sendable {
    package var recorded: String
    package var live: String
    /// The exchange that it was made with.
    package var place: Int
    package var action: Action
  }

  package let tape: Tape
  package let options: ReplayOptions
  /// What redaction took out of this session's requests.
  package let originals = Originals()
  let state: Mutex<State>
  /// Of answers that bindings may have changed.
  let answerTokens = Mutex(AnswerTokensByPlace())

  package init(_ tape: Tape, options: ReplayOptions = ReplayOptions()) {
    self.tape = tape
    self.options = options
    state = Mutex(State(timeline: Timeline(tape, polls: options.polls)))
  }

  /// The exchange that answers a request, or nil on a miss.
  ///
  /// A request whose canonical form, with its bindings undone, is on the tape costs O(1) however long the tape; others
  /// cost a look at the exchanges of their action.
  /// - Parameter now: the live clock, against which timestamps in the request are seen.
  /// - Parameter key: the request's, where it has been made already.
  package func answer(
    _ request: CanonicalRequest, key: AskedKey? = nil, region: String, now: Timestamp
  ) -> Selection? {
    let key = key ?? self.key(of: request)
    var chain = tape.chain(key.key, region: region)
    // The tape is read for it once: not under the lock, where all other clients would wait.
    let alike = chain == nil && options.bind == .generated ? tape.candidates.places(like: request, of: tape) : nil
    if alike?.isEmpty == false { _ = tape.vocabulary }
    return state.withLock { state in
      // Another thread has bound a name meanwhile, which may be one of this request's.
      if state.renaming.changes != key.changes {
        chain = tape.chain(request.key(.recorded(state.renaming)), region: region)
      }
      let selection = select(request, chain, alike, region, now, &state)
      guard var selection else { return nil }
      selection.isRepeated = state.timeline.isUsed(selection.place)
      state.timeline.use(selection.place)
      return selection
    }
  }

  /// The key of a request with the bindings undone that the session had then.
  package struct AskedKey: Sendable {
    let key: CanonicalKey
    /// How many bindings those were.
    let changes: Int
  }

  /// Whether what is asked for by a key is on the tape.
  package func knows(_ key: AskedKey, region: String) -> Bool { tape.chain(key.key, region: region) != nil }

  /// The renaming is a value: the key is made from it outside the lock, and it is let go of before it grows.
  package func key(of request: CanonicalRequest) -> AskedKey {
    let renaming = state.withLock { $0.renaming }
    return AskedKey(
      key: renaming.isIdentity ? request.key : request.key(.recorded(renaming)), changes: renaming.changes)
  }

  /// The exchange that ``answer(_:region:now:)`` would give, which stays unused.
  package func peek(_ request: CanonicalRequest, region: String, now: Timestamp) -> Selection? {
    var copy = state.withLock { $0 }
    let chain = tape.chain(request.key(.recorded(copy.renaming)), region: region)
    return select(request, chain, nil, region, now, &copy)
  }

  private func sequential(_ chain: Tape.Chain, _ state: inout State) -> Selection {
    Selection(place: state.timeline.nextUnused(chain) ?? chain[chain.count - 1], reason: .exact)
  }

  /// - Parameter alike: the exchanges that the request may be unified with, where they have been looked up already.
  private func select(
    _ request: CanonicalRequest, _ chain: Tape.Chain?, _ alike: [Int32]?, _ region: String, _ now: Timestamp,
    _ state: inout State
  ) -> Selection? {
    if options.order == .sequential, !options.isStrict { return chain.map { sequential($0, &state) } }
    guard let chain else { return unify(request, alike, region, now, &state) }
    let tokens = request.tokens
    if tape.isRead(chain[0]), !options.isStrict {
      return state.timeline.read(chain).map { accept($0, tokens, &state) }
    }
    let free = state.free
    let unused =
      tokens.isEmpty
      ? state.timeline.nextUnused(chain)
      : state.timeline.nextUnused(chain) { free.allows(tape.tokens[Int32($0)], tokens) }
    if let unused { return isInOrder(unused, &state) ? accept(unused, tokens, &state) : nil }
    // A used mutation is not answered twice while an unused one can be unified.
    if let selection = unify(request, alike, region, now, &state) { return selection }
    let last = state.timeline.lastUsed(chain) { free.allows(tape.tokens[Int32($0)], tokens) }
    guard !options.isStrict, let last, !tokens.isEmpty || tape.isRepeatable(last) else { return nil }
    // What has been ended since, or changed as a whole, does not answer as it did.
    guard !state.timeline.isOutdated(last, tape.relations.mutations(concerning: chain)) else { return nil }
    return Selection(place: last, reason: .exact)
  }

  private func accept(_ place: Int, _ tokens: [String], _ state: inout State) -> Selection {
    if !tokens.isEmpty { state.free.bind(tape.tokens[Int32(place)] ?? [], tokens, &state.renaming) }
    if options.bind == .generated, !state.timeline.isUsed(place) { state.unread.append(Int32(place)) }
    return Selection(place: place, reason: .exact)
  }

  /// Strict replay: nothing that concerns the same resource and was recorded earlier is still to be asked for.
  func isInOrder(_ place: Int, _ state: inout State) -> Bool {
    guard options.isStrict else { return true }
    for word in tape.relations.words(place, withAnswer: false).hashes {
      let places = tape.relations.exchanges(concerning: word, of: tape.scope(place))
      var cursor = state.strictCursors[word] ?? 0
      while cursor < places.count, state.timeline.isUsed(Int(places[cursor])) { cursor += 1 }
      state.strictCursors[word] = cursor
      if cursor < places.count, places[cursor] < place { return false }
    }
    return true
  }

  package var renaming: Renaming { state.withLock { $0.renaming } }

  /// Whether an exchange has answered.
  package func isUsed(_ place: Int) -> Bool { state.withLock { $0.timeline.isUsed(place) } }

  /// The places of the exchanges that have not been asked for.
  package var unused: [Int] {
    let uses = state.withLock { $0.timeline.uses }
    return uses.indices.filter { uses[$0] == 0 }
  }

  /// The bindings made so far, in their order.
  package var bindings: [Binding] { state.withLock { $0.bindings } }
}

/// Which exchange answers a request, and why.
package struct Selection: Sendable {
  package enum Reason: Sendable {
    /// Their canonical forms are equal, bindings undone.
    case exact
    /// They are equal but for tokens that look generated.
    case unified([Renaming.Pair])
  }

  package var place: Int
  package var reason: Reason
  /// Whether it has answered before.
  package var isRepeated = false

  init(place: Int, reason: Reason) {
    self.place = place
    self.reason = reason
  }
}
