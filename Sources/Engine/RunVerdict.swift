// SPDX-License-Identifier: Apache-2.0

extension RunReport {
  /// How a run came to its end.
  package enum Ending: Hashable, Sendable {
    /// With the exit status of its command; nil where it served until a signal.
    case finished(command: Int32?)
    /// Something went wrong with the run itself: the exit status for it, and what to tell.
    case failed(status: Int32, message: String)
  }

  /// What decides the exit status of a run. The words are those of the JSON report.
  package enum Verdict: String, Sendable {
    case fine
    /// The run itself failed.
    case failed
    /// The command ended with another status than 0, which has the last word.
    case command
    /// A recording lacks something that was asked for.
    case incomplete
    /// The cassette could not be read any more while it was replayed.
    case unreadable
    case upstream
    case misses
    case unused
    /// A recording differs from an earlier one as it should not.
    case drift
  }

  /// The worst of what happened.
  package var verdict: Verdict {
    switch ending {
    case .failed: return .failed
    case .finished(let status?) where status != 0: return .command
    case .finished: break
    }
    if !unreadable.isEmpty { return .unreadable }
    guard mode != .replay else {
      if counts.misses > 0 { return .misses }
      if fallback != nil, !upstreamFailures.isEmpty || !refusals.isEmpty { return .upstream }
      return isUnusedFailure ? .unused : .fine
    }
    if journalFailure != nil || !heldBack.isEmpty || !refusals.isEmpty { return .incomplete }
    if !upstreamFailures.isEmpty { return .upstream }
    return hasDrifted ? .drift : .fine
  }

  /// Whether exchanges that were never asked for count as failures: where that was wished, and where no failure of the
  /// command explains them.
  package var isUnusedFailure: Bool {
    guard failsOnUnused, mode == .replay, !unused.isEmpty, case .finished(let status) = ending else { return false }
    return status ?? 0 == 0
  }
}
