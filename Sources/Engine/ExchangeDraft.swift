// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// An exchange that is under way: what has been seen of it so far. A value, owned by the connection that serves it.
package struct ExchangeDraft: Sendable {
  /// Larger bodies are not recorded: 256 MiB.
  package static let bodyLimit = 256 << 20

  let identity: RequestIdentity
  let head: HTTPRequestHead
  let endpoint: String
  let startedAt: Timestamp
  private(set) var requestBody: [UInt8]
  private(set) var responseHead = HTTPResponseHead(status: 0)
  private(set) var responseBody: [UInt8] = []
  private(set) var isTooLarge = false
  private let isKept: Bool

  init(
    identity: RequestIdentity, head: HTTPRequestHead, endpoint: String, startedAt: Timestamp, requestBody: [UInt8],
    isKept: Bool
  ) {
    self.identity = identity
    self.head = head
    self.endpoint = endpoint
    self.startedAt = startedAt
    self.requestBody = requestBody
    self.isKept = isKept
  }

  /// Whether nothing of the answer has come yet.
  package var hasNoResponse: Bool { responseHead.status == 0 }

  package mutating func addRequestBody(_ bytes: [UInt8]) {
    guard isKept, !isTooLarge else { return }
    requestBody.append(contentsOf: bytes)
    isTooLarge = requestBody.count > ExchangeDraft.bodyLimit
  }

  package mutating func setResponseHead(_ head: HTTPResponseHead) {
    responseHead = head
  }

  package mutating func addResponseBody(_ bytes: [UInt8]) {
    guard isKept, !isTooLarge else { return }
    responseBody.append(contentsOf: bytes)
    isTooLarge = responseBody.count > ExchangeDraft.bodyLimit
  }
}
