// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// An error that the next calls are answered with, whatever they ask.
struct PlannedError: Dumped, Equatable, Sendable {
  /// The operation that fails; nil for all.
  let operation: String?
  let error: ServiceError.Modelled
  /// How many calls are still to fail.
  var count: Int

  static let counts = 1...1_000_000

  /// Every operation can be throttled; else it answers only what its model declares.
  func applies(to name: String) -> Bool {
    guard operation == nil || operation == name else { return false }
    return error == .throttling || ModelFacts.operations[name]?.errors.contains(error.rawValue) == true
  }

  /// The error as a call of that operation gets it.
  func failure(of name: String) -> ServiceError {
    let isDeclared = ModelFacts.operations[name]?.errors.contains(error.rawValue) == true
    return isDeclared ? ServiceError(error, "\(error.rawValue), as it was asked for.") : .throttled
  }
}

extension PlannedError {
  init(dumped value: AdminValue) throws(AdminError) {
    operation = try value.optionalText("operation")
    error = try value.member("error").choice(ServiceError.Modelled.self)
    count = try value.member("count").int(Self.counts)
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("operation", ifGiven: operation)
      $0.member("error", error.rawValue)
      $0.member("count", count)
    }
  }
}
