// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Tells when AWS did not take the credentials that signed a request (AWS API references, "Common errors").
package enum CredentialRefusal {
  static let codes: Set<String> = [
    "ExpiredToken", "ExpiredTokenException", "RequestExpired", "UnrecognizedClientException", "InvalidClientTokenId",
    "InvalidAccessKeyId", "InvalidToken", "SignatureDoesNotMatch", "InvalidSignatureException", "AuthFailure",
    "IncompleteSignature", "MissingAuthenticationToken", "MissingAuthenticationTokenException",
  ]

  /// The error code of an answer that refuses the credentials, else nil. Requests that nobody signed are not judged.
  static func code(of draft: ExchangeDraft) -> String? {
    guard (400..<404).contains(draft.responseHead.status), draft.identity.scope != nil else { return nil }
    return ErrorCode.of(draft.responseHead.fields, body: draft.responseBody).flatMap { codes.contains($0) ? $0 : nil }
  }

  /// What to tell the user of such a code.
  package static func message(_ code: String) -> String {
    let next =
      code.contains("Expired")
      ? "refresh them (aws sso login, or a new session) and try again" : "check which credentials are in use"
    return "the upstream refused tapedeck's credentials: \(code); \(next)"
  }
}
