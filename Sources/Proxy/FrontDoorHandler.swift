// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine
internal import NIOCore
internal import NIOHTTP1

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Serves one connection: gathers requests, asks the deck, writes answers. One request at a time; what a client sends
/// ahead (pipelining) waits in order.
///
/// Confined to the channel's event loop. Answers from the tape are written without leaving it.
final class FrontDoorHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  enum State {
    case idle
    /// The body is gathered.
    case collecting(AWSProtocols.HTTPRequestHead, body: ByteBuffer?, digest: Digest?)
    /// The body turned out to be too large to be held.
    case digesting(AWSProtocols.HTTPRequestHead, LargeBodyDigest)
    /// The answer is written or on its way; the rest of the request's body is read and dropped.
    case dropping
    /// The answer is known and waits for its time.
    case paused(Scheduled<Void>)
    /// A large answer goes out piece by piece.
    case sending
    /// There will be no answer; whatever comes is dropped until the client gives up.
    case silent
    /// The request is with the upstream.
    case forwarding(ForwardedRequest)
    case closed
  }

  /// What digests a body of more bytes than are held.
  struct Digest {
    let longest: Int
    let digest: LargeBodyDigest
  }

  let deck: Deck
  let limits: ProxyLimits
  let date: DateLine
  var state = State.idle
  /// Parts of requests behind the one that is served.
  var waiting = CircularBuffer<HTTPServerRequestPart>()
  var closesAfterAnswer = false
  var isHTTP10 = false
  private var needsFlush = false
  var context: ChannelHandlerContext?
  /// The request's body has come to its end.
  var isRequestComplete = false

  init(deck: Deck, limits: ProxyLimits, date: DateLine) {
    self.deck = deck
    self.limits = limits
    self.date = date
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

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
    let part = unwrapInboundIn(data)
    if !waiting.isEmpty || (isRequestComplete && isBusy) {
      waiting.append(part)
    } else {
      take(part, context)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if needsFlush {
      needsFlush = false
      context.flush()
    }
    context.fireChannelReadComplete()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // Behind the last answer nobody reads what a client still sends: the answer must not be torn by a reset.
    if case .closed = state { return }
    if case .paused(let task) = state { task.cancel() }
    if case .forwarding(let request) = state {
      request.cancel()
      deck.abandon()
    } else if error is HTTPParserError {
      var buffer = context.channel.allocator.buffer(capacity: 128)
      buffer.writeStaticString("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
      context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }
    state = .closed
    context.close(promise: nil)
  }

  private var isBusy: Bool {
    switch state {
    case .idle, .collecting, .digesting: false
    case .dropping, .paused, .sending, .silent, .forwarding: true
    case .closed: false
    }
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
    closesAfterAnswer = !nioHead.isKeepAlive
    isHTTP10 = nioHead.version == .http1_0 || nioHead.version.major == 0
    let head = AWSProtocols.HTTPRequestHead(nioHead)
    switch deck.open(head) {
    case .collect:
      state = .collecting(head, body: nil, digest: nil)
      expect(head, context)
    case .digest(let longest, let digest):
      state = .collecting(head, body: nil, digest: Digest(longest: longest, digest: digest))
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
    guard let expectation = head.fields["Expect"], expectation.equalsIgnoringASCIICase("100-continue") else { return }
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
      guard (body?.readableBytes ?? 0) <= limits.collectedBody else {
        closesAfterAnswer = true
        state = .dropping
        write(tooLarge, context)
        return flushNow(context)
      }
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

  private var tooLarge: PreparedResponse {
    PreparedResponse(
      Dialect.restJson1.error(
        status: 413, code: "TapedeckTooLarge",
        message: "Tapedeck takes bodies of up to \(limits.collectedBody >> 20) MiB here.",
        requestID: Deck.requestID))
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
      needsFlush = false
      context.flush()
      context.close(mode: .output, promise: nil)
      // The client has all of it and closes its side; one that does not must not hold the connection for ever.
      let channel = context.channel
      context.eventLoop.scheduleTask(in: .seconds(limits.lingerSeconds)) { channel.close(promise: nil) }
      return
    }
    state = .idle
    isRequestComplete = false
    while !waiting.isEmpty, !(isRequestComplete && isBusy) {
      take(waiting.removeFirst(), context)
    }
    if waiting.isEmpty, needsFlush, !isBusy { flushNow(context) }
  }

  private func write(_ answer: PreparedResponse, _ context: ChannelHandlerContext) {
    var buffer = context.channel.allocator.buffer(capacity: answer.head.count + answer.body.count + 80)
    ResponseFrame.write(answer, date: date.text(deck.now()), closes: closesAfterAnswer, to: &buffer)
    context.write(wrapOutboundOut(buffer), promise: nil)
    needsFlush = true
  }

  private func flushNow(_ context: ChannelHandlerContext) {
    needsFlush = false
    context.flush()
  }

  /// Ends the connection now, or when the answer that is under way has been written.
  func closeWhenIdle() {
    closesAfterAnswer = true
    switch state {
    case .idle, .silent: context?.close(promise: nil)
    case .collecting, .digesting, .dropping, .paused, .sending, .forwarding, .closed: break
    }
  }

  /// Whether the connection may read on: not while what it has read waits for the upstream.
  var mayRead: Bool {
    if waiting.count > limits.pipelinedParts { return false }
    if case .forwarding(let request) = state { return request.wantsMoreBody || isRequestComplete }
    return true
  }
}

extension AWSProtocols.HTTPRequestHead {
  fileprivate init(_ head: NIOHTTP1.HTTPRequestHead) {
    var fields: [HTTPField] = []
    fields.reserveCapacity(head.headers.count)
    for (name, value) in head.headers { fields.append(HTTPField(name, value)) }
    // The absolute form (RFC 9112 §3.2.2) names the host once more; what counts here is the path.
    var target = head.uri
    if !target.hasPrefix("/"), let scheme = target.firstRange(of: "://") {
      target = String(target[scheme.upperBound...].drop { $0 != "/" && $0 != "?" })
    }
    if !target.hasPrefix("/") { target = "/" + target }
    self.init(method: head.method.rawValue, target: target, fields: HTTPFields(fields))
  }
}
