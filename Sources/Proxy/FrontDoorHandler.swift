// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine
internal import NIOCore
internal import NIOHTTP1

/// Serves one connection: gathers requests, asks the deck, writes answers. One request at a time; what a client sends
/// ahead (pipelining) waits in order.
///
/// Confined to the channel's event loop. Answers from the tape are written without leaving it.
final class FrontDoorHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  let deck: Deck
  let limits: ProxyLimits
  let date: DateLine
  let watch: ConnectionWatch
  var pulse: ConnectionPulse
  var state = ConnectionState.idle
  /// Parts of requests behind the one that is served.
  var waiting = CircularBuffer<HTTPServerRequestPart>()
  var closesAfterAnswer = false
  var isHTTP10 = false
  private var needsFlush = false
  var context: ChannelHandlerContext?
  /// The request's body has come to its end.
  var isRequestComplete = false
  /// Why nothing more is read; told when the requests before it have their answers.
  private var refusal: RequestFlaw?
  private var isDraining = false
  /// When the request was given to the upstream that was the last one there, and where it went.
  var forwarded: (at: NIODeadline, to: String)
  /// Whether waiting requests are being served: each would otherwise serve the next one inside of itself.
  private var isServingWaiting = false

  init(deck: Deck, limits: ProxyLimits, date: DateLine, watch: ConnectionWatch, refusal: RequestFlaw?) {
    self.deck = deck
    self.limits = limits
    self.date = date
    self.watch = watch
    self.refusal = refusal
    pulse = ConnectionPulse(limits, now: watch.now)
    forwarded = (watch.now, "")
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    watch.add(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    watch.remove(self)
  }

  func channelActive(context: ChannelHandlerContext) {
    refuseIfDue(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    if case .forwarding(let request) = state {
      request.cancel()
      deck.abandon()
    }
    if case .paused(let task) = state { task.cancel() }
    state = .closed
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .silent = state { return }
    if refusal != nil { return }
    let part = unwrapInboundIn(data)
    if let flaw = pulse.took(part, now: watch.now) { return refuse(flaw, context) }
    if !waiting.isEmpty || (isRequestComplete && state.isBusy) || !context.channel.isWritable {
      waiting.append(part)
    } else {
      take(part, context)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if let flaw = pulse.readComplete(now: watch.now) { refuse(flaw, context) }
    if needsFlush {
      needsFlush = false
      context.flush()
    }
    context.fireChannelReadComplete()
  }

  /// Answers that could not be written for a client that takes them slowly may have room now.
  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable {
      serveWaiting(context)
      context.read()
    }
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // Behind the last answer nobody reads what a client still sends: the answer must not be torn by a reset.
    if case .closed = state { return }
    if let error = error as? HTTPParserError {
      if let flaw = RequestFlaw(error, limits: limits) { refuse(flaw, context) }
      return
    }
    if case .paused(let task) = state { task.cancel() }
    if case .forwarding(let request) = state {
      request.cancel()
      deck.abandon()
    }
    state = .closed
    context.close(promise: nil)
  }

  /// Reads no more of this connection, and closes it behind the answers that are due.
  private func refuse(_ flaw: RequestFlaw, _ context: ChannelHandlerContext) {
    guard refusal == nil else { return }
    refusal = flaw
    refuseIfDue(context)
  }

  private func refuseBody(_ context: ChannelHandlerContext) {
    waiting.removeAll()
    refuse(.body(limits), context)
  }

  private func refuseIfDue(_ context: ChannelHandlerContext) {
    guard let refusal, waiting.isEmpty, !(isRequestComplete && state.isBusy) else { return }
    var mayAnswer = true
    switch state {
    case .closed, .silent: return
    case .forwarding(let request):
      request.cancel()
      mayAnswer = !request.hasBegun
    // It has its answer already, which came before all of it had.
    case .dropping, .sending: mayAnswer = false
    case .idle, .collecting, .digesting, .paused: break
    }
    deck.refuse(refusal.reason)
    closesAfterAnswer = true
    if mayAnswer { write(refusal.answer, context) }
    next(context)
  }

  private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
    switch part {
    case .head(let head): begin(head, context)
    case .body(let buffer): takeBody(buffer, context)
    case .end: endRequest(context)
    }
  }

  private func begin(_ nioHead: NIOHTTP1.HTTPRequestHead, _ context: ChannelHandlerContext) {
    guard case .idle = state else { return }
    isRequestComplete = false
    // What is said in another protocol behind an upgrade, which is not made here, is not understood.
    closesAfterAnswer = !nioHead.isKeepAlive || nioHead.headers.contains(name: "Upgrade") || isDrained
    isHTTP10 = nioHead.version == .http1_0 || nioHead.version.major == 0
    let head = AWSProtocols.HTTPRequestHead(nioHead)
    switch deck.open(head) {
    case .collect where (head.fields["Content-Length"].flatMap { Int($0) } ?? 0) > limits.collectedBody:
      refuseBody(context)
    case .collect:
      state = .collecting(head, body: nil, digest: nil)
      expect(head, context)
    case .digest(let longest, let digest):
      state = .collecting(head, body: nil, digest: LongBody(longest: longest, digest: digest))
      expect(head, context)
    case .stream(let request, let draft):
      expect(head, context)
      start(request, draft, head, context)
    case .answer(let answer):
      state = .dropping
      // A client that waits to be asked for its body will not send it now, nor does a tunnel begin: what comes next on
      // this connection is not to be told.
      if head.fields.contains("Expect") || head.method == "CONNECT" { closesAfterAnswer = true }
      write(answer, context)
    }
  }

  /// Asks for the body where the client waits to be asked (RFC 9110 §10.1.1).
  private func expect(_ head: AWSProtocols.HTTPRequestHead, _ context: ChannelHandlerContext) {
    guard !isHTTP10, let expectation = head.fields["Expect"], expectation.equalsIgnoringASCIICase("100-continue")
    else { return }
    var buffer = context.channel.allocator.buffer(capacity: 32)
    buffer.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n")
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
  }

  private func takeBody(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
    switch state {
    case .collecting(let head, var body, let digest):
      // Let go of the state's own reference, or appending would copy what is there.
      state = .idle
      if body == nil {
        body = buffer
      } else {
        var piece = buffer
        body?.writeBuffer(&piece)
      }
      if let digest, let body, body.readableBytes > digest.longest {
        var digesting = digest.digest
        digesting.take(Array(body.readableBytesView))
        state = .digesting(head, digesting)
        return
      }
      guard (body?.readableBytes ?? 0) <= limits.collectedBody else { return refuseBody(context) }
      state = .collecting(head, body: body, digest: digest)
    case .digesting(let head, var digest):
      // As above.
      state = .idle
      digest.take(Array(buffer.readableBytesView))
      state = .digesting(head, digest)
    case .forwarding(let request):
      request.addRequestBody(Array(buffer.readableBytesView))
    case .idle, .dropping, .paused, .sending, .silent, .closed: break
    }
  }

  private func endRequest(_ context: ChannelHandlerContext) {
    isRequestComplete = true
    switch state {
    case .collecting(let head, let body, _):
      let request = HTTPRequest(head: head, body: body.map { Array($0.readableBytesView) } ?? [])
      act(on: deck.react(to: request), head, context)
    case .digesting(let head, var digest):
      act(on: deck.react(to: head, digest: digest.finish()), head, context)
    case .forwarding(let request): request.finishRequestBody()
    case .dropping: next(context)
    case .idle, .paused, .sending, .silent, .closed: break
    }
  }

  private func act(
    on reaction: Deck.Reaction, _ head: AWSProtocols.HTTPRequestHead, _ context: ChannelHandlerContext
  ) {
    switch reaction {
    case .answer(let answer): give(answer, context)
    case .forward(let request, let draft): start(request, draft, head, context)
    }
  }

  /// Answers a whole request when the answer's time has come.
  private func give(_ answer: Answer, _ context: ChannelHandlerContext) {
    guard answer.delay > .zero else { return end(with: answer, context) }
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    state = .paused(
      context.eventLoop.scheduleTask(in: TimeAmount(answer.delay)) {
        let handler = handler.value
        guard let context = handler.context else { return }
        handler.end(with: answer, context)
        if handler.needsFlush { handler.flushNow(context) }
      })
  }

  private func end(with answer: Answer, _ context: ChannelHandlerContext) {
    switch answer.ending {
    case .whole where answer.response.largeBody != nil, .truncated where answer.response.largeBody != nil:
      send(answer, context)
    case .whole:
      write(answer.response, context)
      next(context)
    case .truncated where !answer.response.body.isEmpty:
      var half = answer.response
      half.body = half.body.prefix(half.body.count / 2)
      write(half, context)
      closesAfterAnswer = true
      next(context)
    // Of a body without bytes none can be missing.
    case .truncated, .reset:
      state = .closed
      waiting.removeAll()
      flushNow(context)
      context.close(promise: nil)
    case .silent:
      state = .silent
      waiting.removeAll()
    }
  }

  /// Sends an answer whose body is read while it is sent.
  private func send(_ answer: Answer, _ context: ChannelHandlerContext) {
    guard let body = answer.response.largeBody else { return }
    write(answer.response, context)
    flushNow(context)
    let isWhole = answer.ending == .whole
    state = .sending
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    LargeAnswer.send(body, pieces: isWhole ? body.pieces : body.pieces / 2, to: context.channel) { isSent in
      let handler = handler.value
      guard let context = handler.context, case .sending = handler.state else { return }
      guard isSent, isWhole else {
        handler.state = .closed
        context.close(promise: nil)
        return
      }
      handler.next(context)
    }
  }

  /// Goes on to the next request, or closes.
  func next(_ context: ChannelHandlerContext) {
    guard !closesAfterAnswer else {
      state = .closed
      waiting.removeAll()
      flushNow(context)
      // The client has all of it and closes its side; one that does not is closed after a while.
      pulse.closes(now: watch.now)
      return context.close(mode: .output, promise: nil)
    }
    state = .idle
    isRequestComplete = false
    serveWaiting(context)
  }

  private func serveWaiting(_ context: ChannelHandlerContext) {
    if isServingWaiting { return }
    isServingWaiting = true
    while !waiting.isEmpty, !(isRequestComplete && state.isBusy), context.channel.isWritable {
      take(waiting.removeFirst(), context)
    }
    isServingWaiting = false
    if needsFlush, waiting.isEmpty ? !state.isBusy : !context.channel.isWritable { flushNow(context) }
    refuseIfDue(context)
  }

  private func write(_ answer: PreparedResponse, _ context: ChannelHandlerContext) {
    var buffer = context.channel.allocator.buffer(capacity: answer.head.count + answer.body.count + 80)
    ResponseFrame.write(answer, isHTTP10: isHTTP10, date: date.text(deck.now()), closes: closesAfterAnswer, to: &buffer)
    context.write(wrapOutboundOut(buffer), promise: nil)
    needsFlush = true
  }

  private func flushNow(_ context: ChannelHandlerContext) {
    needsFlush = false
    context.flush()
  }

  /// Ends the connection when the requests that have come have their answers.
  func drain(_ now: NIODeadline) {
    if case .silent = state { context?.close(promise: nil) }
    if !isDraining {
      isDraining = true
      pulse.drain(now: now)
      if case .idle = state {} else if isDrained { closesAfterAnswer = true }
    }
    look(now)
  }

  /// Whether the request that begins is the last one.
  private var isDrained: Bool {
    isDraining
      && !waiting.contains {
        if case .head = $0 { true } else { false }
      }
  }

  /// Ends what has taken too long.
  func look(_ now: NIODeadline) {
    guard let context else { return }
    if case .forwarding(let request) = state, let limit = limits.exchangeTime, now - forwarded.at >= TimeAmount(limit) {
      request.cancel()
      let detail = "no whole answer within \(limit.components.seconds) s (--max-time)"
      received([.failed(UpstreamFailure(.timeout, detail: detail, origin: forwarded.to))], of: request.id)
    }
    let pending = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    let isServing = state.isBusy || !waiting.isEmpty
    switch pulse.verdict(now: now, pending: pending, isServing: isServing, mayRead: mayRead) {
    case .fine: break
    case .refuse(let flaw): refuse(flaw, context)
    case .giveUp:
      if case .forwarding = state {} else { deck.abandon() }
      context.close(promise: nil)
    case .close: context.close(promise: nil)
    }
  }

  /// Whether the connection may read on: not while what it has read waits for the upstream.
  var mayRead: Bool {
    if waiting.count > limits.pipelinedParts || context?.channel.isWritable == false { return false }
    if case .forwarding(let request) = state { return request.wantsMoreBody || isRequestComplete }
    return true
  }
}
