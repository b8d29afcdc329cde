// SPDX-License-Identifier: Apache-2.0

internal import Engine

/// What the transfers have to tell of one round of libcurl's work: told at its end, one right after the other, so that
/// a consumer on another thread is woken once for head, body and end of an answer that came in one piece.
///
/// Not sendable: only the loop's thread touches it.
final class EventRound {
  private var events: [(transfer: RunningTransfer, event: UpstreamEvent)] = []
  private var spare: [(transfer: RunningTransfer, event: UpstreamEvent)] = []

  func add(_ event: UpstreamEvent, of transfer: RunningTransfer) {
    events.append((transfer, event))
  }

  /// Tells all there is, but nothing of transfers that were cancelled.
  func tell() {
    guard !events.isEmpty else { return }
    swap(&events, &spare)
    for (transfer, event) in spare { transfer.tellNow(event) }
    spare.removeAll(keepingCapacity: true)
  }
}
