// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
internal import Synchronization

/// One run of one client against one tape: which of its exchanges have been used.
///
/// Answers come in recorded order per canonical request; behind the last one, that last one again.
package final class ReplaySession: Sendable {
  private struct State {
    /// For the first exchange of each key: the one that answers next.
    var next: [Int: Int] = [:]
    /// How often each exchange has answered.
    var uses: [UInt32]
  }

  package let tape: Tape
  private let state: Mutex<State>

  package init(_ tape: Tape) {
    self.tape = tape
    state = Mutex(State(uses: Array(repeating: 0, count: tape.count)))
  }

  /// The place of the exchange that answers, or nil on a miss. O(1), however long the tape.
  package func answer(_ key: CanonicalKey, region: String) -> Int? {
    guard let first = tape.first(key, region: region) else { return nil }
    return state.withLock { state in
      let place = state.next[first] ?? first
      let following = Int(tape.links[place])
      state.next[first] = following < 0 ? place : following
      state.uses[place] &+= 1
      return place
    }
  }

  /// The places of the exchanges that have not been asked for.
  package var unused: [Int] {
    let uses = state.withLock { $0.uses }
    return uses.indices.filter { uses[$0] == 0 }
  }
}
