// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine
internal import NIOCore

/// What a connection does with the request that it serves.
enum ConnectionState {
  case idle
  /// The body is gathered.
  case collecting(HTTPRequestHead, body: ByteBuffer?, digest: LongBody?)
  /// The body turned out to be too large to be held.
  case digesting(HTTPRequestHead, LargeBodyDigest)
  /// The answer is written or on its way; the rest of the request's body is read and dropped.
  case dropping
  /// The answer is known and waits for its time.
  case paused(Scheduled<Void>)
  /// A large answer goes out piece by piece.
  case sending
  /// There will be no answer; whatever comes is dropped until the client gives up.
  case silent
  /// The request is with the upstream.
  case forwarding(ForwardedRequest)
  case closed

  /// Whether a request that has come whole is not done with.
  var isBusy: Bool {
    switch self {
    case .dropping, .paused, .sending, .silent, .forwarding: true
    case .idle, .collecting, .digesting, .closed: false
    }
  }
}

/// What digests a body of more bytes than are held.
struct LongBody {
  let longest: Int
  let digest: LargeBodyDigest
}
