// SPDX-License-Identifier: Apache-2.0

/// The environment variables whose values a project wants redacted.
struct RedactedVariables {
  /// A shorter value would be found in places that have nothing to do with it.
  static let shortest = 6

  /// The values, in the order of the names; of variables that are not set, or empty, none.
  private(set) var values: [String] = []
  /// The names of those.
  private(set) var unset: [String] = []

  /// Fails with a usage error where a value is too short.
  init(_ names: [String], in environment: [String: String]) throws {
    for name in names {
      guard let value = environment[name], !value.isEmpty else {
        unset.append(name)
        continue
      }
      guard value.utf8.count >= RedactedVariables.shortest else {
        throw Failure(
          ExitStatus.usage,
          "redact.environment: the value of \(name) has fewer than \(RedactedVariables.shortest) bytes, which are found "
            + "everywhere; take \(name) out, or name the places of its value under redact.paths")
      }
      values.append(value)
    }
  }
}
