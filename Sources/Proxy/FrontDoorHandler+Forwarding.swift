// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine
internal import NIOCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Requests that are with the upstream.
extension FrontDoorHandler {
  /// Sends a request on and waits for what the upstream says.
  func start(
    _ request: UpstreamRequest, _ draft: ExchangeDraft, _ head: AWSProtocols.HTTPRequestHead,
    _ context: ChannelHandlerContext
  ) {
    guard let upstream = deck.upstream else { return }
    let forwarded = ForwardedRequest(deck: deck, draft: draft, method: head.method, isHTTP10: isHTTP10)
    state = .forwarding(forwarded)
    self.forwarded = (watch.now, request.origin)
    // The handler may be asked for only on its loop: that is what the box checks.
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    let loop = context.eventLoop
    let id = forwarded.id
    forwarded.transfer = upstream.start(request) { events in
      loop.execute { handler.value.received(events, of: id) }
    }
  }

  func received(_ events: [UpstreamEvent], of id: ObjectIdentifier) {
    guard let context, case .forwarding(let request) = state, request.id == id else { return }
    // As a rule the answer is here whole, and nothing of it leaves yet.
    var buffer = ByteBuffer()
    var outcome = ForwardedRequest.Outcome.more
    let date = date.text(deck.now())
    for event in events { outcome = request.received(event, date: date, closes: closesAfterAnswer, into: &buffer) }
    passOn(buffer, of: request, outcome, context)
    guard case .end = events.last else { return }
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    let loop = context.eventLoop
    request.keep { failure in
      // As a rule the journal has taken it by now, on this thread.
      if loop.inEventLoop {
        handler.value.kept(failure, id)
      } else {
        loop.execute { handler.value.kept(failure, id) }
      }
    }
  }

  /// The exchange is kept, or cannot be: the answer may end.
  private func kept(_ failure: RecordingError?, _ id: ObjectIdentifier) {
    guard let context, case .forwarding(let request) = state, request.id == id else { return }
    var buffer = context.channel.allocator.buffer(capacity: 1024)
    let outcome = request.kept(failure, date: date.text(deck.now()), closes: closesAfterAnswer, into: &buffer)
    passOn(buffer, of: request, outcome, context)
  }

  /// Writes what may leave of an answer, and goes on as that says.
  private func passOn(
    _ buffer: ByteBuffer, of request: ForwardedRequest, _ outcome: ForwardedRequest.Outcome,
    _ context: ChannelHandlerContext
  ) {
    if buffer.readableBytes > 0 {
      let passed = request.takePassedOn()
      if passed > 0, outcome == .more, let transfer = request.transfer {
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenSuccess { transfer.consumed(passed) }
        context.writeAndFlush(wrapOutboundOut(buffer), promise: promise)
      } else {
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
      }
    }
    switch outcome {
    case .more: break
    case .done(let closes):
      if closes { closesAfterAnswer = true }
      state = .dropping
      if isRequestComplete { next(context) }
    case .broken:
      // Only a connection that ends too early tells the client that the answer is not whole; where the end of the
      // connection ends an answer, only a reset does.
      state = .closed
      if isHTTP10 { _ = (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)) }
      context.close(promise: nil)
    }
    // A read that was held back may go on now; another one beside a read that is under way does nothing.
    if mayRead { context.read() }
  }
}
