// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Engine
import Synchronization
import Testing

@testable import Simulator

@Suite("The embedded service as an upstream")
struct SimulatorUpstreamTests {
  struct FixedClock: WallClock {
    func now() -> Timestamp { TestClient.now }
  }

  final class Transcript: Sendable {
    private let events = Mutex<[String]>([])

    var told: [String] { events.withLock { $0 } }

    func note(_ event: UpstreamEvent) {
      let text =
        switch event {
        case .taken(let count): "taken \(count)"
        case .head(let head): "head \(head.status)"
        case .body(let bytes): "body " + String(decoding: bytes, as: UTF8.self)
        case .end: "end"
        case .failed: "failed"
        }
      events.withLock { $0.append(text) }
    }
  }

  let client = TestClient()
  let transcript = Transcript()

  func start(_ body: UpstreamRequest.Body) -> any UpstreamTransfer {
    let head = client.request("ListHosts", "").head
    return SimulatorUpstream(client.simulator, clock: FixedClock())
      .start(UpstreamRequest(origin: "https://simulator.test", head: head, body: body)) { [transcript] in
        $0.forEach(transcript.note)
      }
  }

  let answer = ["head 200", #"body {"Hosts":[]}"#, "end"]

  @Test("A request without a streamed body is answered at once")
  func atOnce() {
    _ = start(.bytes(Array("{}".utf8)))
    #expect(transcript.told == answer)
    let empty = start(.none)
    empty.finish()
    empty.send([0x7B])
    empty.consumed(1)
    #expect(transcript.told == answer + answer)
  }

  @Test("A streamed body is taken piece by piece, and answered when it is complete")
  func streamed() {
    let transfer = start(.stream(length: 2))
    transfer.send([0x7B])
    transfer.send([0x7D])
    #expect(transcript.told == ["taken 1", "taken 1"])
    transfer.finish()
    #expect(transcript.told == ["taken 1", "taken 1"] + answer)
  }

  @Test("A body that grows over a mebibyte is refused before it ends, once")
  func bounded() {
    let transfer = start(.stream(length: nil))
    for _ in 0..<5 { transfer.send([UInt8](repeating: 0x20, count: 1 << 18)) }
    let told = transcript.told
    #expect(told.prefix(5) == ["taken 262144", "taken 262144", "taken 262144", "taken 262144", "head 413"])
    transfer.send([0x20])
    transfer.finish()
    #expect(transcript.told == told)
    #expect(told.last == "end")
  }

  @Test("Nothing is told of a cancelled transfer")
  func cancelled() {
    let transfer = start(.stream(length: nil))
    transfer.cancel()
    transfer.send([0x7B])
    transfer.finish()
    #expect(transcript.told == [])
  }
}
