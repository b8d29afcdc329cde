// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
package import Engine
internal import Synchronization

/// The embedded service where an upstream goes: requests never leave the process.
///
/// Answers on the thread that completes the request: the caller's, or the one that calls `finish`.
package struct SimulatorUpstream: Upstream {
  private let simulator: ConnectionsSimulator
  private let clock: any WallClock

  package init(_ simulator: ConnectionsSimulator, clock: any WallClock) {
    self.simulator = simulator
    self.clock = clock
  }

  package func start(
    _ request: UpstreamRequest, events: @escaping @Sendable ([UpstreamEvent]) -> Void
  ) -> any UpstreamTransfer {
    let transfer = SimulatorTransfer(limit: ConnectionsSimulator.bodyLimit(for: request.head)) {
      [simulator, clock] body in
      let response = simulator.respond(
        to: HTTPRequest(head: request.head, body: body), ofKey: request.clientKeyID, at: clock.now())
      events([.head(response.head), .body(response.body), .end(trailers: response.trailers)])
    } taken: {
      events([.taken($0)])
    }
    switch request.body {
    case .none: transfer.finish()
    case .bytes(let bytes): transfer.complete(with: bytes)
    case .stream: break
    }
    return transfer
  }
}

/// Collects the body of one request, and has it answered once.
private final class SimulatorTransfer: UpstreamTransfer {
  /// Nil once the request is answered or cancelled.
  private let collected = Mutex<[UInt8]?>([])
  private let limit: Int
  private let answer: @Sendable ([UInt8]) -> Void
  private let taken: @Sendable (Int) -> Void

  init(
    limit: Int, answer: @escaping @Sendable ([UInt8]) -> Void, taken: @escaping @Sendable (Int) -> Void
  ) {
    self.limit = limit
    self.answer = answer
    self.taken = taken
  }

  func send(_ bytes: [UInt8]) {
    let count = collected.withLock { body -> Int? in
      body?.append(contentsOf: bytes)
      return body?.count
    }
    guard let count else { return }
    if count > limit {
      // The service refuses a body of that size: what is still to come need not be waited for.
      finish()
    } else {
      taken(bytes.count)
    }
  }

  func finish() {
    complete(with: [])
  }

  func complete(with rest: [UInt8]) {
    let body = collected.withLock { body in
      defer { body = nil }
      return body
    }
    if let body { answer(body + rest) }
  }

  func consumed(_: Int) {}

  func cancel() {
    collected.withLock { $0 = nil }
  }
}
