// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser

/// What makes two requests the same: the options of every verb that compares requests.
struct ComparisonOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: "Take a service that AWS renamed for one under both its names (codestar-connections, codeconnections).")
  var renamedServices = true

  /// What requests are compared by.
  func context(_ rules: MatchRules) -> CanonicalContext {
    CanonicalContext(
      rules: rules, unitesRenamed: renamedServices, inflate: CompressedBodies.compared)
  }
}
