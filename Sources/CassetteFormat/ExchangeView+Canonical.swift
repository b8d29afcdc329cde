// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

extension ExchangeView {
  /// The canonical request of an exchange, of a large body by its digest.
  package func canonicalRequest(
    _ action: Action, _ head: HTTPRequestHead, _ context: CanonicalContext
  ) throws(CassetteError) -> CanonicalRequest {
    if let pieces = try requestPieces() {
      return CanonicalRequest(action: action, head: head, digest: pieces.digest, context: context, host: host)
    }
    return CanonicalRequest(action: action, head: head, body: try requestBody(), context: context, host: host)
  }
}
