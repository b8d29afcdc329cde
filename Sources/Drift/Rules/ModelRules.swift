// SPDX-License-Identifier: Apache-2.0

/// Rules of `tapedeck verify --model`: one recording against the service models.
extension DriftRule {
  package static let modelOperation = DriftRule(
    "model.operation", .warning, "The service has no such operation",
    why: "the call is misspelt, or the model is older than the service")
  package static let modelMember = DriftRule(
    "model.member", .warning, "Answers have a member that the model does not know",
    why: "SDKs drop it", from: "optic: additional property")
  package static let modelRequired = DriftRule(
    "model.required", .error, "Answers lack a member that the model requires",
    why: "SDKs promise it to their callers", from: "optic: missing required property")
  package static let modelKind = DriftRule(
    "model.kind", .error, "A member of an answer holds another kind of value than the model says",
    why: "SDKs cannot parse it", from: "optic: unmatched type")
  package static let modelEnum = DriftRule(
    "model.enum", .warning, "A value of an answer is not in the model's enumeration",
    why: "clients that switch over the values meet one they do not know", from: "optic: missing enum value")
  package static let modelError = DriftRule(
    "model.error", .warning, "An error is answered that the model does not list for the operation",
    why: "SDKs have no type for it: it cannot be caught by name")
  package static let modelRequestMember = DriftRule(
    "model.request-member", .warning, "Requests have a member that the model does not know",
    why: "AWS passes over it or refuses it", from: "optic: additional property")
  package static let modelRequestRequired = DriftRule(
    "model.request-required", .error, "Requests lack a member that the model requires",
    why: "AWS refuses such requests", from: "optic: missing required property")
  package static let modelRequestKind = DriftRule(
    "model.request-kind", .error, "A member of a request holds another kind of value than the model says",
    why: "AWS refuses such requests", from: "optic: unmatched type")
  package static let modelRequestEnum = DriftRule(
    "model.request-enum", .warning, "A value of a request is not in the model's enumeration",
    why: "AWS refuses values that it does not know", from: "optic: missing enum value")

  static let model = [
    modelOperation, modelMember, modelRequired, modelKind, modelEnum, modelError, modelRequestMember,
    modelRequestRequired, modelRequestKind, modelRequestEnum,
  ]
}
