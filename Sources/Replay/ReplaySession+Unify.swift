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
  func unify(
    _ request: CanonicalRequest, _ alike: [Int32]?, _ region: String, _ now: Timestamp, _ state: inout State
  ) -> Selection? {
    guard options.bind == .generated else { return nil }
    let places = alike ?? tape.candidates.places(like: request, of: tape)
    guard places.contains(where: { !state.timeline.isUsed(Int($0)) || tape.isRead(Int($0)) }) else { return nil }
    readTokens(&state)
    let exceptions = Unification.Exceptions(
      paths: request.paths, bound: request.rules.bound, unbound: request.rules.unbound)
    let vocabulary = tape.vocabulary
    var tried = 0
    var again: (Int, Renaming, [Renaming.Pair])?
    for place in order(places, state.timeline) {
      let isUsed = state.timeline.isUsed(place)
      if isUsed, again != nil || !tape.isRead(place) || options.isStrict { continue }
      guard tried < ReplaySession.most else { break }
      tried += 1
      guard let recorded = tape.recorded(place), tape.regions.count < 2 || recorded.region == region,
        state.free.allows(recorded.request.tokens, request.tokens)
      else { continue }
      var unification = Unification(
        known: state.renaming,
        clocks: TimestampPair(recorded: recorded.at.milliseconds, live: now.milliseconds), mayBind: vocabulary.mayBind,
        isSame: originals.maySettle)
      guard
        unification.equate(
          recorded: recorded.request.document.root, live: request.document.root, exceptions),
        unification.wholes.allSatisfy({ state.free.allows($0.recordedText, $0.liveText) })
      else { continue }
      guard isUsed else {
        guard isInOrder(place, &state) else { return nil }
        // The known renaming is let go of before it grows: held twice, all of it would be copied.
        let made = (unification.added, unification.wholes, unification.same)
        unification = Unification(known: Renaming(), clocks: TimestampPair(recorded: 0, live: 0))
        return accept(place, made.0, made.1, made.2, request, &state)
      }
      if unification.wholes.isEmpty, unification.added.pairs.allSatisfy(\.isLoose) {
        again = (place, unification.added, unification.same)
      }
    }
    return again.map { accept($0.0, $0.1, [], $0.2, request, &state) }
  }

  private func accept(
    _ place: Int, _ added: Renaming, _ wholes: [Renaming.Pair], _ same: [Renaming.Pair],
    _ request: CanonicalRequest, _ state: inout State
  ) -> Selection {
    same.forEach(originals.settle)
    for pair in added.all { _ = state.renaming.bind(pair) }
    let made = added.pairs + wholes
    for pair in wholes { state.renaming.bindPhrase(pair) }
    state.free.bind(wholes.map(\.recordedText), wholes.map(\.liveText), &state.renaming)
    state.free.bind(tape.tokens[Int32(place)] ?? [], request.tokens, &state.renaming)
    // A time is no name: one that is asked for anew each time is told once, if at all.
    state.bindings += made.filter { !$0.isLoose }.map {
      Binding(recorded: $0.recordedText, live: $0.liveText, place: place, action: tape.action(place))
    }
    return Selection(place: place, reason: .unified(same + made))
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

  /// How far a client may lag behind another of the same session.
  private static let lag = 64

  /// The places to try: those from here on, then those before, backward. But first the one that a client which lags
  /// behind another is to have: the oldest unused one not far behind, if a good part of what lies between has been
  /// asked for. A client that passes over a test has asked for next to nothing of it.
  private func order(_ places: [Int32], _ timeline: Timeline) -> some Sequence<Int> {
    let here = timeline.place
    let start = places.lowerBound(Int32(here + 1))
    var first = start
    while first > 0, Int(places[first - 1]) > here - ReplaySession.lag { first -= 1 }
    let lagging = (first..<start).first { index in
      let place = Int(places[index])
      guard !timeline.isUsed(place) else { return false }
      let between = (place + 1)..<(here + 1)
      return between.count { timeline.isUsed($0) } * 4 >= between.count
    }
    let ahead = places.count - start
    return (lagging == nil ? 0..<places.count : -1..<places.count).lazy.map { step in
      if step < 0 { return Int(places[lagging ?? 0]) }
      return Int(step < ahead ? places[start + step] : places[start - 1 - (step - ahead)])
    }
  }
}
