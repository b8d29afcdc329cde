// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CCurl
import Engine
import Testing

@testable import Upstream

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("How transfers fail", .timeLimit(.minutes(5)))
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

  @Test(
    "A response whose lengths contradict each other is none", arguments: ["2\r\nContent-Length: 3", "2, 3", "+2", "x"])
  func contradiction(lengths: String) async throws {
    let server = try LoopbackServer { peer in
      _ = peer.readHead()
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: \(lengths)\r\n\r\nabc")
    }
    let answer = await (try upstream()).send(.to(server.origin))
    #expect(answer.head == nil)
    #expect(answer.failure?.code == .badResponse)
  }

  /// A server that answers the first request of a connection, and hangs up when it has read the second.
  private func forgetful(seen: SharedCount) throws -> LoopbackServer {
    try LoopbackServer { peer in
      guard peer.readHead() != nil else { return }
      seen.set(seen.value + 1)
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
      if peer.readHead() != nil { seen.set(seen.value + 1) }
    }
  }

  @Test("A request that may be repeated is, when a kept connection ends under it", arguments: ["GET", "POST"])
  func repeated(method: String) async throws {
    let seen = SharedCount()
    let server = try forgetful(seen: seen)
    let upstream = try upstream()
    for _ in 0..<2 {
      let answer = await upstream.send(.to(server.origin, method: method, isRepeatable: true))
      #expect(answer.text == "ok")
    }
    #expect(seen.value == 3)
    #expect(server.connections == 2)
  }

  @Test("One that may not is sent once, and told to have failed", arguments: ["GET", "POST"])
  func sentOnce(method: String) async throws {
    let seen = SharedCount()
    let server = try forgetful(seen: seen)
    let upstream = try upstream()
    #expect(await upstream.send(.to(server.origin, method: method)).text == "ok")
    let failure = try #require(await upstream.send(.to(server.origin, method: method)).failure)
    #expect(failure.code == .reset)
    #expect(failure.detail == "a kept connection ended before the answer, and the request was not sent again")
    #expect(seen.value == 2)
    #expect(await upstream.send(.to(server.origin, method: method)).text == "ok")
  }

  @Test("Words that quote a proxy's address are not repeated")
  func proxyAddress() {
    #expect(!CurlFailure.isQuotable("Unsupported proxy scheme for 'x://u:pw@h'"))
    #expect(!CurlFailure.isQuotable(""))
    #expect(CurlFailure.isQuotable("Could not resolve host: nosuch.invalid"))
  }

  @Test("The same cause has the same words, whatever time it took")
  func words() {
    func detail(_ failure: CurlFailure) -> String {
      failure.failure(origin: "", options: CurlUpstreamOptions(idleTimeout: .seconds(90))).detail
    }
    for words in [
      "Failed to connect to ::1 port 1 after 0 ms: Couldn't", "Failed to connect to ::1 port 1 after 17 ms: x",
    ] {
      let refused = CurlFailure(code: CURLE_COULDNT_CONNECT, words: words, systemError: ECONNREFUSED)
      #expect(detail(refused) == "Failed to connect to ::1 port 1: Connection refused")
    }
    #expect(detail(CurlFailure(code: CURLE_PARTIAL_FILE, words: "9 bytes missing")) == "the answer ended too early")
    #expect(detail(CurlFailure(code: CURLE_OPERATION_TIMEDOUT, words: "90001 ms")) == "no connection within 10 s")
    #expect(detail(CurlFailure(code: CURLE_OPERATION_TIMEDOUT, wasSent: true)) == "nothing came for 90 s")
  }
}
