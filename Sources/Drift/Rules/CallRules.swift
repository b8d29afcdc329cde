// SPDX-License-Identifier: Apache-2.0

/// Rules of which calls there are and how they went.
extension DriftRule {
  package static let operationRemoved = DriftRule(
    "operation.removed", .warning, "An operation is no longer called",
    why: "its answers are no longer tested", from: "oasdiff: api-removed")
  package static let operationAdded = DriftRule(
    "operation.added", .info, "An operation is called that was not",
    why: "there is nothing to compare it with yet", from: "oasdiff: endpoint-added")
  package static let timingSlower = DriftRule(
    "timing.slower", nil, "Answers take more than twice as long, and half a second longer, in the median",
    why: "timings depend on the day and the network, hence off")
  package static let sizeGrown = DriftRule(
    "size.grown", nil, "Answers are more than twice as large, and 4 KiB larger, in the median",
    why: "size says little alone, hence off")

  static let calls = [operationRemoved, operationAdded, timingSlower, sizeGrown]
}
