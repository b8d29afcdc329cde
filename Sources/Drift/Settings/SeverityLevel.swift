// SPDX-License-Identifier: Apache-2.0

/// What a user may choose where a severity is asked for: one of them, or none.
package enum SeverityLevel: String, CaseIterable, Sendable {
  case error, warning, info
  case off = "none"

  package var severity: Severity? {
    switch self {
    case .error: .error
    case .warning: .warning
    case .info: .info
    case .off: nil
    }
  }
}
