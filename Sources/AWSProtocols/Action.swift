// SPDX-License-Identifier: Apache-2.0

/// What a request asks for: a service and one of its operations, or a method and path where it is no AWS operation.
package struct Action: Hashable, Sendable, CustomStringConvertible {
  /// The service's name in the service index (`codestar-connections`), or a host.
  package var service: String
  /// The operation (`GetConnection`), or method and path (`GET /health`).
  package var operation: String

  package init(service: String, operation: String) {
    self.service = service
    self.operation = operation
  }

  package var description: String { "\(service):\(operation)" }

  /// What requests that may be one and the same have in common: the action; for what is no AWS operation its method
  /// alone, since its path may hold names that were made up.
  package var group: Action {
    guard let space = operation.utf8.firstIndex(of: 0x20) else { return self }
    return Action(service: service, operation: String(operation[..<space]))
  }
}
