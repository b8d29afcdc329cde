// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Engine
import Synchronization
import Testing

@testable import Upstream

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Streams, back-pressure and ends", .timeLimit(.minutes(5)))
struct CurlFlowTests {
  let upstream: CurlUpstream

  init() throws {
    upstream = try CurlUpstream(CurlUpstreamOptions(ignoreProxies: true))
  }

  @Test("A streamed body of known length arrives whole, and all of it is told as taken")
  func knownLength() async throws {
    let server = try LoopbackServer { peer in
      guard let head = peer.readHead() else { return }
      peer.write("HTTP/1.1 200 OK\r\n\r\n\(head)\(String(decoding: peer.read(6), as: UTF8.self))")
    }
    let conversation = Conversation(upstream, .to(server.origin, method: "PUT", body: .stream(length: 6)))
    for piece in ["ab", "", "cde", "f"] {
      try await Task.sleep(for: .milliseconds(5))
      conversation.transfer.send(Array(piece.utf8))
    }
    conversation.transfer.finish()
    let answer = await conversation.rest()
    #expect(answer.text == "PUT / HTTP/1.1\r\nHost: upstream.test\r\nContent-Length: 6\r\n" + "abcdef")
    #expect(answer.taken == 6)
  }

  @Test("A streamed body of unknown length goes out chunked")
  func chunked() async throws {
    let server = try LoopbackServer { peer in
      guard let head = peer.readHead() else { return }
      let body = peer.read(through: "0\r\n\r\n")
      peer.write("HTTP/1.1 200 OK\r\n\r\n\(head)\(body)")
    }
    let conversation = Conversation(upstream, .to(server.origin, method: "POST", body: .stream(length: nil)))
    conversation.transfer.send(Array("hello".utf8))
    conversation.transfer.finish()
    let answer = await conversation.rest()
    #expect(
      answer.text
        == "POST / HTTP/1.1\r\nHost: upstream.test\r\nTransfer-Encoding: chunked\r\n5\r\nhello\r\n0\r\n\r\n")
  }

  @Test("Expect: 100-continue that was asked for is sent, and the body waits for its answer")
  func expectContinue() async throws {
    let server = try LoopbackServer { peer in
      guard let head = peer.readHead() else { return }
      peer.write("HTTP/1.1 100 Continue\r\n\r\n")
      peer.write("HTTP/1.1 200 OK\r\n\r\n\(head)\(String(decoding: peer.read(2), as: UTF8.self))")
    }
    let answer = await upstream.send(
      .to(
        server.origin, method: "PUT", fields: [HTTPField("Expect", "100-continue")], body: .bytes(Array("ab".utf8))))
    #expect(
      answer.text == "PUT / HTTP/1.1\r\nHost: upstream.test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n" + "ab")
  }

  @Test("A body that is longer or shorter than was said fails the transfer", arguments: [2, 5])
  func wrongLength(count: Int) async throws {
    let server = try LoopbackServer { peer in
      _ = peer.readHead()
      _ = peer.read(3)
      _ = peer.readHead()
    }
    let conversation = Conversation(upstream, .to(server.origin, method: "PUT", body: .stream(length: 3)))
    conversation.transfer.send(Array(repeating: 0, count: count))
    conversation.transfer.finish()
    #expect(await conversation.rest().failure?.code == .other)
  }

  @Test("A refusal in the middle of an upload is told, though the sender says nothing more")
  func earlyRefusal() async throws {
    let server = try LoopbackServer { peer in
      _ = peer.readHead()
      peer.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")
      _ = peer.readHead()
    }
    let conversation = Conversation(upstream, .to(server.origin, method: "PUT", body: .stream(length: 1000)))
    conversation.transfer.send([1])
    let answer = await conversation.rest()
    #expect(answer.head?.status == 403)
    #expect(answer.text == "no")
    #expect(answer.trailers == [])
  }

  @Test("A sender hears how much was taken and may send more: 20 MB pass through one piece at a time")
  func takenPaces() async throws {
    let total = 20 * 1024 * 1024
    let server = try LoopbackServer { peer in
      _ = peer.readHead()
      var left = total
      while left > 0 {
        let count = peer.read(min(left, 1 << 20)).count
        guard count > 0 else { return }
        left -= count
      }
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone")
    }
    let conversation = Conversation(upstream, .to(server.origin, method: "PUT", body: .stream(length: total)))
    let piece = [UInt8](repeating: 7, count: 64 * 1024)
    conversation.transfer.send(piece)
    var sent = piece.count
    var transcript = Transcript()
    for await event in conversation.events {
      transcript.add(event)
      guard case .taken = event, transcript.taken == sent, sent < total else { continue }
      conversation.transfer.send(piece)
      sent += piece.count
    }
    #expect(transcript.text == "done")
    #expect(transcript.taken == total)
  }

  @Test("A server cannot push more than the window and the sockets' buffers while nothing is consumed")
  func backPressure() async throws {
    let total = 64 * 1024 * 1024
    let pushed = SharedCount()
    let server = try LoopbackServer { peer in
      _ = peer.readHead()
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
      let bytes = [UInt8](repeating: 9, count: total)
      let count = peer.writeUntilStuck(bytes)
      pushed.set(count)
      peer.write(Array(bytes[count...]))
    }
    let conversation = Conversation(upstream, .to(server.origin))
    var told = 0
    var toldWhenStuck = 0
    for await event in conversation.events {
      guard case .body(let bytes) = event else { continue }
      told += bytes.count
      if toldWhenStuck == 0, told + 16 * 1024 > ResponseWindow.size {
        // Nothing was consumed so far: the server must come to a stop.
        while pushed.value == 0 { try await Task.sleep(for: .milliseconds(5)) }
        toldWhenStuck = told
        conversation.transfer.consumed(told)
      } else if toldWhenStuck > 0 {
        conversation.transfer.consumed(bytes.count)
      }
    }
    #expect(toldWhenStuck <= ResponseWindow.size)
    #expect(pushed.value < 16 * 1024 * 1024)
    #expect(told == total)
  }

  @Test("A cancelled transfer tells nothing more and hangs up; others go on")
  func cancel() async throws {
    let gone = SharedCount()
    let server = try LoopbackServer { peer in
      guard let head = peer.readHead() else { return }
      if head.hasPrefix("GET /slow") {
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
        _ = peer.readHead()
        gone.set(1)
      } else {
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
      }
    }
    let told = Mutex<[UpstreamEvent]>([])
    let transfer = upstream.start(.to(server.origin, target: "/slow")) { events in told.withLock { $0 += events } }
    while told.withLock({ $0.count }) < 2 { try await Task.sleep(for: .milliseconds(2)) }
    transfer.cancel()
    transfer.cancel()
    transfer.consumed(3)
    while gone.value == 0 { try await Task.sleep(for: .milliseconds(2)) }
    #expect(await upstream.send(.to(server.origin)).text == "ok")
    #expect(told.withLock { $0.count } == 2)
  }

  @Test("A transfer cancelled before the loop saw it never starts, and lets its events go")
  func cancelAtOnce() async throws {
    let server = try LoopbackServer { peer in _ = peer.readHead() }
    let told = SharedCount()
    let transfer = upstream.start(.to(server.origin)) { _ in told.set(1) }
    transfer.cancel()
    try await Task.sleep(for: .milliseconds(30))
    #expect(told.value == 0)
  }

  @Test("Shutting down fails what runs and what comes later; once and twice")
  func shutdown() async throws {
    let server = try LoopbackServer { peer in
      _ = peer.readHead()
      _ = peer.readHead()
    }
    let own = try CurlUpstream(CurlUpstreamOptions(ignoreProxies: true))
    let conversation = Conversation(own, .to(server.origin))
    try await Task.sleep(for: .milliseconds(20))
    own.shutdown()
    own.shutdown()
    #expect(await conversation.rest().failure?.code == .other)
    #expect(await own.send(.to(server.origin)).failure?.detail == "the upstream is shut down")
  }

  @Test("A draining upstream ends what stands still, and lets the rest come to its end")
  func drain() async throws {
    let server = try LoopbackServer { peer in
      let isSilent = peer.readHead()?.hasPrefix("GET /silent") ?? true
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n")
      for _ in 0..<15 where !isSilent {
        usleep(100_000)
        peer.write("a")
      }
      _ = peer.readHead()
    }
    let silent = Conversation(upstream, .to(server.origin, target: "/silent"))
    let slow = Conversation(upstream, .to(server.origin, target: "/slow"))
    upstream.drain()
    let begun = ContinuousClock.now
    let failure = try #require(await silent.rest().failure)
    #expect(failure.detail == "nothing came for a second while the proxy was ending")
    #expect(ContinuousClock.now - begun >= .seconds(1))
    #expect(await slow.rest().text == String(repeating: "a", count: 15))
  }

  @Test("An upstream may be shut down and let go from an event of its own")
  func shutdownFromEvent() async throws {
    let server = try LoopbackServer { peer in
      _ = peer.readHead()
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    }
    let own = try CurlUpstream(CurlUpstreamOptions(ignoreProxies: true))
    let (stream, continuation) = AsyncStream.makeStream(of: UpstreamEvent.self)
    _ = own.start(.to(server.origin)) { events in
      if case .head = events.first { own.shutdown() }
      events.forEach { continuation.yield($0) }
      if events.last?.isLast == true { continuation.finish() }
    }
    var transcript = Transcript()
    for await event in stream { transcript.add(event) }
    #expect(transcript.head?.status == 200)
  }

  @Test("Two thousand transfers, some cut and some cancelled, leave no descriptor behind")
  func descriptors() async throws {
    let server = try LoopbackServer { peer in
      while let head = peer.readHead() {
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
        if head.hasPrefix("GET /cut") { return }
        peer.write("ok")
      }
    }
    let before = openDescriptors()
    let own = try CurlUpstream(CurlUpstreamOptions(ignoreProxies: true))
    for number in 0..<2000 {
      switch number % 20 {
      case 0: #expect(await own.send(.to(server.origin, target: "/cut")).failure?.code == .reset)
      case 1: own.start(.to(server.origin)) { _ in }.cancel()
      default: #expect(await own.send(.to(server.origin)).text == "ok")
      }
    }
    own.shutdown()
    // Other tests run beside this one, and the server's ends of the connections close a little later.
    for _ in 0..<100 where openDescriptors() > before + 50 { try await Task.sleep(for: .milliseconds(10)) }
    #expect(openDescriptors() <= before + 50)
  }
}
