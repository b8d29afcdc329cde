// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// A request that has passed all that is checked before any state is looked at.
struct ServiceRequest {
  let service: ServiceName
  let region: String
  /// What the request that came is signed with.
  let accessKeyID: String
  let operation: Operation
  /// An object that keeps the constraints of the operation's input shape.
  let input: DocumentValue

  /// Bytes of a body, and what a document made of it may cost.
  static let limits = DocumentLimits(bytes: 1 << 20, depth: 64, nodes: 200_000)

  /// Reads and checks a request, in the order: size, operation, content type, credential scope, JSON, constraints.
  init(_ request: HTTPRequest) throws(ServiceError) {
    guard request.body.count <= Self.limits.bytes else {
      throw .tooLarge("The request body is longer than \(Self.limits.bytes) bytes.")
    }
    let fields = request.head.fields
    let target = fields["X-Amz-Target"] ?? ""
    guard request.head.method == "POST", request.head.path == "/",
      let (service, name) = ServiceName.split(target: target), let facts = ModelFacts.operations[name],
      let operation = Operation.named[name]
    else {
      throw .unknownOperation("'\(target)' is no operation of this service.")
    }
    guard request.head.hasMediaType("application/x-amz-json-1.0") else {
      throw .unknownOperation("The Content-Type has to be application/x-amz-json-1.0.")
    }
    let scope = try CredentialScope(authorization: fields["Authorization"])
    guard scope.service == service.rawValue else {
      throw .invalidSignature("Credential should be scoped to correct service: '\(service.rawValue)'.")
    }
    self.service = service
    self.operation = operation
    region = scope.region
    accessKeyID = scope.accessKeyID
    input = try Self.document(request.body)
    try InputValidator.validate(input, as: facts.input, by: service.model)
  }

  /// The service that an error is told in the name of, where the request itself was not understood.
  static func service(of request: HTTPRequest) -> ServiceName {
    ServiceName.split(target: request.head.fields["X-Amz-Target"] ?? "")?.service ?? .codeconnections
  }

  private static func document(_ body: [UInt8]) throws(ServiceError) -> DocumentValue {
    do throws(DocumentError) {
      return try JSONReader.read(body.isEmpty ? Array("{}".utf8) : body, limits: limits).root
    } catch {
      throw .serialization("The request body is not JSON: \(error).")
    }
  }
}
