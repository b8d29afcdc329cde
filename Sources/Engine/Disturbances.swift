// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
package import Replay
internal import Synchronization

/// What a run does to its answers on purpose: keeps them back, or puts faults in their places. Shared by all connections.
package final class Disturbances: Sendable {
  /// What to do with one request.
  enum Effect {
    case none
    /// Its answer comes so much later.
    case delay(Duration)
    /// This is its answer; the recorded one stays for the next request.
    case replace(Answer)
  }

  private let latency: Latency
  private let plan: Mutex<FaultPlan>

  package init(latency: Latency = .none, faults: [Fault] = []) {
    self.latency = latency
    plan = Mutex(FaultPlan(faults))
  }

  /// The faults that have not taken place, each with the number of requests that it matched.
  package var unfired: [(fault: Fault, count: Int)] { plan.withLock { $0.unfired } }

  /// - Parameter recorded: the answer that the request would have; asked for only where a part of it is needed.
  func effect(on identity: RequestIdentity, recorded: () -> PreparedResponse?) -> Effect {
    guard let fault = plan.withLock({ $0.next(identity.action) }) else { return .none }
    if let error = fault.error(to: identity.action, in: identity.dialect) {
      let response = identity.dialect.error(
        status: error.status, code: error.code, message: error.message, requestID: Deck.requestID)
      return .replace(Answer(PreparedResponse(response, isAnswerToHEAD: identity.isHEAD)))
    }
    let nothing = PreparedResponse(head: [], body: [])
    switch fault.kind {
    case .throttle, .error: return .none
    case .reset: return .replace(Answer(nothing, ending: .reset))
    case .timeout: return .replace(Answer(nothing, ending: .silent))
    case .truncate:
      guard var answer = recorded() else { return .none }
      // Half of a body is told from the whole by its length.
      answer.trailers = nil
      return .replace(Answer(answer, ending: .truncated))
    case .delay(let duration): return .delay(duration)
    }
  }

  /// - Parameter took: what the answer took when it was recorded, in milliseconds.
  func delay(took: () -> Int) -> Duration { latency.delay(took: took) }
}
