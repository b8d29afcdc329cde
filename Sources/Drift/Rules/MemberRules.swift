// SPDX-License-Identifier: Apache-2.0

/// Rules of which members answers have.
extension DriftRule {
  package static let memberRequiredRemoved = DriftRule(
    "member.required-removed", .error, "A member that the model requires is gone from all answers",
    why: "SDKs promise it to their callers", from: "oasdiff: response-required-property-removed")
  package static let memberRemoved = DriftRule(
    "member.removed", .warning, "A member that all answers had is gone from all",
    why: "clients that read it find nothing", from: "oasdiff: response-optional-property-removed")
  package static let memberOptional = DriftRule(
    "member.optional", .warning, "A member that all answers had is missing from some",
    why: "clients that counted on it have to check", from: "oasdiff: response-property-became-optional")
  package static let memberAdded = DriftRule(
    "member.added", .info, "Answers have a member that none had",
    why: "there is something new to read; old clients pass over it", from: "oasdiff: response-property-added")
  package static let memberUnmodelled = DriftRule(
    "member.unmodelled", .warning, "Answers have a new member that the model does not know",
    why: "the SDK in use drops it: update the SDK, or tapedeck", from: "optic: additional property")

  static let members = [memberRequiredRemoved, memberRemoved, memberOptional, memberAdded, memberUnmodelled]
}
