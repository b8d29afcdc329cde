// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import NIOHTTP1

/// How one connection gets on: how much has come and gone, and when its client last did what is waited for.
///
/// Knows neither socket nor timer: who holds it tells it what happens, and asks now and then what is to be done.
struct ConnectionPulse {
  enum Verdict: Equatable {
    case fine
    case refuse(RequestFlaw)
    /// Nothing is lost: the client asks for nothing, or has all that it will get.
    case close
    /// The client takes nothing of its answer.
    case giveUp
  }

  private enum Phase {
    case idle
    /// A part of a header section has come.
    case header
    case body
    /// The last answer has been written.
    case closing
  }

  /// An empty line may stand before a request (RFC 9112 §2.2).
  private static let emptyLine = 2
  /// How long an idle connection stays open at a shutdown: a request may be on its way.
  private static let grace = Duration.milliseconds(200)
  /// How many bytes of framing a byte of a body may cost: chunks of one byte have six, and extensions are rare.
  private static let framingPerByte = 16

  private let limits: ProxyLimits
  private var phase = Phase.idle
  /// When the phase began, or when it last got on.
  private var since: NIODeadline
  /// Bytes off the wire since the last message part that is no body, but for the rest of the read that brought it.
  private var rawBytes = 0
  private var bodyBytes = 0
  private var written = 0
  private var taken = 0
  private var takenAt: NIODeadline
  private var isDraining = false

  init(_ limits: ProxyLimits, now: NIODeadline) {
    self.limits = limits
    since = now
    takenAt = now
  }

  mutating func read(_ count: Int) { rawBytes += count }
  mutating func wrote(_ count: Int) { written += count }

  /// Takes account of a part of a message; gives what is wrong with it.
  mutating func took(_ part: HTTPServerRequestPart, now: NIODeadline) -> RequestFlaw? {
    since = now
    switch part {
    case .head(let head):
      (phase, rawBytes, bodyBytes) = (.body, 0, 0)
      return RequestRules.flaw(in: head)
    case .body(let buffer): bodyBytes += buffer.readableBytes
    case .end: (phase, rawBytes) = (.idle, 0)
    }
    return nil
  }

  mutating func closes(now: NIODeadline) {
    (phase, since) = (.closing, now)
  }

  /// No further request is waited for.
  mutating func drain(now: NIODeadline) {
    isDraining = true
    since = now
  }

  /// Tells that all of a read has been parsed; gives what is wrong with it.
  mutating func readComplete(now: NIODeadline) -> RequestFlaw? {
    if case .idle = phase, rawBytes > ConnectionPulse.emptyLine { (phase, since) = (.header, now) }
    switch phase {
    case .idle, .closing: return nil
    // The parser counts names and values. What stands around them must not be endless, either.
    case .header: return rawBytes > 2 * limits.headerBytes + 4 * limits.headerFields ? .header(limits) : nil
    case .body:
      return rawBytes > ConnectionPulse.framingPerByte * bodyBytes + 2 * limits.headerBytes
        ? RequestFlaw("its chunks are mostly framing") : nil
    }
  }

  /// What is to be done with the connection.
  /// - Parameters:
  ///   - pending: bytes that were written and that the client has not taken.
  ///   - isServing: whether a request is being answered, or waits for that.
  ///   - mayRead: whether more would be read if it came.
  mutating func verdict(now: NIODeadline, pending: Int, isServing: Bool, mayRead: Bool) -> Verdict {
    if pending == 0 || written - pending != taken {
      (taken, takenAt) = (written - pending, now)
    } else if ConnectionPulse.isOver(limits.answerTime, since: takenAt, now) {
      return .giveUp
    }
    switch phase {
    case .idle:
      if isServing || pending > 0 { since = now }
      return ConnectionPulse.isOver(isDraining ? ConnectionPulse.grace : limits.idleTime, since: since, now)
        ? .close : .fine
    case .header:
      if isDraining { return ConnectionPulse.isOver(.milliseconds(500), since: since, now) ? .close : .fine }
      guard let limit = limits.headerTime, ConnectionPulse.isOver(limit, since: since, now) else { return .fine }
      return .refuse(.slow("its header section did not come", limit, flag: "--header-timeout"))
    case .body:
      if !mayRead { since = now }
      // What has not come whole has no right to an answer.
      if isDraining { return ConnectionPulse.isOver(.milliseconds(500), since: since, now) ? .close : .fine }
      guard let limit = limits.bodyTime, ConnectionPulse.isOver(limit, since: since, now) else { return .fine }
      return .refuse(.slow("nothing more of its body came", limit, flag: "--body-timeout"))
    case .closing:
      if pending > 0 { since = now }
      return ConnectionPulse.isOver(isDraining ? ConnectionPulse.grace : limits.lingerTime, since: since, now)
        ? .close : .fine
    }
  }

  private static func isOver(_ limit: Duration?, since: NIODeadline, _ now: NIODeadline) -> Bool {
    limit.map { now - since >= TimeAmount($0) } ?? false
  }
}
