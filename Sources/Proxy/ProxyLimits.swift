// SPDX-License-Identifier: Apache-2.0

/// How much one connection may cost.
package struct ProxyLimits: Sendable {
  /// Bytes of a body that must be known whole before it can be answered or signed.
  package var collectedBody = 256 << 20
  /// Parts of further requests that wait while one is served.
  package var pipelinedParts = 256
  /// How long a client may leave a connection open behind its last answer.
  package var lingerSeconds: Int64 = 5

  package init() {}
}
