// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// An answer that says no.
struct ServiceError: Error, Equatable {
  /// Errors that the service models declare; always HTTP 400.
  enum Modelled: String, CaseIterable, Sendable {
    case accessDenied = "AccessDeniedException"
    case concurrentModification = "ConcurrentModificationException"
    case conditionalCheckFailed = "ConditionalCheckFailedException"
    case conflict = "ConflictException"
    case internalServer = "InternalServerException"
    case invalidInput = "InvalidInputException"
    case limitExceeded = "LimitExceededException"
    case resourceAlreadyExists = "ResourceAlreadyExistsException"
    case resourceNotFound = "ResourceNotFoundException"
    case resourceUnavailable = "ResourceUnavailableException"
    case retryLatestCommitFailed = "RetryLatestCommitFailedException"
    case syncBlockerDoesNotExist = "SyncBlockerDoesNotExistException"
    case syncConfigurationStillExists = "SyncConfigurationStillExistsException"
    case throttling = "ThrottlingException"
    case unsupportedOperation = "UnsupportedOperationException"
    case unsupportedProviderType = "UnsupportedProviderTypeException"
    case updateOutOfSync = "UpdateOutOfSyncException"
  }

  private enum Source: Equatable {
    /// The service itself; its errors carry its own namespace.
    case service
    /// What stands before every awsJson service: parsing, authentication, dispatch.
    case framework
    /// The framework's check of constraints.
    case validation
  }

  /// As SDKs know it, without a namespace.
  let code: String
  let message: String
  let status: Int
  private let source: Source

  private init(_ code: String, _ message: String, status: Int = 400, source: Source = .framework) {
    self.code = code
    self.message = message
    self.status = status
    self.source = source
  }

  /// The model bounds these messages; what is longer, as one with an ARN can be, is cut.
  init(_ error: Modelled, _ message: String) {
    self.init(error.rawValue, String(message.unicodeScalars.prefix(600)), source: .service)
  }

  static func notFound(_ kind: String, _ name: String) -> Self {
    Self(.resourceNotFound, "\(kind) not found: \(name)")
  }

  static func validation(_ message: String) -> Self { Self("ValidationException", message, source: .validation) }
  static func serialization(_ message: String) -> Self { Self("SerializationException", message) }
  static func unknownOperation(_ message: String) -> Self { Self("UnknownOperationException", message) }
  static func incompleteSignature(_ message: String) -> Self { Self("IncompleteSignatureException", message) }
  static func invalidSignature(_ message: String) -> Self { Self("InvalidSignatureException", message) }
  static func tooLarge(_ message: String) -> Self { Self("RequestEntityTooLargeException", message, status: 413) }
  /// For operations whose model declares no error for it.
  static let throttled = Self("ThrottlingException", "Rate exceeded")
  static let missingAuthentication =
    Self("MissingAuthenticationTokenException", "Missing Authentication Token", status: 403)

  /// The awsJson body: `__type` with a namespace, which every SDK cuts off, and the message under the name that the
  /// model (`Message`) or the framework (`message`) gives it.
  func body(for service: ServiceName) -> [UInt8] {
    let (namespace, messageMember) =
      switch source {
      case .service: (service.namespace, "Message")
      case .framework: ("com.amazon.coral.service", "message")
      case .validation: ("com.amazon.coral.validate", "message")
      }
    var writer = JSONWriter()
    writer.object {
      $0.member("__type", "\(namespace)#\(code)")
      $0.member(messageMember, message)
    }
    return writer.bytes
  }
}
