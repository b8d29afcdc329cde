// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

extension ReplaySession {
  /// A request is compared with no more exchanges than this, the nearest ones.
  private static let most = 64

  /// Finds an exchange that equals the request but for generated tokens, and keeps what that binds.
  ///
  /// Unused exchanges first, the nearest on the tape, forward before backward. A read whose times alone differ may be
  /// answered again: its clients ask for what is new each time.
  func unify(_ request: CanonicalRequest, _ region: String, _ now: Timestamp, _ state: inout State) -> Selection? {
    guard options.bind == .generated else { return nil }
    let places = tape.candidates.places(like: request, of: tape)
    guard !places.isEmpty else { return nil }
    readTokens(&state)
    let exceptions = Unification.Exceptions(
      paths: request.paths, bound: request.rules.bound, unbound: request.rules.unbound)
    let vocabulary = tape.vocabulary
    var tried = 0
    var again: (Int, Unification)?
    let start = places.lowerBound(Int32(state.timeline.place + 1))
    for step in places.indices {
      let ahead = places.count - start
      let place = Int(step < ahead ? places[start + step] : places[start - 1 - (step - ahead)])
      let isUsed = state.timeline.isUsed(place)
      if isUsed, again != nil || !tape.isRead(place) || options.isStrict { continue }
      guard tried < ReplaySession.most else { break }
      tried += 1
      guard let recorded = tape.recorded(place), tape.regions.count < 2 || recorded.region == region,
        state.free.allows(recorded.request.tokens, request.tokens)
      else { continue }
      var unification = Unification(
        known: state.renaming,
        clocks: TimestampPair(recorded: recorded.at.milliseconds, live: now.milliseconds), mayBind: vocabulary.mayBind)
      guard
        unification.equate(
          recorded: recorded.request.document.root, live: request.document.root, exceptions),
        unification.wholes.allSatisfy({ state.free.allows($0.recordedText, $0.liveText) })
      else { continue }
      guard isUsed else {
        return isInOrder(place, &state) ? accept(place, unification, request, &state) : nil
      }
      if unification.wholes.isEmpty, unification.added.pairs.allSatisfy(\.isLoose) { again = (place, unification) }
    }
    return again.map { accept($0.0, $0.1, request, &state) }
  }

  private func accept(
    _ place: Int, _ unification: Unification, _ request: CanonicalRequest, _ state: inout State
  ) -> Selection {
    for pair in unification.added.all { _ = state.renaming.bind(pair) }
    let made = unification.added.pairs + unification.wholes
    state.free.bind(
      unification.wholes.map(\.recordedText), unification.wholes.map(\.liveText), &state.renaming)
    state.free.bind(tape.tokens[Int32(place)] ?? [], request.tokens, &state.renaming)
    state.bindings += made.map {
      Binding(recorded: $0.recordedText, live: $0.liveText, place: place, action: tape.action(place))
    }
    return Selection(place: place, reason: .unified(made))
  }

  /// Tokens that a client has sent as they were recorded stand for themselves: no other may from now on.
  private func readTokens(_ state: inout State) {
    for place in state.unread {
      guard let request = tape.recorded(Int(place))?.request else { continue }
      request.document.forEachText { text in
        Renaming.tokens(of: text) { token in
          guard state.renaming.pair(recorded: token) == nil, state.renaming.pair(live: token) == nil else { return }
          _ = state.renaming.bind(Renaming.Pair(recorded: Array(token), live: Array(token)))
        }
      }
    }
    state.unread.removeAll()
  }
}
