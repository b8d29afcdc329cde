// SPDX-License-Identifier: Apache-2.0

internal import Engine
internal import Synchronization

/// The caller's end of a transfer, and what both ends share of it.
final class CurlTransfer: UpstreamTransfer {
  /// What the loop needs to begin.
  struct Order {
    let request: WireRequest
    let events: @Sendable ([UpstreamEvent]) -> Void
  }

  /// What the loop should do about a transfer that was posted.
  struct Work {
    var order: Order?
    var isCancelled: Bool
    var resumesReceiving: Bool
    var resumesSending: Bool
  }

  enum Admission {
    case admitted, held, cancelled
  }

  private struct State {
    var order: Order?
    var isPosted = false
    var isCancelled = false
    var window = ResponseWindow()
    var body: RequestBodyQueue
  }

  private let mailbox: CurlMailbox
  private let state: Mutex<State>

  init(mailbox: CurlMailbox, streams body: UpstreamRequest.Body) {
    self.mailbox = mailbox
    var length: Int?
    if case .stream(let known) = body { length = known }
    state = Mutex(State(body: RequestBodyQueue(length: length)))
  }

  /// Asks the loop to begin. False where it has ended.
  func begin(_ request: WireRequest, events: @escaping @Sendable ([UpstreamEvent]) -> Void) -> Bool {
    state.withLock { state in
      state.order = Order(request: request, events: events)
      state.isPosted = true
    }
    return mailbox.post(self)
  }

  func send(_ bytes: [UInt8]) {
    post { $0.body.append(bytes) }
  }

  func finish() {
    post { $0.body.finish() }
  }

  func consumed(_ count: Int) {
    post { $0.window.consume(count) }
  }

  func cancel() {
    post { state in
      defer { state.isCancelled = true }
      return !state.isCancelled
    }
  }

  /// Lays the transfer before the loop, once until the loop has taken it, where the change is worth its time.
  private func post(_ change: (inout State) -> Bool) {
    let isNew = state.withLock { state in
      guard change(&state), !state.isPosted else { return false }
      state.isPosted = true
      return true
    }
    // A closed mailbox means that the loop ends this transfer by itself.
    if isNew { _ = mailbox.post(self) }
  }
}

/// The loop's end.
extension CurlTransfer {
  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// What has come up since it was posted.
  func takeWork() -> Work {
    state.withLock { state in
      state.isPosted = false
      defer { state.order = nil }
      return Work(
        order: state.order, isCancelled: state.isCancelled,
        resumesReceiving: state.window.takeHeld(), resumesSending: state.body.takeAwaited())
    }
  }

  /// Whether a piece of the response may be told.
  func admit(_ count: Int) -> Admission {
    state.withLock { state in
      if state.isCancelled { return .cancelled }
      return state.window.admit(count) ? .admitted : .held
    }
  }

  func readBody(into room: UnsafeMutableRawBufferPointer) -> RequestBodyQueue.Reading {
    state.withLock { $0.body.read(into: room) }
  }

  /// The server has answered before it saw the whole body and will not read the rest.
  func abandonBody() {
    post { $0.body.abandon() }
  }
}
