// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Engine

@testable import Upstream

/// What an upstream told of one transfer.
struct Transcript {
  var heads: [HTTPResponseHead] = []
  var body: [UInt8] = []
  var taken = 0
  var trailers: HTTPFields?
  var failure: UpstreamFailure?

  var head: HTTPResponseHead? { heads.first }
  var text: String { String(decoding: body, as: UTF8.self) }

  mutating func add(_ event: UpstreamEvent) {
    switch event {
    case .taken(let count): taken += count
    case .head(let head): heads.append(head)
    case .body(let bytes): body += bytes
    case .end(let trailers): self.trailers = trailers
    case .failed(let failure): self.failure = failure
    }
  }
}

/// A transfer under way whose events are looked at one by one.
struct Conversation {
  let transfer: any UpstreamTransfer
  let events: AsyncStream<UpstreamEvent>

  init(_ upstream: CurlUpstream, _ request: UpstreamRequest) {
    let (stream, continuation) = AsyncStream.makeStream(of: UpstreamEvent.self)
    events = stream
    transfer = upstream.start(request) { events in
      events.forEach { continuation.yield($0) }
      if events.last?.isLast == true { continuation.finish() }
    }
  }

  /// Consumes all there is until the last event.
  func rest() async -> Transcript {
    var transcript = Transcript()
    for await event in events {
      transcript.add(event)
      if case .body(let bytes) = event { transfer.consumed(bytes.count) }
    }
    return transcript
  }
}

extension UpstreamEvent {
  var isLast: Bool {
    switch self {
    case .end, .failed: true
    default: false
    }
  }
}

extension CurlUpstream {
  func send(_ request: UpstreamRequest) async -> Transcript {
    await Conversation(self, request).rest()
  }
}

extension UpstreamRequest {
  static func to(
    _ origin: String, method: String = "GET", target: String = "/", fields: HTTPFields = [],
    body: Body = .none, isRepeatable: Bool = false
  ) -> UpstreamRequest {
    let all = HTTPFields([HTTPField("Host", "upstream.test")] + fields.list)
    return UpstreamRequest(
      origin: origin, head: HTTPRequestHead(method: method, target: target, fields: all), body: body,
      isRepeatable: { isRepeatable })
  }
}
