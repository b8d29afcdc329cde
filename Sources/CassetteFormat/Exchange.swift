// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// One request and its response, as recorded.
package struct Exchange: Hashable, Sendable {
  /// What was asked for.
  package var action: Action
  /// The region that the request was signed for; empty where it was signed for none.
  package var region: String
  /// When the request began.
  package var at: Timestamp
  /// How long the answer took to its last byte, in milliseconds.
  package var took: Int
  /// Scheme and authority that the request was sent to.
  package var endpoint: String
  package var request: HTTPRequest
  package var response: HTTPResponse
  /// Where the request's body is too large to be held: then that of ``request`` is empty.
  package var requestPieces: BodyPieces?
  /// The same of the response's.
  package var responsePieces: BodyPieces?
  /// The ids of the redaction rules that changed something in it, sorted.
  package var redactions: [String]

  package init(
    action: Action, region: String, at: Timestamp, took: Int, endpoint: String, request: HTTPRequest,
    response: HTTPResponse, requestPieces: BodyPieces? = nil, responsePieces: BodyPieces? = nil,
    redactions: [String] = []
  ) {
    self.action = action
    self.region = region
    self.at = at
    self.took = took
    self.endpoint = endpoint
    self.request = request
    self.response = response
    self.requestPieces = requestPieces
    self.responsePieces = responsePieces
    self.redactions = redactions
  }
}
