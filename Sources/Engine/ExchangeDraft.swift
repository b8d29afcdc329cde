// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
internal import CassetteFormat
internal import Redaction

/// An exchange that is under way: what has been seen of it so far. A value, owned by the connection that serves it.
package struct ExchangeDraft: Sendable {
  let identity: RequestIdentity
  let head: HTTPRequestHead
  let endpoint: String
  let startedAt: Timestamp
  /// By the clock that nobody changes.
  private let startedUptime: Int64
  private(set) var responseHead = HTTPResponseHead(status: 0)
  private var request = BodyDraft()
  private var response = BodyDraft()
  /// Nil where the exchange is not kept.
  private let recorder: Recorder?

  init(
    identity: RequestIdentity, head: HTTPRequestHead, endpoint: String, startedAt: Timestamp,
    startedUptime: Int64, requestBody: [UInt8], recorder: Recorder?
  ) {
    self.identity = identity
    self.head = head
    self.endpoint = endpoint
    self.startedAt = startedAt
    self.startedUptime = startedUptime
    self.recorder = recorder
    addRequestBody(requestBody)
  }

  /// The answer's body where it is small, else nothing.
  var responseBody: [UInt8] { response.bytes }

  package mutating func addRequestBody(_ bytes: [UInt8]) {
    guard let recorder else { return }
    request.add(bytes, longest: LargeBodyRule.longest(of: head, identity.operation)) {
      PieceRecording(recorder, identity.action, .request, head.fields)
    }
  }

  package mutating func setResponseHead(_ head: HTTPResponseHead) {
    responseHead = head
  }

  package mutating func addResponseBody(_ bytes: [UInt8]) {
    guard let recorder else { return }
    let fields = responseHead.fields
    response.add(bytes, longest: LargeBodyRule.longest(of: responseHead, identity.operation)) {
      PieceRecording(recorder, identity.action, .response, fields)
    }
  }

  /// The exchange when its answer is complete; nil where a secret was left in a piece of a body, which the log tells.
  /// With it, whether the journal took its pieces: known when it has taken the exchange.
  mutating func exchange(
    trailers: HTTPFields, endedUptime: Int64
  ) -> (exchange: Exchange, failures: [PieceFailure])? {
    var exchange = Exchange(
      action: identity.action, region: identity.region, at: startedAt,
      took: Int(max(0, endedUptime - startedUptime)), endpoint: endpoint,
      request: HTTPRequest(head: head, body: request.bytes),
      response: HTTPResponse(head: responseHead, body: response.bytes, trailers: trailers))
    let asked = request.finish(&exchange.request.head.fields)
    let answered = response.finish(&exchange.response.head.fields)
    if let answered, !answered.changed.isEmpty {
      exchange.response.trailers.list.removeAll { ResponseIntegrity.isChecksum($0.name) }
    }
    if asked?.isHeldBack == true || answered?.isHeldBack == true { return nil }
    exchange.requestPieces = asked?.pieces
    exchange.responsePieces = answered?.pieces
    let changed = (asked?.changed ?? []).union(answered?.changed ?? [])
    exchange.redactions = changed.map(\.rawValue)
    return (exchange, [asked, answered].compactMap { $0?.failure })
  }
}
