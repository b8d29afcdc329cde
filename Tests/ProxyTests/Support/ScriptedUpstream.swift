// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Engine
import Synchronization

/// An upstream that a test plays: it keeps what was asked for, and tells what the test wants told.
final class ScriptedUpstream: Upstream {
  final class Transfer: UpstreamTransfer {
    struct Seen {
      var sent: [UInt8] = []
      var isFinished = false
      var consumed = 0
      var isCancelled = false
    }

    let request: UpstreamRequest
    let events: @Sendable ([UpstreamEvent]) -> Void
    private let state = Mutex(Seen())

    init(_ request: UpstreamRequest, _ events: @escaping @Sendable ([UpstreamEvent]) -> Void) {
      self.request = request
      self.events = events
    }

    var seen: Seen { state.withLock { $0 } }

    func send(_ bytes: [UInt8]) { state.withLock { $0.sent += bytes } }
    func finish() { state.withLock { $0.isFinished = true } }
    func consumed(_ count: Int) { state.withLock { $0.consumed += count } }
    func cancel() { state.withLock { $0.isCancelled = true } }
  }

  private let state = Mutex<[Transfer]>([])

  var transfers: [Transfer] { state.withLock { $0 } }

  func start(_ request: UpstreamRequest, events: @escaping @Sendable ([UpstreamEvent]) -> Void) -> any UpstreamTransfer
  {
    let transfer = Transfer(request, events)
    state.withLock { $0.append(transfer) }
    return transfer
  }
}

final class ScriptedJournal: Journal {
  struct Full: Error {}

  private let state = Mutex<(lines: [[UInt8]], isFull: Bool)>(([], false))

  var count: Int { state.withLock { $0.lines.count } }
  func fill() { state.withLock { $0.isFull = true } }

  func append(_ line: [UInt8], then: @escaping @Sendable (Result<Void, any Error>) -> Void) {
    then(
      state.withLock { state in
        if state.isFull { return .failure(Full()) }
        state.lines.append(line)
        return .success(())
      })
  }
}
