// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// The errors that any service of AWS may answer with and that no model lists for each operation: of signatures and
/// credentials, permissions, throttling, validation, and of the service itself (AWS API references, "Common Errors").
enum CommonErrors {
  static func contains(_ code: String) -> Bool { codes.contains(code) || ErrorCode.isThrottling(code) }

  private static let codes: Set<String> = [
    "AccessDenied", "AccessDeniedException", "AuthFailure", "Blocked", "ExpiredToken", "ExpiredTokenException",
    "IncompleteSignature", "IncompleteSignatureException", "InternalError", "InternalFailure",
    "InternalFailureException", "InternalServerError", "InternalServerException", "InternalServiceError",
    "InternalServiceErrorException", "InternalServiceException", "InvalidAccessKeyId", "InvalidAction",
    "InvalidClientTokenId", "InvalidParameterCombination", "InvalidParameterValue", "InvalidQueryParameter",
    "InvalidSignatureException", "MalformedQueryString", "MissingAction", "MissingAuthenticationToken",
    "MissingAuthenticationTokenException", "MissingParameter", "NotAuthorized", "OptInRequired", "RequestExpired",
    "RequestTimeout", "RequestTimeTooSkewed", "SerializationException", "ServiceUnavailable",
    "ServiceUnavailableException", "SignatureDoesNotMatch", "TokenRefreshRequired", "UnauthorizedOperation",
    "UnknownOperationException", "UnrecognizedClientException", "UnsupportedOperation",
    "UnsupportedProtocolException", "ValidationError", "ValidationException",
  ]
}
