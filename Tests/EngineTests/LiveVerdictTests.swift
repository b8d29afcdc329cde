// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Engine

@Suite("What a live answer is good for")
struct LiveVerdictTests {
  private func response(_ status: Int, _ code: String? = nil, message: String = "") -> HTTPResponse {
    Recording.answer(code.map { #"{"__type":"a.b#\#($0)","message":"\#(message)"}"# } ?? "{}", status)
  }

  private func verdict(_ live: HTTPResponse, recorded: HTTPResponse...) -> LiveVerdict {
    LiveVerdict(live, recorded: recorded.map { Question.Outcome($0) })
  }

  @Test("it is compared where the call ends as it did")
  func same() {
    #expect(verdict(response(200), recorded: response(200)) == .answer)
    #expect(verdict(response(400, "NotFound"), recorded: response(400, "NotFound")) == .answer)
    #expect(verdict(response(400, "ThrottlingException"), recorded: response(400, "ThrottlingException")) == .answer)
    #expect(verdict(response(200), recorded: response(404), response(200)) == .answer)
  }

  @Test(
    "what is not there any more is another state, no drift",
    arguments: [
      (400, "ResourceNotFoundException"), (404, nil), (404, "NoSuchKey"), (400, "NoSuchEntity"),
      (400, "InvalidInstanceID.NotFound"), (400, "AWS.SimpleQueueService.NonExistentQueue"), (410, nil),
      (400, "QueueDoesNotExist"),
    ])
  func gone(status: Int, code: String?) {
    #expect(verdict(response(status, code), recorded: response(200)) == .isGone)
    #expect(verdict(response(200), recorded: response(status, code)) == .isThere)
  }

  @Test("so is what only the message says not to exist")
  func message() {
    let live = response(400, "ValidationError", message: "Stack with id x does not exist")
    #expect(verdict(live, recorded: response(200)) == .isGone)
  }

  @Test("another error is compared")
  func errors() {
    #expect(verdict(response(400, "ValidationException"), recorded: response(200)) == .answer)
    #expect(verdict(response(403, "AccessDeniedException"), recorded: response(200)) == .answer)
    #expect(verdict(response(200), recorded: response(400, "ValidationException")) == .answer)
    #expect(verdict(response(400, "A"), recorded: response(400, "B")) == .answer)
  }

  @Test(
    "throttling and failures pass",
    arguments: [(400, "ThrottlingException"), (429, nil), (503, "SlowDown"), (400, "Throttling")])
  func throttled(status: Int, code: String?) {
    #expect(verdict(response(status, code), recorded: response(200)) == .throttled)
    #expect(verdict(response(500, "InternalFailure"), recorded: response(200)) == .failed)
  }

  @Test("credentials that are not taken end it")
  func refused() {
    let live = response(403, "ExpiredTokenException")
    #expect(verdict(live, recorded: response(200)) == .refused(code: "ExpiredTokenException"))
    #expect(verdict(live, recorded: response(403, "ExpiredTokenException")) == .answer)
  }

  @Test("the wait doubles, is bounded, and is the server's where it names one")
  func waits() {
    #expect((1...4).map { RetryDelay.after($0, response(429)) } == [500, 1000, 2000, 4000].map { .milliseconds($0) })
    #expect(RetryDelay.after(60, response(429)) == .seconds(20))
    var asked = response(429)
    asked.head.fields.append("Retry-After", "3")
    #expect(RetryDelay.after(1, asked) == .seconds(3))
    asked.head.fields.set("Retry-After", "86400")
    #expect(RetryDelay.after(1, asked) == .seconds(20))
    asked.head.fields.set("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT")
    #expect(RetryDelay.after(1, asked) == .milliseconds(500))
  }
}
