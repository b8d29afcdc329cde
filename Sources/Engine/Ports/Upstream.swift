// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// Port: the endpoint that requests are forwarded to.
package protocol Upstream: Sendable {
  /// Starts one transfer.
  ///
  /// `events` is called with what has come since the last call, in order, one call at a time, on a thread of the
  /// upstream's own, or on the caller's before this returns. It must not block. The last event is `end` or `failed`, and
  /// it comes exactly once unless the transfer is cancelled, after which no call comes.
  func start(
    _ request: UpstreamRequest, events: @escaping @Sendable ([UpstreamEvent]) -> Void
  ) -> any UpstreamTransfer

  /// From now on a transfer that stands still for a second fails: the run is about to end, and waits for the others.
  func drain()
}

extension Upstream {
  /// For upstreams that answer at once.
  package func drain() {}
}

/// A request on its way out: signed, complete but for a streamed body.
package struct UpstreamRequest: Sendable {
  package enum Body: Sendable {
    case none
    /// All of it at once.
    case bytes([UInt8])
    /// What ``UpstreamTransfer/send(_:)`` brings until `finish`; `length` nil asks for chunked transfer coding.
    case stream(length: Int?)
  }

  /// Scheme and authority: `https://codestar-connections.eu-west-1.amazonaws.com`, without a `/` at the end.
  package var origin: String
  /// The target is sent byte for byte. The fields are all that is sent, `Host` among them; the adapter adds only what
  /// frames the body.
  package var head: HTTPRequestHead
  package var body: Body
  /// The access key id that the client signed with, which may be another than the one that this is signed with. It is
  /// told to nobody outside of this process.
  package var clientKeyID: String?
  /// Whether it does no harm to send it again where it is not known if it was carried out: asked for only then, on any
  /// thread.
  package var isRepeatable: @Sendable () -> Bool

  package init(
    origin: String, head: HTTPRequestHead, body: Body, clientKeyID: String? = nil,
    isRepeatable: @escaping @Sendable () -> Bool = { false }
  ) {
    self.origin = origin
    self.head = head
    self.body = body
    self.clientKeyID = clientKeyID
    self.isRepeatable = isRepeatable
  }
}

package enum UpstreamEvent: Sendable {
  /// So many bytes of a streamed request body have been taken; the sender may send as many again.
  case taken(Int)
  /// The final response begins. Informational ones are not told.
  case head(HTTPResponseHead)
  /// A piece of the body as it came, content codings still on it, transfer coding undone.
  case body([UInt8])
  case end(trailers: HTTPFields)
  case failed(UpstreamFailure)
}

/// The caller's end of a transfer. All calls may come from any thread and return at once.
package protocol UpstreamTransfer: Sendable {
  /// A piece of a streamed request body.
  func send(_ bytes: [UInt8])
  /// The streamed request body is complete.
  func finish()
  /// So many bytes of the response's body have been passed on. The upstream stops reading while more than its window
  /// (256 KiB) has not been. Need not be said of what came with the last event.
  func consumed(_ count: Int)
  /// Ends the transfer; nothing more is told of it.
  func cancel()
}

/// Why there is no answer, or only part of one.
package struct UpstreamFailure: Error, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case resolve = "cannot find the host"
    case connect = "cannot connect"
    case tls = "TLS failed"
    case timeout = "timed out"
    case reset = "the connection broke"
    case badResponse = "not an HTTP response"
    case other = "the transfer failed"
  }

  package let code: Code
  /// What is known of the cause, without URL or fields, and without anything that differs from time to time: failures
  /// are counted by their text.
  package let detail: String
  /// What to do about it; nil where nobody knows.
  package let advice: String?
  /// Where to: `https://host:port`.
  package let origin: String

  package init(_ code: Code, detail: String, advice: String? = nil, origin: String) {
    self.code = code
    self.detail = detail
    self.advice = advice
    self.origin = origin
  }

  package var description: String { "\(origin): \(code.rawValue) (\(detail))" + (advice.map { "; \($0)" } ?? "") }
}
