// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat

/// A call of Tapedeck's own: a request that no client sent.
package struct LiveCall: Sendable {
  let action: Action
  let region: String
  /// What signs it; nil for what is not signed.
  let signingName: String?
  let request: HTTPRequest

  /// Asks whose credentials sign.
  package static func callerIdentity(region: String) -> LiveCall {
    LiveCall(
      action: CallerIdentity.action, region: region, signingName: "sts", request: CallerIdentity.request)
  }

  /// The request as it leaves.
  /// - Parameters:
  ///   - key: what the clients of this session sign with.
  ///   - region: for a call that was recorded without one.
  package func prepared(
    _ forwarder: Forwarder, key: Credentials, region fallback: String, at time: Timestamp
  ) throws(ForwardError) -> UpstreamRequest {
    let hash = sha256Hex(request.body)
    var head = request.head
    if !head.fields.contains("Host") { head.fields.append("Host", "tapedeck.invalid") }
    if let signingName {
      // As a client signs it: that tells the forwarder what it is to be signed for.
      SigV4(region: region.isEmpty ? fallback : region, service: signingName)
        .sign(&head, payloadHash: hash, credentials: key, at: time)
    }
    let identity = RequestIdentity(head, body: request.body[...], index: .standard)
    return try forwarder.prepare(
      head, identity: identity, payloadHash: hash, body: request.body.isEmpty ? .none : .bytes(request.body), at: time)
  }

  /// The exchange that a recording would keep, not redacted yet.
  /// - Parameter took: milliseconds to the end of the answer.
  package func exchange(
    _ response: HTTPResponse, from endpoint: String, at time: Timestamp, took: Int
  ) -> Exchange {
    Exchange(
      action: action, region: region, at: time, took: took, endpoint: endpoint, request: request, response: response)
  }
}
