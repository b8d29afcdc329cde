// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What a handler is told of the request and the service's settings.
struct Call {
  /// Keeps the constraints of the operation's input shape.
  let input: DocumentValue
  let operation: String
  /// The name under which the request came.
  let service: ServiceName
  let region: String
  let account: String
  let handshake: Handshake
  let now: Timestamp

  /// A required string member.
  func required(_ name: String) throws(ServiceError) -> String {
    guard let text = input[name]?.string else { throw .serialization("\(name) is not a string.") }
    return text
  }

  func optional(_ name: String) -> String? { input[name]?.string }

  /// An input that keeps the model's constraints and still cannot be: told as the operation's model has it.
  func invalid(_ message: String) -> ServiceError {
    let isModelled = ModelFacts.operations[operation]?.errors.contains(ServiceError.Modelled.invalidInput.rawValue)
    return isModelled == true ? ServiceError(.invalidInput, message) : .validation(message)
  }

  func arn(_ resource: String) -> ResourceARN {
    ResourceARN(service: service, region: region, account: account, resource: resource)
  }
}

/// One operation: its name in the model, and what it does to a region.
struct Operation: Sendable {
  /// Writes the members of the output, or throws and leaves the region as it was.
  typealias Handler = @Sendable (Call, inout Region, inout JSONWriter) throws(ServiceError) -> Void

  let name: String
  let handle: Handler

  init(_ name: String, _ handle: @escaping Handler) {
    self.name = name
    self.handle = handle
  }

  static let named: [String: Operation] = Dictionary(
    uniqueKeysWithValues: (connections + hosts + tags + repositoryLinks + syncConfigurations + syncStatus + syncBlockers)
      .map { ($0.name, $0) })
}
