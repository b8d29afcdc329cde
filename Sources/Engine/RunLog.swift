// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import Replay
internal import Synchronization

/// What happened in one run, for its summary and exit code. Shared by all connections.
package final class RunLog: Sendable {
  /// No more than so many events of one kind are kept with their details; all are counted.
  package static let kept = 100

  private let state = Mutex(RunSummary())

  package init() {}

  package var summary: RunSummary { state.withLock { $0 } }

  package func note(_ change: (inout RunSummary) -> Void) {
    state.withLock { change(&$0) }
  }
}

/// The counts and findings of a run.
package struct RunSummary: Sendable {
  /// A replayed request that the cassette has no answer for.
  package struct Miss: Sendable {
    package var action: Action
    package var region: String
    package var nearest: NearMiss?
    /// Whether that has answered in this session.
    package var isAnswered = false
    /// Why there is no nearest one, in words.
    package var hint: String
  }

  package var hits = 0
  package var recorded = 0
  package var passed = 0
  /// The actions of those that a cassette was asked for first, each with its count.
  package var forwarded: [String: Int] = [:]
  /// Answers that were replaced or delayed on purpose.
  package var faults = 0
  package var missCount = 0
  package var misses: [Miss] = []
  /// Exchanges that the cassette has and that could not be read any more, each with its cause and its count.
  package var unreadable: [String: Int] = [:]
  /// Failures of the upstream or of the credentials, each text with its count.
  package var upstreamFailures: [String: Int] = [:]
  /// Requests that were not served, each reason with its count.
  package var refusals: [String: Int] = [:]
  /// Exchanges that were not written because a secret was left in them: action and rules.
  package var heldBack: [String: Int] = [:]
  /// Answers that the client did not wait for; they are not recorded.
  package var abandoned = 0
  /// Why the journal takes no more.
  package var journalFailure: String?

  package init() {}

  /// Counts a request that was not served. Clients choose what some reasons name: only so many are told apart.
  package mutating func refuse(_ reason: String) {
    let isKnown = refusals[reason] != nil || refusals.count < RunLog.kept
    refusals[isKnown ? reason : "other requests", default: 0] += 1
  }

  /// Counts an answer that could not be read. A tape has many: only so many are told apart.
  mutating func noteUnreadable(_ exchange: ExchangeName, _ error: any Error) {
    let reason = "\(exchange): \(error)"
    let isKnown = unreadable[reason] != nil || unreadable.count < RunLog.kept
    unreadable[isKnown ? reason : "other exchanges", default: 0] += 1
  }
}
