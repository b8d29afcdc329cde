// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Upstream

@Suite("The queue of a streamed request body")
struct RequestBodyQueueTests {
  private func read(_ queue: inout RequestBodyQueue, _ count: Int) -> (RequestBodyQueue.Reading, [UInt8]) {
    var room = [UInt8](repeating: 0, count: count)
    let reading = room.withUnsafeMutableBytes { queue.read(into: $0) }
    guard case .bytes(let filled) = reading else { return (reading, []) }
    return (reading, Array(room[..<filled]))
  }

  @Test("Pieces of any size come out as one sequence in reads of any size", arguments: 0..<20 as Range<UInt64>)
  func sequence(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var queue = RequestBodyQueue(length: nil)
    var sent: [UInt8] = []
    var received: [UInt8] = []
    for _ in 0..<200 {
      if Bool.random(using: &random) {
        let piece = (0..<Int.random(in: 0...9, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        sent += piece
        _ = queue.append(piece)
      } else {
        received += read(&queue, Int.random(in: 1...12, using: &random)).1
      }
    }
    _ = queue.finish()
    while case (.bytes, let bytes) = read(&queue, 5) { received += bytes }
    #expect(received == sent)
    #expect(read(&queue, 5).0 == .end)
  }

  @Test("A reader that found nothing is called once, when something came")
  func waiting() {
    var queue = RequestBodyQueue(length: nil)
    #expect(queue.append([1]) == false)
    #expect(read(&queue, 4).0 == .bytes(1))
    #expect(queue.takeAwaited() == false)
    #expect(read(&queue, 4).0 == .wait)
    #expect(queue.takeAwaited() == false)
    #expect(queue.append([2]) == true)
    #expect(queue.takeAwaited() == true)
    #expect(queue.takeAwaited() == false)
    #expect(read(&queue, 4).0 == .bytes(1))
    #expect(read(&queue, 4).0 == .wait)
    #expect(queue.finish() == true)
    #expect(queue.takeAwaited() == true)
    #expect(read(&queue, 4).0 == .end)
  }

  @Test("A promised length ends the body without a finish, and is kept to")
  func promised() {
    var queue = RequestBodyQueue(length: 2)
    _ = queue.append([1, 2])
    #expect(read(&queue, 4).0 == .bytes(2))
    #expect(read(&queue, 4).0 == .end)
    _ = queue.append([3])
    #expect(read(&queue, 4).0 == .mismatch)

    var short = RequestBodyQueue(length: 2)
    _ = short.append([1])
    _ = short.finish()
    #expect(read(&short, 4).0 == .bytes(1))
    #expect(read(&short, 4).0 == .mismatch)
  }

  @Test("An abandoned body is at its end at once")
  func abandoned() {
    var queue = RequestBodyQueue(length: 100)
    #expect(read(&queue, 4).0 == .wait)
    _ = queue.append([1])
    #expect(queue.abandon() == true)
    #expect(read(&queue, 4).0 == .end)
  }
}
