// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
internal import CassetteFormat
internal import Documents
package import Redaction
internal import Replay

/// Answers requests from tapes: finds the session, asks it, and says what a miss lacks.
package struct Replayer: Sendable {
  private let sessions: ReplaySessions
  private let disturbances: Disturbances?
  private let redactor: Redactor
  private let context: CanonicalContext
  private let clock: any WallClock
  private let log: RunLog
  private let explain: (@Sendable (String) -> Void)?

  /// - Parameters:
  ///   - redactor: what redacts live requests where recorded ones were.
  ///   - context: the one that the tapes were read with.
  ///   - explain: given a line for each request: which exchange answers it, and why.
  package init(
    _ sessions: ReplaySessions, disturbances: Disturbances? = nil, redactor: Redactor,
    context: CanonicalContext = CanonicalContext(), clock: any WallClock, log: RunLog,
    explain: (@Sendable (String) -> Void)? = nil
  ) {
    self.sessions = sessions
    self.disturbances = disturbances
    self.redactor = redactor
    self.context = context
    self.clock = clock
    self.log = log
    self.explain = explain
  }

  /// What becomes of a request that the tape has no answer for.
  enum FateOfUnknown: String {
    case missed, recorded, forwarded
  }

  /// What digests the body of a request that is too large to be held.
  func digest(of head: HTTPRequestHead) -> LargeBodyDigest {
    LargeBodyDigest(LargeBodyFilter(redactor.mask(), requestFields: head.fields))
  }

  /// The answer to a request; nil where the tape has none and that is no miss, since another has it.
  /// - Parameter digest: of the body, where that is too large to be held; then that of the request is left aside.
  func answer(
    _ request: HTTPRequest, digest: BodyDigest?, _ identity: RequestIdentity, session name: String?,
    unknown: FateOfUnknown
  ) -> Answer? {
    let request = LiveRequest(request: request, digest: digest)
    let name = name ?? SessionName.marked(in: request.request.head.fields, identity.scope)
    let session = sessions.session(name)
    let asked = asked(request, identity, session)
    let now = clock.now()
    var delay = Duration.zero
    if let disturbances {
      let effect = disturbances.effect(on: identity) {
        session.peek(asked.canonical, region: identity.region, now: now).map { selection in
          do throws(CassetteError) {
            return try answer(from: selection, of: session, to: identity, now: now)
          } catch {
            return unreadable(selection, of: session, to: identity, error)
          }
        }
      }
      switch effect {
      case .none: break
      case .delay(let time):
        log.note { $0.faults += 1 }
        delay = time
      case .replace(let answer):
        log.note { $0.faults += 1 }
        explain?("\(redactor.redact(identity.action)): a fault in the answer's place")
        return answer
      }
    }
    if let selection = session.answer(asked.canonical, key: asked.key, region: identity.region, now: now) {
      explain?(
        selection.explanation(
          of: redactor.redact(identity.action), exchange: session.tape.name(selection.place), session: name))
      if let disturbances { delay += disturbances.delay { session.tape.took(selection.place) } }
      do throws(CassetteError) {
        let response = try answer(from: selection, of: session, to: identity, now: now)
        log.note { $0.hits += 1 }
        return Answer(response, delay: delay)
      } catch {
        return Answer(unreadable(selection, of: session, to: identity, error), delay: delay)
      }
    }
    guard unknown == .missed else {
      explain?("\(redactor.redact(identity.action)): not on the tape, hence \(unknown.rawValue)")
      return nil
    }
    let shown = asked.isRedacted ? asked.canonical : redacted(request, identity)
    return Answer(miss(shown, identity, session), delay: delay)
  }

  /// The recorded answer; throws where the cassette was written to since it was opened.
  private func answer(
    from selection: Selection, of session: ReplaySession, to identity: RequestIdentity, now: Timestamp
  ) throws(CassetteError) -> PreparedResponse {
    var response = try session.answer(from: selection, to: identity.action, now: now)
    if let body = response.largeBody {
      // Its pieces are read when most of it is with the client: an answer that breaks off then was none.
      response.largeBody = body.watched { [log] error in
        log.note { summary in
          summary.hits -= 1
          summary.noteUnreadable(session.tape.name(selection.place), error)
        }
      }
    }
    return response
  }

  /// The answer in place of one that cannot be read any more.
  private func unreadable(
    _ selection: Selection, of session: ReplaySession, to identity: RequestIdentity, _ error: CassetteError
  ) -> PreparedResponse {
    let name = session.tape.name(selection.place)
    log.note { $0.noteUnreadable(name, error) }
    // A status that no client asks again for.
    let response = identity.dialect.error(
      status: 400, code: "TapedeckUnreadable", message: "Tapedeck cannot read \(name) any more: \(error)",
      requestID: Deck.requestID)
    return PreparedResponse(response, isAnswerToHEAD: identity.isHEAD)
  }

  /// What a session is asked.
  private struct Asked {
    let canonical: CanonicalRequest
    /// Its key, where that was made to find out which form of the request is on the tape.
    var key: ReplaySession.AskedKey?
    /// Whether it has no value that redaction would take out.
    var isRedacted = false
  }

  /// The request as the tape has it, if it does: as it came, where its client knows the aliases from answers, else
  /// redacted as it would have been recorded.
  private func asked(_ request: LiveRequest, _ identity: RequestIdentity, _ session: ReplaySession) -> Asked {
    let asked = canonical(request, identity.action, identity.route)
    guard session.tape.hasRedactedRequests else { return Asked(canonical: asked) }
    let key = session.key(of: asked)
    if session.knows(key, region: identity.region) { return Asked(canonical: asked, key: key) }
    let (redacted, originals) = request.redacted(redactor, identity.action)
    for one in originals { session.originals.add(alias: one.alias, value: one.value, isKeyed: one.isKeyed) }
    if redacted == request { return Asked(canonical: asked, key: key, isRedacted: true) }
    let settled = LiveRequest(request: settled(redacted.request, session.originals), digest: request.digest)
    return Asked(canonical: canonical(settled, redactor.redact(identity.action)), isRedacted: true)
  }

  /// The request with the recorded aliases of what is known to be the same, where the recording had another key.
  private func settled(_ request: HTTPRequest, _ originals: Originals) -> HTTPRequest {
    guard originals.isSettled else { return request }
    func settled(_ text: String) -> String {
      Array(text.utf8).withUnsafeBytes { originals.recorded($0) }.map { String(decoding: $0, as: UTF8.self) } ?? text
    }
    var result = request
    result.head.target = settled(request.head.target)
    for at in result.head.fields.list.indices {
      result.head.fields.list[at].value = settled(request.head.fields.list[at].value)
    }
    let isCBOR = MediaType(request.head.fields["Content-Type"]) == .cbor
    let body =
      isCBOR
      ? CBORTexts.rewritten(request.body, rewrite: originals.recorded)
      : request.body.withUnsafeBytes { originals.recorded($0) }
    result.body = body ?? request.body
    return result
  }

  private func canonical(
    _ request: LiveRequest, _ action: Action, _ route: RoutedOperation? = nil
  ) -> CanonicalRequest {
    let (head, action) = (request.request.head, context.canonical(action))
    if let digest = request.digest {
      return CanonicalRequest(action: action, head: head, digest: digest, context: context, route: route)
    }
    return CanonicalRequest(
      action: action, head: head, body: request.request.body[...], context: context, route: route)
  }

  /// The request as it would have been recorded.
  private func redacted(_ request: LiveRequest, _ identity: RequestIdentity) -> CanonicalRequest {
    canonical(request.redacted(redactor, identity.action).request, redactor.redact(identity.action))
  }

  /// - Parameter request: as it would have been recorded: differences show its values.
  private func miss(
    _ request: CanonicalRequest, _ identity: RequestIdentity, _ session: ReplaySession
  ) -> PreparedResponse {
    let report = RunSummary.Miss(
      request, action: redactor.redact(identity.action), region: identity.region, session: session)
    log.note { summary in
      summary.missCount += 1
      if summary.misses.count < RunLog.kept { summary.misses.append(report) }
    }
    explain?("miss: \(report.explanation)")
    var response = identity.dialect.error(
      status: 400, code: "TapedeckMiss", message: "Tapedeck has no recorded answer for \(report.explanation)",
      requestID: Deck.requestID)
    response.head.fields.append("x-tapedeck-miss", report.action.description)
    return PreparedResponse(response, isAnswerToHEAD: identity.isHEAD)
  }
}

/// A request to be answered; its body is empty where that is too large to be held, and its digest known.
private struct LiveRequest: Equatable {
  var request: HTTPRequest
  let digest: BodyDigest?

  /// The request as it would have been recorded. What a digest is of has no secrets any more.
  func redacted(_ redactor: Redactor, _ action: Action) -> (request: LiveRequest, originals: [Original]) {
    let (request, originals) = redactor.redact(request, of: action)
    return (LiveRequest(request: request, digest: digest), originals)
  }
}

extension Selection {
  /// One line: which exchange answers, and why.
  func explanation(of action: Action, exchange: ExchangeName, session: String?) -> String {
    let who = session.map { "[\($0)] " } ?? ""
    let how: String
    switch reason {
    case .exact: how = isRepeated ? "again" : "equal"
    case .unified(let pairs):
      let names = pairs.prefix(8).map { "\($0.recordedText) is \($0.liveText)" }.joined(separator: ", ")
      how = pairs.isEmpty ? "equal but for the order of names" : "equal where \(names)\(pairs.count > 8 ? ", …" : "")"
    }
    return "\(who)\(action): \(exchange), \(how)"
  }
}
