// SPDX-License-Identifier: Apache-2.0

package import Replay
internal import Synchronization

/// The sessions of a run, each with its own place on the tape and its own bindings; made when they are first asked for.
package final class ReplaySessions: Sendable {
  /// A client that makes up a name for each request would fill the memory.
  private static let most = 1000

  private let common: ReplaySession
  private let tapes: @Sendable (String) -> Tape?
  private let named = Mutex<[String: ReplaySession]>([:])

  /// - Parameters:
  ///   - tape: what all sessions replay that have no tape of their own.
  ///   - tapes: the tape of a session by its name; nil where it has none of its own.
  package init(
    _ tape: Tape, options: ReplayOptions = ReplayOptions(), tapes: @escaping @Sendable (String) -> Tape? = { _ in nil }
  ) {
    common = ReplaySession(tape, options: options)
    self.tapes = tapes
  }

  /// The session of that name; the common one for nil, and where there are too many.
  func session(_ name: String?) -> ReplaySession {
    guard let name else { return common }
    let (known, isFull) = named.withLock { ($0[name], $0.count >= ReplaySessions.most) }
    if let known { return known }
    if isFull { return common }
    // Reading a tape takes time: not under the lock. Should two clients come at once, one of their sessions stays.
    let made = ReplaySession(tapes(name) ?? common.tape, options: common.options)
    return named.withLock { named in
      if let known = named[name] { return known }
      named[name] = made
      return made
    }
  }

  /// The bindings of all sessions.
  package var bindings: [RunReport.Binding] { all.flatMap { $0.tape.reported($0.bindings) } }

  /// The exchanges of the common tape that no session has asked for.
  package var unused: [RunReport.Recorded] {
    var unused = Set(common.unused)
    for session in all.dropFirst() where session.tape === common.tape { unused.formIntersection(session.unused) }
    return common.tape.reported(unused.sorted())
  }

  private var all: [ReplaySession] {
    [common] + named.withLock { named in named.sorted { $0.key < $1.key }.map(\.value) }
  }
}
