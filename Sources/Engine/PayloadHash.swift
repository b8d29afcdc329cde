// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What a request says of its body's hash in `x-amz-content-sha256`.
enum DeclaredPayload: Equatable {
  /// Nothing: the hash must be computed, hence the whole body be read, before the request can be signed.
  case none
  /// A hash, or a word that stands for one; the body may be streamed.
  case usable(String)
  /// A chain of signatures inside the body, which only the holder of the client's key can make.
  case signedChunks(String)

  init(_ head: HTTPRequestHead) {
    guard let value = head.fields["X-Amz-Content-Sha256"] else {
      self = DeclaredPayload.isPresignedForS3(head) ? .usable(SigV4.unsignedPayload) : .none
      return
    }
    if value.hasPrefix("STREAMING-AWS4-") {
      self = .signedChunks(value)
    } else if value == SigV4.unsignedPayload || value == "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
      || (value.utf8.count == 64 && value.utf8.allSatisfy { hexValue($0) != nil })
    {
      self = .usable(value)
    } else {
      self = .none
    }
  }

  /// Presigned URLs of S3 leave the payload out of the signature (Amazon S3, "Authenticating Requests: Using Query
  /// Parameters").
  private static func isPresignedForS3(_ head: HTTPRequestHead) -> Bool {
    guard head.query?.contains("X-Amz-Signature=") == true, let scope = SignatureScope(head) else { return false }
    return scope.place == .query && SigV4(region: scope.region, service: scope.service).isForS3
  }
}
