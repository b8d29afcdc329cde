// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// An answer that says no.
struct ServiceError: Error, Equatable {
  /// Errors that the service models declare; always HTTP 400.
  enum Modelled: String, Sendable {
    case conflict = "ConflictException"
    case limitExceeded = "LimitExceededException"
    case resourceNotFound = "ResourceNotFoundException"
    case resourceUnavailable = "ResourceUnavailableException"
    case unsupportedOperation = "UnsupportedOperationException"
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

  init(_ error: Modelled, _ message: String) {
    self.init(error.rawValue, message, source: .service)
  }

  static func validation(_ message: String) -> Self { Self("ValidationException", message, source: .validation) }
  static func serialization(_ message: String) -> Self { Self("SerializationException", message) }
  static func unknownOperation(_ message: String) -> Self { Self("UnknownOperationException", message) }
  static func incompleteSignature(_ message: String) -> Self { Self("IncompleteSignatureException", message) }
  static func invalidSignature(_ message: String) -> Self { Self("InvalidSignatureException", message) }
  static func tooLarge(_ message: String) -> Self { Self("RequestEntityTooLargeException", message, status: 413) }
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
