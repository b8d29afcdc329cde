// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
internal import CassetteFormat
package import Redaction

/// Decides what to do with each request, by mode:
///
/// | mode   | has a replayer | has a forwarder | has a recorder | request known | request unknown |
/// |--------|:-:|:-:|:-:|---|---|
/// | replay | ✓ |   |   | replayed  | miss |
/// | record |   | ✓ | ✓ | recorded  | recorded |
/// | auto   | ✓ | ✓ | ✓ | replayed  | recorded |
/// | replay with a fallback | ✓ | ✓ |   | replayed | forwarded |
/// | pass   |   | ✓ |   | forwarded | forwarded |
///
/// Holds no connection and no socket; all its calls may come from any thread.
package struct Deck: Sendable {
  private let replayer: Replayer?
  private let forwarder: Forwarder?
  private let recorder: Recorder?
  private let gate: ClientGate?
  private let redactor: Redactor
  private let clock: any WallClock
  private let index: ServiceIndex
  package let log: RunLog

  /// - Parameter redactor: what redacts the actions that messages name.
  package init(
    replayer: Replayer? = nil, forwarder: Forwarder? = nil, recorder: Recorder? = nil, gate: ClientGate? = nil,
    redactor: Redactor, clock: any WallClock, log: RunLog, index: ServiceIndex = .standard
  ) {
    self.replayer = replayer
    self.forwarder = forwarder
    self.recorder = recorder
    self.gate = gate
    self.redactor = redactor
    self.clock = clock
    self.index = index
    self.log = log
  }

  /// What to do when the head of a request has come.
  package enum Opening: Sendable {
    /// Read the whole body, then ask ``react(to:)``.
    case collect
    /// The same; but where there are more than `longest` bytes, digest them, then ask ``react(to:digest:)``.
    case digest(longest: Int, LargeBodyDigest)
    /// Send it on as it comes.
    case stream(UpstreamRequest, ExchangeDraft)
    /// Answer at once and take no body.
    case answer(PreparedResponse)
  }

  /// What to do with a whole request.
  package enum Reaction: Sendable {
    case answer(Answer)
    case forward(UpstreamRequest, ExchangeDraft)
  }

  package var upstream: (any Upstream)? { forwarder?.upstream }
  package func now() -> Timestamp { clock.now() }
  /// Whether it signs only for clients that hold the session's key.
  package var checksSignatures: Bool { gate != nil }

  package func open(_ head: HTTPRequestHead) -> Opening {
    if head.method == "CONNECT" {
      let reason = "a tunnel needs the forward proxy, which this is not; use AWS_ENDPOINT_URL instead of HTTPS_PROXY"
      return .answer(refuse(RequestIdentity(head, index: index), reason))
    }
    let length = head.fields["Content-Length"].flatMap { Int($0) }
    let isChunked = head.fields.contains("Transfer-Encoding")
    guard isChunked || (length ?? 0) > 64 << 10 else { return .collect }
    let asked = SessionName.inPath(of: head).head
    let identity = RequestIdentity(asked, index: index)
    if let replayer {
      // What is not on the tape may have to be sent on: then all of it must be there.
      guard forwarder == nil else { return .collect }
      let longest = LargeBodyRule.longest(of: asked, identity.operation)
      return isChunked || (length ?? 0) > longest ? .digest(longest: longest, replayer.digest(of: asked)) : .collect
    }
    // A request whose body is to be hashed must be known whole.
    guard forwarder != nil, case .usable(let hash) = DeclaredPayload(head) else { return .collect }
    switch forward(
      asked, signed: head, identity: identity, payloadHash: hash, body: [], streamed: .stream(length: length))
    {
    case .answer(let answer): return .answer(answer.response)
    case .forward(let request, let draft): return .stream(request, draft)
    }
  }

  /// The same for a request whose body is too large to be held.
  package func react(to signed: HTTPRequestHead, digest: BodyDigest) -> Reaction {
    let (name, head) = SessionName.inPath(of: signed)
    let identity = RequestIdentity(head, index: index)
    guard
      let answer = replayer?.answer(
        HTTPRequest(head: head), digest: digest, identity, session: name, unknown: .missed)
    else { return .answer(Answer(refuse(identity, "there is no cassette"))) }
    return .answer(answer)
  }

  package func react(to request: HTTPRequest) -> Reaction {
    let signed = request.head
    let (name, head) = SessionName.inPath(of: signed)
    let request = HTTPRequest(head: head, body: request.body)
    let identity = RequestIdentity(head, body: request.body[...], index: index)
    let fate: Replayer.FateOfUnknown = forwarder == nil ? .missed : recorder == nil ? .forwarded : .recorded
    if let replayer {
      var asked = request
      var digest: BodyDigest?
      if request.body.count > LargeBodyRule.longest(of: head, identity.operation) {
        var digesting = replayer.digest(of: head)
        digesting.take(request.body)
        (asked.body, digest) = ([], digesting.finish())
      }
      if let answer = replayer.answer(asked, digest: digest, identity, session: name, unknown: fate) {
        return .answer(answer)
      }
    }
    let hash: String
    switch DeclaredPayload(request.head) {
    case .usable(let declared):
      if let reason = gate?.refusal(ofBody: request.body, declared: declared) {
        return .answer(Answer(refuse(identity, reason)))
      }
      hash = declared
    case .none: hash = sha256Hex(request.body)
    case .signedChunks(let form):
      let reason = """
        its body is a chain of signed chunks (\(form)), which Tapedeck cannot sign anew; switch chunked signing off in \
        the client
        """
      return .answer(Answer(refuse(identity, reason)))
    }
    return forward(
      head, signed: signed, identity: identity, payloadHash: hash, body: request.body,
      streamed: request.body.isEmpty ? .none : .bytes(request.body))
  }

  private func forward(
    _ head: HTTPRequestHead, signed: HTTPRequestHead, identity: RequestIdentity, payloadHash: String, body: [UInt8],
    streamed: UpstreamRequest.Body
  ) -> Reaction {
    guard let forwarder else { return .answer(Answer(refuse(identity, "there is no upstream"))) }
    if let reason = gate?.refusal(signed, scope: identity.scope, payloadHash: payloadHash) {
      return .answer(Answer(refuse(identity, reason)))
    }
    let now = clock.now()
    do throws(ForwardError) {
      let request = try forwarder.prepare(
        head, identity: identity, payloadHash: payloadHash, body: streamed, at: now)
      // A bucket that the client put before the host is kept in the path, where it went.
      var recorded = head
      recorded.target = Forwarder.bucket(head, identity) + head.target
      let draft = ExchangeDraft(
        identity: identity, head: recorded, endpoint: request.origin, startedAt: now,
        startedUptime: clock.uptime(), requestBody: body, recorder: recorder)
      return .forward(request, draft)
    } catch {
      log.note { $0.upstreamFailures[error.message, default: 0] += 1 }
      let code = error.code == .credentials ? "TapedeckNoCredentials" : "TapedeckNoEndpoint"
      return .answer(Answer(answer(identity, status: 400, code: code, message: error.message)))
    }
  }

  /// The upstream's answer is complete: keeps the exchange, if this mode does.
  /// - Parameter then: as that of ``Recorder/record(_:then:)``.
  package func finish(
    _ draft: ExchangeDraft, trailers: HTTPFields, then: @escaping @Sendable (RecordingError?) -> Void
  ) {
    guard let recorder else {
      notePassed(draft.identity.action)
      return then(nil)
    }
    if let code = CredentialRefusal.code(of: draft) {
      // The client signed with a throw-away key: what was refused are the proxy's own credentials.
      log.note { $0.upstreamFailures[CredentialRefusal.message(code), default: 0] += 1 }
    }
    var draft = draft
    guard let (exchange, failures) = draft.exchange(trailers: trailers, endedUptime: clock.uptime()) else {
      return then(nil)
    }
    recorder.record(exchange) { failure in then(failure ?? failures.lazy.compactMap(\.first).first) }
  }

  private func notePassed(_ action: Action) {
    // Where a cassette answers first, what it lacks is worth telling.
    let name = replayer == nil ? nil : redactor.redact(action).description
    log.note { summary in
      summary.passed += 1
      guard let name, summary.forwarded[name] != nil || summary.forwarded.count < RunLog.kept else { return }
      summary.forwarded[name, default: 0] += 1
    }
  }

  /// The client went away before it had the whole answer.
  package func abandon() {
    log.note { $0.abandoned += 1 }
  }

  /// Counts what was no request that could be served.
  package func refuse(_ reason: String) {
    log.note { $0.refuse("a request on the wire: \(reason)") }
  }

  /// The answer for a request whose upstream failed before its answer began.
  package func answer(to draft: ExchangeDraft, failure: UpstreamFailure) -> PreparedResponse {
    note(failure)
    return answer(
      draft.identity, status: failure.code == .timeout ? 504 : 502, code: "TapedeckUpstreamFailed",
      message: "Tapedeck: no answer from the upstream: \(failure)")
  }

  package func note(_ failure: UpstreamFailure) {
    log.note { $0.upstreamFailures["\(failure)", default: 0] += 1 }
  }

  /// The answer for a request whose exchange could not be kept.
  package func answer(to draft: ExchangeDraft, failure: RecordingError) -> PreparedResponse {
    answer(
      draft.identity, status: 400, code: "TapedeckJournalFailed",
      message: "Tapedeck: the exchange could not be kept, so its answer is not given: \(failure.message)")
  }

  private func refuse(_ identity: RequestIdentity, _ reason: String) -> PreparedResponse {
    let action = redactor.redact(identity.action)
    log.note { $0.refuse("\(action): \(reason)") }
    return answer(
      identity, status: 403, code: "TapedeckRefused", message: "Tapedeck does not forward this request: \(reason).")
  }

  private func answer(_ identity: RequestIdentity, status: Int, code: String, message: String) -> PreparedResponse {
    PreparedResponse(
      identity.dialect.error(status: status, code: code, message: message, requestID: Deck.requestID),
      isAnswerToHEAD: identity.isHEAD)
  }

  /// Answers of the proxy's own have an id that none of AWS's has.
  package static let requestID = "00000000-0000-0000-0000-000000000000"
}
