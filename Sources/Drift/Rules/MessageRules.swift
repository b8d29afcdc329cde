// SPDX-License-Identifier: Apache-2.0

/// Rules of headers, and of how bodies are written.
extension DriftRule {
  package static let headerRequiredRemoved = DriftRule(
    "header.required-removed", .error,
    "A header that clients need is gone: content type, request id, or one that the model requires",
    why: "SDKs parse by the one and report the other", from: "oasdiff: required-response-header-removed")
  package static let headerRemoved = DriftRule(
    "header.removed", .warning, "A header that all answers had is gone",
    why: "clients that read it find nothing", from: "oasdiff: optional-response-header-removed")
  package static let headerAdded = DriftRule(
    "header.added", .info, "Answers have a header that none had",
    why: "there is something new to read", from: "oasdiff: response-header-added")
  package static let headerChanged = DriftRule(
    "header.changed", .info, "A header that always said the same says something else",
    why: "what never changed may be relied on")
  package static let mediaChanged = DriftRule(
    "media.changed", .error, "The body is written in another format",
    why: "clients parse one format", from: "oasdiff: response-media-type-removed")
  package static let bodyUnreadable = DriftRule(
    "body.unreadable", .error, "A body is missing, or no document of its format, where all were",
    why: "no client can parse the answer")
  package static let encodingChanged = DriftRule(
    "encoding.changed", .info, "The body is compressed otherwise",
    why: "clients that undo no compression cannot read it")

  static let messages = [
    headerRequiredRemoved, headerRemoved, headerAdded, headerChanged, mediaChanged, bodyUnreadable, encodingChanged,
  ]
}
