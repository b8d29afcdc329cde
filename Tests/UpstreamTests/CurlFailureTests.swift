// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Engine
import Testing

@testable import Upstream

@Suite("How transfers fail", .timeLimit(.minutes(1)))
struct CurlFailureTests {
  private func upstream(idleTimeout: Duration? = nil) throws -> CurlUpstream {
    try CurlUpstream(CurlUpstreamOptions(ignoreProxies: true, idleTimeout: idleTimeout))
  }

  @Test(
    "A response that is cut short fails as reset, after its head",
    arguments: [
      "Content-Length: 100\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
      "Transfer-Encoding: chunked\r\n\r\n9\r\nabc",
    ], [false, true])
  func cutShort(rest: String, byReset: Bool) async throws {
    let server = try LoopbackServer { peer in
      _ = peer.readHead()
      peer.write("HTTP/1.1 200 OK\r\n" + rest)
      // The reset must not overtake the bytes.
      _ = byReset ? peer.read(1) : []
      if byReset { peer.reset() }
    }
    let upstream = try upstream()
    let conversation = Conversation(upstream, .to(server.origin, body: byReset ? .stream(length: nil) : .none))
    var transcript = Transcript()
    for await event in conversation.events {
      transcript.add(event)
      if case .body = event, byReset { conversation.transfer.send([0]) }
    }
    #expect(transcript.head?.status == 200)
    #expect(transcript.text == "abc")
    #expect(transcript.failure?.code == .reset)
    #expect(transcript.trailers == nil)
  }

  @Test("A connection that closes before the answer fails as reset")
  func nothing() async throws {
    let server = try LoopbackServer { peer in _ = peer.readHead() }
    let answer = await (try upstream()).send(.to(server.origin))
    #expect(answer.head == nil)
    #expect(answer.failure?.code == .reset)
    #expect(answer.failure?.origin == server.origin)
  }

  @Test(
    "What is no HTTP response is called so",
    arguments: ["SSH-2.0-OpenSSH\r\n", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"])
  func notHTTP(bytes: String) async throws {
    let server = try LoopbackServer { peer in
      _ = peer.readHead()
      peer.write(bytes)
    }
    let answer = await (try upstream()).send(.to(server.origin))
    #expect(answer.head == nil)
    #expect(answer.failure?.code == .badResponse)
  }

  @Test("Header fields without end are refused")
  func endlessFields() async throws {
    let server = try LoopbackServer { peer in
      _ = peer.readHead()
      peer.write("HTTP/1.1 200 OK\r\n")
      let field = "X-Filler: " + String(repeating: "x", count: 4000) + "\r\n"
      while peer.write(field) {}
    }
    let answer = await (try upstream()).send(.to(server.origin))
    #expect(answer.head == nil)
    #expect(answer.failure != nil)
  }

  @Test("A port that nobody listens on: cannot connect")
  func refused() async throws {
    let answer = await (try upstream()).send(.to("http://127.0.0.1:\(try LoopbackServer.unusedPort())"))
    #expect(answer.failure?.code == .connect)
  }

  @Test("A host that does not exist: cannot find the host; query and fields stay out of the message")
  func unresolvable() async throws {
    let answer = await (try upstream()).send(
      .to("https://nosuch.invalid", target: "/?X-Amz-Signature=s3cr3t", fields: [HTTPField("X-Token", "s3cr3t")]))
    let failure = try #require(answer.failure)
    #expect(failure.code == .resolve)
    #expect(!failure.description.contains("s3cr3t"))
    #expect(failure.description.hasPrefix("https://nosuch.invalid: cannot find the host ("))
  }

  @Test("A server that says nothing for the idle time: timed out")
  func idle() async throws {
    let server = try LoopbackServer { peer in
      _ = peer.readHead()
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
      _ = peer.readHead()
    }
    let answer = await (try upstream(idleTimeout: .seconds(1))).send(.to(server.origin))
    #expect(answer.text == "abc")
    #expect(answer.failure?.code == .timeout)
  }

  @Test(
    "A bad origin is refused, and not quoted", arguments: ["ftp://h", "https://", "http://u:pw@h", "http://h/x", "h"])
  func origin(origin: String) async throws {
    let answer = await (try upstream()).send(.to(origin))
    #expect(answer.failure?.code == .other)
    #expect(answer.failure?.description.contains("pw") == false)
  }

  @Test("A connection broken off in the middle of TLS fails as TLS, a plain server as well")
  func plainServerForTLS() async throws {
    let server = try LoopbackServer { peer in
      peer.write("HTTP/1.1 400 Bad Request\r\n\r\n")
      _ = peer.readHead()
    }
    let answer = await (try upstream()).send(.to("https://127.0.0.1:\(server.port)"))
    #expect(answer.failure?.code == .tls)
  }

  @Test("Words that quote a proxy's address are not repeated")
  func proxyAddress() {
    #expect(!UpstreamFailure.isQuotable("Unsupported proxy scheme for 'x://u:pw@h'"))
    #expect(!UpstreamFailure.isQuotable(""))
    #expect(UpstreamFailure.isQuotable("Could not resolve host: nosuch.invalid"))
  }
}
