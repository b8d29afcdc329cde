// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine
internal import Synchronization

/// The whole answer to one request of Tapedeck's own.
final class WholeAnswer: Sendable {
  /// Longer bodies are not compared: 256 MiB.
  private static let longest = 256 << 20

  private struct State {
    var head: HTTPResponseHead?
    var body: [UInt8] = []
    var transfer: (any UpstreamTransfer)?
    /// Bytes that came before the transfer was known.
    var early = 0
    var waiting: CheckedContinuation<HTTPResponse, any Error>?
  }

  private let state = Mutex(State())

  private init() {}

  /// Sends a request and waits for the end of its answer. Throws ``UpstreamFailure``, or `CancellationError` where the
  /// task is cancelled before that.
  static func to(_ request: UpstreamRequest, from upstream: any Upstream) async throws -> HTTPResponse {
    let answer = WholeAnswer()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        answer.state.withLock { $0.waiting = continuation }
        if Task.isCancelled { return answer.end(.failure(CancellationError())) }
        answer.keep(upstream.start(request) { $0.forEach(answer.take) })
      }
    } onCancel: {
      answer.cancel()
    }
  }

  private func keep(_ transfer: any UpstreamTransfer) {
    let early = state.withLock { state in
      if state.waiting != nil { state.transfer = transfer }
      defer { state.early = 0 }
      return state.early
    }
    if early > 0 { transfer.consumed(early) }
  }

  private func take(_ event: UpstreamEvent) {
    switch event {
    case .taken: break
    case .head(let head): state.withLock { $0.head = head }
    case .body(let piece):
      let (transfer, isTooLong) = state.withLock { state in
        state.body.append(contentsOf: piece)
        if state.transfer == nil { state.early += piece.count }
        return (state.transfer, state.body.count > WholeAnswer.longest)
      }
      transfer?.consumed(piece.count)
      if isTooLong {
        transfer?.cancel()
        end(
          .failure(UpstreamFailure(.badResponse, detail: "the answer is longer than 256 MiB", origin: "the upstream")))
      }
    case .end(let trailers):
      let (head, body) = state.withLock { ($0.head, $0.body) }
      end(.success(HTTPResponse(head: head ?? HTTPResponseHead(status: 502), body: body, trailers: trailers)))
    case .failed(let failure): end(.failure(failure))
    }
  }

  private func cancel() {
    state.withLock { $0.transfer }?.cancel()
    end(.failure(CancellationError()))
  }

  private func end(_ result: Result<HTTPResponse, any Error>) {
    let waiting = state.withLock { state in
      defer { (state.waiting, state.transfer) = (nil, nil) }
      return state.waiting
    }
    waiting?.resume(with: result)
  }
}
