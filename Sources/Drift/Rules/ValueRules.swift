// SPDX-License-Identifier: Apache-2.0

/// Rules of what stands in the members of answers.
extension DriftRule {
  package static let kindChanged = DriftRule(
    "kind.changed", .error, "A member holds another kind of value",
    why: "typed clients cannot parse the answer", from: "oasdiff: response-property-type-changed")
  package static let nullSeen = DriftRule(
    "null.seen", .error, "A member is null that never was",
    why: "clients that did not check break", from: "oasdiff: response-property-became-nullable")
  package static let nullGone = DriftRule(
    "null.gone", .info, "A member that was null is so no longer",
    why: "the check for null may have become needless", from: "oasdiff: response-property-became-not-nullable")
  package static let numberFraction = DriftRule(
    "number.fraction", .error, "A member that held integers holds fractions",
    why: "clients that parse an integer fail", from: "oasdiff: response-property-type-changed")
  package static let numberInteger = DriftRule(
    "number.integer", .info, "A member that held fractions holds integers only",
    why: "the value is narrower; old clients read it", from: "oasdiff: response-property-type-changed")
  package static let formatTimestamp = DriftRule(
    "format.timestamp", .error, "Times are written in another form",
    why: "clients parse one form", from: "Smithy: timestampFormat trait")
  package static let formatChanged = DriftRule(
    "format.changed", .warning, "Texts have another form: UUID, ARN, URL, number, time",
    why: "clients that take the text apart fail")
  package static let enumUnmodelled = DriftRule(
    "enum.unmodelled", .warning, "A value is new that the model's enumeration does not have",
    why: "clients that switch over the values meet one they do not know",
    from: "oasdiff: response-property-enum-value-added")
  package static let enumSeen = DriftRule(
    "enum.seen", .info, "A value of the model's enumeration is new here",
    why: "clients meet a value that tests did not show them", from: "oasdiff: response-property-enum-value-added")
  package static let enumGone = DriftRule(
    "enum.gone", .info, "A value of an enumeration is no longer seen",
    why: "code for it is no longer tested", from: "oasdiff: response-property-enum-value-removed")
  package static let valueChanged = DriftRule(
    "value.changed", .warning, "A value that was always the same is another one",
    why: "what never changed may be relied on")
  package static let valuePinned = DriftRule(
    "value.pinned", .error, "A value that `drift.pins` names is another one",
    why: "you said that it must not change")
  package static let listLength = DriftRule(
    "list.length", nil, "A list is empty that never was, or is no longer empty",
    why: "it is a matter of data as a rule, hence off")
  package static let pageStarted = DriftRule(
    "page.started", .warning, "A list that was whole comes in pages",
    why: "clients that do not ask on miss the rest")
  package static let pageEnded = DriftRule(
    "page.ended", .info, "A list that came in pages is whole",
    why: "code that asks on is no longer tested")

  static let values = [
    kindChanged, nullSeen, nullGone, numberFraction, numberInteger, formatTimestamp, formatChanged, enumUnmodelled,
    enumSeen, enumGone, valueChanged, valuePinned, listLength, pageStarted, pageEnded,
  ]
}
