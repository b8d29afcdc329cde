// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
internal import Synchronization

/// The exchanges that a request may be unified with: those of its action whose canonical forms differ from its own in
/// generated tokens only.
///
/// Made action by action when the first request of it needs one: what that costs is bounded by that action's exchanges.
final class Candidates: Sendable {
  private let byAction = Mutex<[Action: [CanonicalKey: [Int32]]]>([:])

  init() {}

  /// The places on the tape, ascending.
  func places(like request: CanonicalRequest, of tape: Tape) -> [Int32] {
    let group = request.action.group
    let known = byAction.withLock { $0[group] }
    let places = known ?? Candidates.read(group, of: tape)
    if known == nil { byAction.withLock { $0[group] = places } }
    return places[request.key(.skeleton)] ?? []
  }

  private static func read(_ group: Action, of tape: Tape) -> [CanonicalKey: [Int32]] {
    var places: [CanonicalKey: [Int32]] = [:]
    for (action, entries) in zip(tape.actions, tape.entriesByAction)
    where tape.context.canonical(action.action).group == group {
      for place in entries {
        guard let request = tape.recorded(Int(place))?.request else { continue }
        places[request.key(.skeleton), default: []].append(place)
      }
    }
    // Several actions may be one group: their places were each ascending.
    return places.mapValues { $0.sorted() }
  }
}
