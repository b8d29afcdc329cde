// SPDX-License-Identifier: Apache-2.0

/// Services that AWS renamed and keeps under both names, operations and shapes alike.
package enum ServiceRenames {
  /// The new name by the old one; both are names in the index, of the credential scope, and in ARNs.
  private static let newNames = ["codestar-connections": "codeconnections"]
  private static let oldNames = Dictionary(grouping: newNames.keys) { newNames[$0] ?? $0 }

  /// The newest name of a service, also as the service part of an ARN; of any other word that word.
  package static func canonicalName(of service: String) -> String {
    newNames[service] ?? service
  }

  /// The names that a service had before it got this one.
  package static func oldNames(of service: String) -> [String] {
    oldNames[service] ?? []
  }

  /// Whether two names are one service's.
  package static func sameService(_ one: String, _ other: String) -> Bool {
    canonicalName(of: one) == canonicalName(of: other)
  }
}
