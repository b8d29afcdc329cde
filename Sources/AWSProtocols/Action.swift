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
}
