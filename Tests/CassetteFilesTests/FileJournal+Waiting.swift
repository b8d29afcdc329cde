// SPDX-License-Identifier: Apache-2.0

import CassetteFiles
import Dispatch
import Synchronization

extension FileJournal {
  private final class Outcome: Sendable {
    let error = Mutex<(any Error)?>(nil)
    let isKnown = DispatchSemaphore(value: 0)
  }

  /// Appends one line and waits for it.
  func append(_ line: [UInt8]) throws {
    let outcome = Outcome()
    append(line) { result in
      if case .failure(let error) = result { outcome.error.withLock { $0 = error } }
      outcome.isKnown.signal()
    }
    outcome.isKnown.wait()
    if let error = outcome.error.withLock({ $0 }) { throw error }
  }
}
