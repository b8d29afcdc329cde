// SPDX-License-Identifier: Apache-2.0

/// How much a finding matters to who calls the API.
package enum Severity: String, Sendable, CaseIterable, Comparable {
  /// Worth knowing; no client has to change.
  case info
  /// A client may have to change.
  case warning
  /// A client that relied on the old answers breaks.
  case error

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }

  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}
