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

  private let pipe: WakePipe
  private let state = Mutex(State())

  /// - Parameter pipe: what the loop waits for besides its sockets.
  init(_ pipe: WakePipe) {
    self.pipe = pipe
  }

  /// False where the loop has ended or is about to. A loop that is at work is not woken: it looks before it sleeps.
  func post(_ transfer: CurlTransfer) -> Bool {
    change { $0.transfers.append(transfer) }
  }

  func drain() {
    _ = change { $0.isDraining = true }
  }

  func close() {
    _ = change { $0.isClosed = true }
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

  /// Changes what the loop will find, and wakes it where it sleeps. False where the mailbox is closed.
  ///
  /// It is woken behind the lock: within it, it would wake only to wait for the lock.
  private func change(_ body: (inout State) -> Void) -> Bool {
    let (isOpen, wakes) = state.withLock { state in
      guard !state.isClosed else { return (false, false) }
      body(&state)
      let wakes = state.isAsleep
      state.isAsleep = false
      return (true, wakes)
    }
    if wakes { pipe.wake() }
    return isOpen
  }
}
