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
  /// How many threads are about to wake the loop.
  private let wakers = Atomic(0)

  init(_ multi: MultiHandle) {
    self.multi = multi
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

  /// Returns when no thread is about to wake the loop any more. Only behind the last `take`: no new one comes then.
  func waitForWakers() {
    while wakers.load(ordering: .acquiring) != 0 {}
  }

  /// Changes what the loop will find, and wakes it where it sleeps. False where the mailbox is closed.
  ///
  /// It is woken behind the lock: within it, it would wake only to wait for the lock. Until it is, it does not clean its
  /// handle up: ``waitForWakers()``.
  private func change(_ body: (inout State) -> Void) -> Bool {
    let (isOpen, wakes) = state.withLock { state in
      guard !state.isClosed else { return (false, false) }
      body(&state)
      let wakes = state.isAsleep
      state.isAsleep = false
      if wakes { wakers.add(1, ordering: .relaxed) }
      return (true, wakes)
    }
    if wakes {
      multi.wakeUp()
      wakers.subtract(1, ordering: .releasing)
    }
    return isOpen
  }
}
