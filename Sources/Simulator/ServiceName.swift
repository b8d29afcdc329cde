// SPDX-License-Identifier: Apache-2.0

/// The two names under which clients reach the one service.
enum ServiceName: String, CaseIterable, Sendable {
  case codestarConnections = "codestar-connections"
  case codeconnections = "codeconnections"

  /// What stands before an error's name in `__type`, and before the target's short prefix.
  var namespace: String {
    switch self {
    case .codestarConnections: "com.amazonaws.codestar.connections"
    case .codeconnections: "com.amazonaws.codeconnections"
    }
  }

  /// What stands before the operation in `X-Amz-Target`. botocore sends it behind the namespace, the Go SDK alone.
  var shortTargetPrefix: String {
    switch self {
    case .codestarConnections: "CodeStar_connections_20191201"
    case .codeconnections: "CodeConnections_20231201"
    }
  }

  var model: ServiceModel {
    switch self {
    case .codestarConnections: .codestarConnections
    case .codeconnections: .codeconnections
    }
  }

  /// The service and operation of a target in either form, or nil.
  static func split(target: String) -> (service: ServiceName, operation: String)? {
    guard let dot = target.lastIndex(of: ".") else { return nil }
    let prefix = target[..<dot]
    let service = allCases.first {
      prefix == $0.shortTargetPrefix || prefix == "\($0.namespace).\($0.shortTargetPrefix)"
    }
    return service.map { ($0, String(target[target.index(after: dot)...])) }
  }
}
