// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Engine
internal import Redaction

/// Asks the questions of a cassette at the upstream, one after the other, and keeps the answers.
struct LiveDrift {
  /// A question that was answered.
  struct Answered {
    let number: Int
    let outcome: Question.Outcome
    /// Which line of the tape its answer is.
    let line: Int
  }

  /// How it ended before all was asked.
  enum Ending {
    /// By Ctrl-C.
    case interrupted
    /// The upstream could not be asked: why, in words.
    case failed(String)
  }

  private(set) var answered: [Answered] = []
  /// What the account does not have, or has by now, other than when it was recorded.
  private(set) var gone: [Int] = []
  private(set) var there: [Int] = []
  /// Questions that have no endpoint, each with the reason.
  private(set) var homeless: [(number: Int, reason: String)] = []
  /// Answers that are not kept because a secret was left in them: what was found.
  private(set) var heldBack: [String] = []
  /// Why it is not known whose credentials sign, where somebody needs to know.
  private(set) var identityFailure: String?
  private(set) var ending: Ending?
  private var unreachable: UpstreamFailure?
  private(set) var reasking: Reasking
  /// How many requests were sent, those of second attempts, too.
  private(set) var sent = 0

  let tape = LiveTape()
  private let forwarding: Forwarding
  private let redactor: Redactor
  private let recorder: Recorder
  private let log: RunLog
  private let key: Credentials
  private let interval: Duration
  private var asked = 0
  private var last: ContinuousClock.Instant?

  /// - Parameter rate: requests a second at most.
  init(
    _ reasking: Reasking, _ forwarding: Forwarding, key: Credentials, redactor: Redactor,
    settings: RedactionSettings, rate: Double
  ) {
    self.reasking = reasking
    self.forwarding = forwarding
    self.redactor = redactor
    self.key = key
    interval = .seconds(1 / rate)
    log = RunLog()
    recorder = Recorder(
      journal: tape, clientKey: key, credentials: forwarding.credentials, redactor: redactor, settings: settings,
      log: log)
  }

  /// Asks until nothing is left to ask, or the task is cancelled.
  mutating func run() async throws {
    do {
      if reasking.needsAccount { try await identify() }
      while let step = reasking.next() {
        switch step {
        case .question(let number, let call): try await ask(number, call, step)
        case .walk(_, let call): try await walk(call, step)
        }
      }
      // Where nothing could be asked for want of an account, that nobody could be asked for it is why.
      if asked == 0, let unreachable { throw unreachable }
    } catch is CancellationError {
      ending = .interrupted
    } catch let failure as UpstreamFailure {
      ending = .failed("no answer from the upstream: \(failure)")
    } catch let error as ForwardError {
      ending = .failed(error.message)
    } catch let refusal as Refusal {
      ending = .failed(refusal.message)
    }
    Terminal.progress("")
  }

  private struct Refusal: Error {
    let message: String
  }

  /// Asks whose credentials sign. Whoever cannot say may still be asked for the rest.
  private mutating func identify() async throws {
    let call = LiveCall.callerIdentity(region: forwarding.region)
    do {
      let (response, exchange, verdict) = try await answer(to: call, recorded: [])
      if let account = CallerIdentity.account(in: response) {
        reasking.learn(caller: account, originals: redactor.originals(of: exchange))
      } else {
        if case .refused(let code) = verdict { throw Refusal(message: CredentialRefusal.message(code)) }
        let code = Question.Outcome(response).code
        identityFailure = "sts:GetCallerIdentity was answered with \(code ?? "status \(response.head.status)")"
      }
    } catch let failure as UpstreamFailure {
      unreachable = failure
      identityFailure = "sts:GetCallerIdentity: \(failure)"
    }
  }

  /// Asks for another page of a list, to learn from it.
  private mutating func walk(_ call: LiveCall, _ step: Reasking.Step) async throws {
    let (response, exchange, _) = try await answer(to: call, recorded: [])
    guard response.head.status < 400 else { return }
    try reasking.learn(from: response, originals: redactor.originals(of: exchange), to: step)
  }

  private mutating func ask(_ number: Int, _ call: LiveCall, _ step: Reasking.Step) async throws {
    let question = reasking.questions[number]
    asked += 1
    Terminal.progress("drift \(asked)/\(reasking.questions.count) \(question.action)")
    let response: HTTPResponse
    let exchange: Exchange
    let verdict: LiveVerdict
    do {
      (response, exchange, verdict) = try await answer(to: call, recorded: question.places.map(\.outcome))
    } catch let error as ForwardError where error.code == .endpoint {
      homeless.append((number, error.message))
      return
    }
    switch verdict {
    case .refused(let code): throw Refusal(message: CredentialRefusal.message(code))
    case .isGone: gone.append(number)
    case .isThere: there.append(number)
    case .answer, .throttled, .failed:
      let count = tape.count
      // A tape in memory takes it at once.
      recorder.record(exchange) { _ in }
      if tape.count > count {
        answered.append(Answered(number: number, outcome: Question.Outcome(response), line: count))
      } else {
        heldBack = log.summary.heldBack.keys.sorted()
      }
    }
    if response.head.status < 400 {
      try reasking.learn(from: response, originals: redactor.originals(of: exchange), to: step)
    }
  }

  /// The answer to a call, when it has met no passing failure or met too many of them.
  private mutating func answer(
    to call: LiveCall, recorded: [Question.Outcome]
  ) async throws -> (response: HTTPResponse, exchange: Exchange, verdict: LiveVerdict) {
    var attempt = 1
    while true {
      try await pause()
      let at = forwarding.clock.now()
      let request = try call.prepared(forwarding.forwarder, key: key, region: forwarding.region, at: at)
      sent += 1
      let response = try await WholeAnswer.to(request, from: forwarding.forwarder.upstream)
      let took = Int(max(0, forwarding.clock.now().milliseconds - at.milliseconds))
      let exchange = call.exchange(response, from: request.origin, at: at, took: took)
      let verdict = LiveVerdict(response, recorded: recorded)
      guard verdict.isPassing, attempt < RetryDelay.attempts else { return (response, exchange, verdict) }
      try await Task.sleep(for: RetryDelay.after(attempt, response))
      attempt += 1
    }
  }

  /// Waits until the next request may be sent.
  private mutating func pause() async throws {
    try Task.checkCancellation()
    let clock = ContinuousClock()
    if let last { try await clock.sleep(until: last + interval) }
    last = clock.now
  }
}
