// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// What recordings hold of all that a service has.
package struct ServiceCoverage: Sendable {
  /// Names of operations or codes of errors, sorted.
  package struct Part: Sendable {
    package var held: [String] = []
    package var lacking: [String] = []

    package var count: Int { held.count + lacking.count }

    init(_ all: some Sequence<String>, held: Set<String>) {
      for name in Set(all).sorted() {
        if held.contains(name) { self.held.append(name) } else { lacking.append(name) }
      }
    }
  }

  /// The newest name, where AWS renamed it.
  package let service: String
  /// The names under which it was called, sorted.
  package let calledAs: [String]
  package let exchanges: Int
  package let operations: Part
  /// Those that the model has for any operation.
  package let errors: Part
}

/// What is known of a service while recordings are read.
struct CoverageTally {
  var calledAs: Set<String> = []
  var dialects: Set<Dialect> = []
  var exchanges = 0
  var operations: Set<String> = []
  var errors: Set<String> = []

  func coverage(of service: Service) -> ServiceCoverage {
    // A service of several protocols has one code for an error, or one a protocol.
    let dialect = dialects.filter { service.hasModel(of: $0) }.min { $0.rawValue < $1.rawValue }
    let codes = dialect.map { service.errors(in: $0).map(\.code) } ?? []
    return ServiceCoverage(
      service: service.name, calledAs: calledAs.sorted(), exchanges: exchanges,
      operations: ServiceCoverage.Part(service.operations.map(\.name), held: operations),
      errors: ServiceCoverage.Part(codes, held: errors))
  }
}
