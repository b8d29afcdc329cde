// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// What a live answer is good for.
package enum LiveVerdict: Hashable, Sendable {
  /// It says something of the API: it is compared with the recorded answers that ended as it did, or with all where none
  /// did.
  case answer
  /// What the recording asked for is not there any more.
  case isGone
  /// What the recording did not find is there now.
  case isThere
  /// Too many requests: it is asked again later.
  case throttled
  /// The server failed: it is asked again later.
  case failed
  /// The upstream did not take the credentials: no other question will fare better.
  case refused(code: String)

  /// Judges a live answer by those that were recorded to the same question.
  package init(_ response: HTTPResponse, recorded: [Question.Outcome]) {
    let live = Question.Outcome(response)
    // What the recording shows, too, is the subject of it, whatever it is.
    if recorded.contains(where: live.isLike) {
      self = .answer
    } else if live.isSuccess {
      self = recorded.allSatisfy(\.isAbsence) ? .isThere : .answer
    } else if live.status == 429 || live.code.map(ErrorCode.isThrottling) == true {
      self = .throttled
    } else if live.status >= 500 {
      self = .failed
    } else if let code = live.code, CredentialRefusal.codes.contains(code) {
      self = .refused(code: code)
    } else {
      self = live.isAbsence ? .isGone : .answer
    }
  }

  /// Whether the same request may fare better later.
  package var isPassing: Bool { self == .throttled || self == .failed }
}

/// How long to wait before a question that met a passing failure is asked again.
package enum RetryDelay {
  /// How often a question is asked at most.
  package static let attempts = 5
  /// In seconds.
  private static let longest = 20

  /// The wait after the `attempt`-th answer, counted from 1: doubled each time, or what the server asks for.
  package static func after(_ attempt: Int, _ response: HTTPResponse) -> Duration {
    if let asked = response.head.fields["Retry-After"].flatMap({ Int($0) }), asked >= 0 {
      return .seconds(min(asked, longest))
    }
    return .milliseconds(min(500 << min(attempt - 1, 8), longest * 1000))
  }
}
