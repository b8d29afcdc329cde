// SPDX-License-Identifier: Apache-2.0

/// How much clients may cost.
package struct ProxyLimits: Sendable {
  /// Open connections; one more is answered with 503 and closed.
  package var connections = 4096
  /// Bytes of names and values of one request's header section, its target and its trailers among them.
  package var headerBytes = 64 << 10
  /// Fields of one request's header section and trailers.
  package var headerFields = 256
  /// Bytes of a body that must be known whole before it can be answered or signed; below 4 GiB.
  package var collectedBody = 256 << 20
  /// How long a connection may stand without a request; nil is for ever, here and below.
  package var idleTime: Duration? = .seconds(600)
  /// From the first bytes of a header section to its end.
  package var headerTime: Duration? = .seconds(60)
  /// How long a body that has begun may stand still.
  package var bodyTime: Duration? = .seconds(60)
  /// How long a client may take nothing of an answer that waits for it.
  package var answerTime: Duration? = .seconds(60)
  /// From a forwarded request's header section to the end of its answer.
  package var exchangeTime: Duration?
  /// Parts of further requests that wait while one is served.
  package var pipelinedParts = 256
  /// How long a client may leave a connection open behind its last answer.
  package var lingerTime: Duration = .seconds(5)

  package init() {}
}
