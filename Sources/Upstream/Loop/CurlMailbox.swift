// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Where the callers' threads leave transfers that the loop should look at.
final class CurlMailbox: Sendable {
  private struct State {
    var transfers: [CurlTransfer] = []
    var isAsleep = false
    var isDraining = false
    var isClosed = false
  }

  private let multi: MultiHandle
  private let state = Mutex(State())

  init(_ multi: MultiHandle) {
    self.multi = multi
  }

  /// False where the loop has ended or is about to. A loop that is at work is not woken: it looks before it sleeps.
  func post(_ transfer: CurlTransfer) -> Bool {
    state.withLock { state in
      guard !state.isClosed else { return false }
      state.transfers.append(transfer)
      wake(&state)
      return true
    }
  }

  func drain() {
    state.withLock { state in
      state.isDraining = true
      wake(&state)
    }
  }

  func close() {
    state.withLock { state in
      guard !state.isClosed else { return }
      state.isClosed = true
      wake(&state)
    }
  }

  /// What the loop is to do with its transfers.
  enum Mode {
    case serving, draining, closed
  }

  /// Swaps what was posted for `batch`, which must be empty. When the mailbox is closed this was the last.
  func take(_ batch: inout [CurlTransfer]) -> Mode {
    state.withLock { state in
      state.isAsleep = false
      swap(&state.transfers, &batch)
      return state.isClosed ? .closed : state.isDraining ? .draining : .serving
    }
  }

  /// Whether the loop may sleep; from then on a post wakes it.
  func fallAsleep() -> Bool {
    state.withLock { state in
      state.isAsleep = state.transfers.isEmpty && !state.isClosed
      return state.isAsleep
    }
  }

  /// Under the lock: a loop that is asleep has not cleaned its handle up, and cannot before it took the lock.
  private func wake(_ state: inout State) {
    guard state.isAsleep else { return }
    state.isAsleep = false
    multi.wakeUp()
  }
}
