// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// One way in which two cassettes differ.
package struct Finding: Hashable, Sendable {
  package enum Rule: String, Sendable, CaseIterable {
    case operationRemoved = "operation-removed"
    case operationAdded = "operation-added"
    case statusChanged = "status-changed"
    case errorChanged = "error-changed"
    case memberRemoved = "member-removed"
    case memberAdded = "member-added"
    case kindChanged = "kind-changed"

    package var severity: Severity {
      switch self {
      case .statusChanged, .errorChanged, .kindChanged: .error
      case .operationRemoved, .memberRemoved: .warning
      case .operationAdded, .memberAdded: .info
      }
    }
  }

  package enum Severity: String, Sendable, CaseIterable, Comparable {
    case info, warning, error

    package static func < (left: Severity, right: Severity) -> Bool {
      let order: [Severity] = [.info, .warning, .error]
      return (order.firstIndex(of: left) ?? 0) < (order.firstIndex(of: right) ?? 0)
    }
  }

  package let rule: Rule
  package let action: Action
  /// JSON pointer into the response, `*` for any element; empty where it is about the whole.
  package let pointer: String
  package let old: String
  package let new: String

  package var severity: Severity { rule.severity }

  /// The same for the same finding, whenever and wherever it is made: 12 hex digits.
  package var fingerprint: String {
    String(sha256Hex(Array("\(rule.rawValue)\n\(action)\n\(pointer)\n\(old)\n\(new)".utf8)).prefix(12))
  }

  /// The finding in words, without the action.
  package var message: String {
    switch rule {
    case .operationRemoved: "is no longer called (\(old) before)"
    case .operationAdded: "is new (\(new))"
    case .statusChanged: "status \(old) became \(new)"
    case .errorChanged: "error \(old) became \(new)"
    case .memberRemoved: "\(pointer) is gone (it was in all \(old))"
    case .memberAdded: "\(pointer) is new (in \(new))"
    case .kindChanged: "\(pointer) was \(old), is \(new)"
    }
  }
}
