// SPDX-License-Identifier: Apache-2.0

/// The transfers that have something to tell of one round of libcurl's work: each tells all of it at the round's end, so
/// that a consumer on another thread is woken once for head, body and end of an answer that came in one piece.
///
/// Not sendable: only the loop's thread touches it.
final class EventRound {
  private var transfers: [RunningTransfer] = []
  private var spare: [RunningTransfer] = []

  func add(_ transfer: RunningTransfer) {
    transfers.append(transfer)
  }

  /// - Returns: whether there was something.
  @discardableResult
  func tell() -> Bool {
    guard !transfers.isEmpty else { return false }
    // What is told may lead to more of it.
    swap(&transfers, &spare)
    for transfer in spare { transfer.tellAll() }
    spare.removeAll(keepingCapacity: true)
    return true
  }
}
