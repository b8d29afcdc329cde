// SPDX-License-Identifier: Apache-2.0

/// Rules of what the client sends.
extension DriftRule {
  package static let requestMemberAdded = DriftRule(
    "request.member-added", .warning, "The client sends a member that it did not send",
    why: "the client changed, not the API: a newer SDK, or your code", from: "oasdiff: new-optional-request-property")
  package static let requestMemberRemoved = DriftRule(
    "request.member-removed", .warning, "The client no longer sends a member",
    why: "the client changed, not the API", from: "oasdiff: request-property-removed")
  package static let requestRequiredRemoved = DriftRule(
    "request.required-removed", .error, "The client no longer sends a member that the model requires",
    why: "AWS refuses such requests", from: "oasdiff: new-required-request-property")
  package static let requestKind = DriftRule(
    "request.kind", .error, "The client sends another kind of value",
    why: "AWS parses one kind", from: "oasdiff: request-property-type-changed")
  package static let requestEnum = DriftRule(
    "request.enum", .error, "The client sends a new value that the model's enumeration does not have",
    why: "AWS refuses values that it does not know", from: "oasdiff: request-property-enum-value-removed")
  package static let requestService = DriftRule(
    "request.service", .info, "The client calls the service by its other name",
    why: "the calls are the same, ARNs and permissions have another prefix")

  static let requests = [
    requestMemberAdded, requestMemberRemoved, requestRequiredRemoved, requestKind, requestEnum, requestService,
  ]
}
