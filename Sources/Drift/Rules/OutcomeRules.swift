// SPDX-License-Identifier: Apache-2.0

/// Rules of what became of a request.
extension DriftRule {
  package static let outcomeFailed = DriftRule(
    "outcome.failed", .error, "A request that succeeded fails",
    why: "the same call no longer works", from: "oasdiff: response-success-status-removed")
  package static let outcomeSucceeded = DriftRule(
    "outcome.succeeded", .warning, "A request that failed succeeds",
    why: "code that handled the error is no longer reached, or something is allowed that was not")
  package static let outcomeStatus = DriftRule(
    "outcome.status", .warning, "The status code changed, success or failure did not",
    why: "clients that look at the number see another one", from: "oasdiff: response-success-status-removed")
  package static let errorCode = DriftRule(
    "error.code", .error, "A failing request fails with another error code",
    why: "code that catches the error by its name no longer does", from: "Smithy: error serialization")
  package static let errorSeen = DriftRule(
    "error.seen", .info, "A request that only the new recording has fails with an error that the operation never had",
    why: "it may be your new call, or an error that AWS did not answer before")
  package static let errorForm = DriftRule(
    "error.form", .info, "The error code is the same, written otherwise",
    why: "SDKs leave out name space and suffix, hand-written clients may not",
    from: "Smithy: operation error serialization")
  package static let errorMessage = DriftRule(
    "error.message", .info, "The text of an error changed",
    why: "code that looks into messages, which are no contract, may miss it")
  package static let environmentThrottled = DriftRule(
    "environment.throttled", .warning, "A request was throttled that was not before",
    why: "it says something of the load that day, nothing of the API")
  package static let environmentFailed = DriftRule(
    "environment.failed", .warning, "A request met a failure of the server that it did not before",
    why: "it says something of the service that day, nothing of the API")

  static let outcomes = [
    outcomeFailed, outcomeSucceeded, outcomeStatus, errorCode, errorSeen, errorForm, errorMessage, environmentThrottled,
    environmentFailed,
  ]
}
