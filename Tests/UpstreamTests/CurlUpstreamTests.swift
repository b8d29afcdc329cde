// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Engine
import Synchronization
import Testing

@testable import Upstream

@Suite("What goes out and comes in over HTTP/1.1", .timeLimit(.minutes(5)))
struct CurlUpstreamTests {
  let upstream: CurlUpstream

  init() throws {
    upstream = try CurlUpstream(CurlUpstreamOptions(ignoreProxies: true))
  }

  /// A server that answers every request with the bytes of its head, as text.
  private func echo() throws -> LoopbackServer {
    try LoopbackServer { peer in
      while let head = peer.readHead() {
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: \(head.utf8.count)\r\n\r\n\(head)")
      }
    }
  }

  /// A server that plays these bytes once it has a request's head, and hangs up.
  private func server(playing bytes: String) throws -> LoopbackServer {
    try LoopbackServer { peer in
      _ = peer.readHead()
      peer.write(bytes)
    }
  }

  @Test(
    "A target goes out byte for byte",
    arguments: [
      "/", "//", "/a/../b", "/./a", "/%2F%2f", "/?a=b&&c", "/;x=1;", "/%E2%82%AC?q=%c3%a4", "/a#b", "/a?b#c?d",
      "/{x}[y]|\\^`\"<>", "/caf\u{E9}", "/?", "*", "//host/path", "http://other/x", "/a:b@c",
    ])
  func targets(target: String) async throws {
    let server = try echo()
    let answer = await upstream.send(.to(server.origin, target: target))
    #expect(answer.text == "GET \(target) HTTP/1.1\r\nHost: upstream.test\r\n")
  }

  @Test("Fields go out as they are: order, case, repeats, empty values, inner blanks, and none beside them")
  func fields() async throws {
    let server = try echo()
    let fields: HTTPFields = [
      HTTPField("x-one", "1"), HTTPField("X-Empty", ""), HTTPField("X-ONE", "2;q=\"a  b\""), HTTPField("Accept", "a/b"),
      HTTPField("Authorization", "AWS4-HMAC-SHA256 Credential=x"), HTTPField("Cookie", "a=b"),
      HTTPField("Accept-Encoding", "gzip"), HTTPField("X-Colon", ":;"), HTTPField("User-Agent", "u"),
      HTTPField("X-Unicode", "\u{E4}"),
    ]
    let answer = await upstream.send(.to(server.origin, fields: fields))
    let lines = fields.map { $0.value.isEmpty ? "\($0.name):\r\n" : "\($0.name): \($0.value)\r\n" }.joined()
    #expect(answer.text == "GET / HTTP/1.1\r\nHost: upstream.test\r\n" + lines)
  }

  @Test(
    "A method is any token, with or without a body",
    arguments: [
      ("GET", nil, ""), ("DELETE", nil, ""), ("get", nil, ""), ("X-Y!", nil, ""), ("OPTIONS", nil, ""),
      ("POST", nil, "Content-Length: 0\r\n"), ("PUT", nil, "Content-Length: 0\r\n"),
      ("PATCH", nil, "Content-Length: 0\r\n"), ("GET", "ab", "Content-Length: 2\r\n"),
      ("DELETE", "ab", "Content-Length: 2\r\n"), ("POST", "", "Content-Length: 0\r\n"),
    ])
  func methods(method: String, body: String?, framing: String) async throws {
    let server = try LoopbackServer { peer in
      guard let head = peer.readHead() else { return }
      let body = String(decoding: peer.read(body?.utf8.count ?? 0), as: UTF8.self)
      peer.write("HTTP/1.1 200 OK\r\n\r\n\(head)\(body)")
    }
    let answer = await upstream.send(
      .to(server.origin, method: method, body: body.map { .bytes(Array($0.utf8)) } ?? .none))
    #expect(answer.text == "\(method) / HTTP/1.1\r\nHost: upstream.test\r\n\(framing)\(body ?? "")")
  }

  @Test("A large body goes out whole, without an Expect that nobody asked for")
  func largeBody() async throws {
    let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let server = try LoopbackServer { peer in
      guard let head = peer.readHead() else { return }
      let isSame = peer.read(body.count) == body
      peer.write("HTTP/1.1 200 OK\r\n\r\n\(isSame) \(head)")
    }
    let answer = await upstream.send(.to(server.origin, method: "PUT", body: .bytes(body)))
    #expect(answer.text == "true PUT / HTTP/1.1\r\nHost: upstream.test\r\nContent-Length: 3000000\r\n")
  }

  @Test("A given Content-Length that is right stays in its place; a given Transfer-Encoding goes")
  func givenFraming() async throws {
    let server = try echo()
    let fields: HTTPFields = [
      HTTPField("content-length", "0"), HTTPField("Transfer-Encoding", "chunked"), HTTPField("X-Last", "1"),
    ]
    let answer = await upstream.send(.to(server.origin, method: "POST", fields: fields))
    #expect(answer.text == "POST / HTTP/1.1\r\nHost: upstream.test\r\ncontent-length: 0\r\nX-Last: 1\r\n")
  }

  @Test("Informational responses are skipped, fields keep their order, repeats and blanks")
  func responseHead() async throws {
    let server = try server(
      playing: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
        + "HTTP/1.1 404 Not Found\r\nSet-Cookie: a=1\r\nx-b:  2  \r\nset-cookie: c=3\r\nX-Empty:\r\n"
        + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")
    let answer = await upstream.send(.to(server.origin))
    #expect(answer.heads.count == 1)
    #expect(answer.head?.status == 404)
    #expect(
      answer.head?.fields.list == [
        HTTPField("Set-Cookie", "a=1"), HTTPField("x-b", "2"), HTTPField("set-cookie", "c=3"), HTTPField("X-Empty", ""),
        HTTPField("Content-Encoding", "gzip"), HTTPField("Content-Length", "3"),
      ])
    #expect(answer.text == "abc")
    #expect(answer.trailers == [])
  }

  @Test("A redirect is an answer like any other")
  func redirect() async throws {
    let server = try server(playing: "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
    let answer = await upstream.send(.to(server.origin))
    #expect(answer.head?.status == 302)
    #expect(answer.trailers == [])
  }

  @Test("A chunked response comes unchunked, its trailers apart")
  func trailers() async throws {
    let server = try server(
      playing: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n"
        + "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nx-sum: 9\r\nX-Other: z\r\n\r\n")
    let answer = await upstream.send(.to(server.origin))
    #expect(answer.text == "abcde")
    #expect(answer.trailers?.list == [HTTPField("x-sum", "9"), HTTPField("X-Other", "z")])
    #expect(answer.head?.fields.contains("x-sum") == false)
  }

  @Test(
    "Answers that have no body end with their head",
    arguments: [("HEAD", 200), ("HEAD", 404), ("GET", 204), ("GET", 304)])
  func bodiless(method: String, status: Int) async throws {
    let length = status == 204 ? "" : "Content-Length: 5\r\n"
    let server = try LoopbackServer { peer in
      while peer.readHead() != nil { peer.write("HTTP/1.1 \(status) X\r\n\(length)\r\n") }
    }
    for _ in 0..<2 {
      let answer = await upstream.send(.to(server.origin, method: method))
      #expect(answer.head?.status == status)
      #expect(answer.body.isEmpty)
      #expect(answer.trailers == [])
    }
    #expect(server.connections == 1)
  }

  @Test("Connections are kept: ten requests, one connection")
  func reuse() async throws {
    let server = try echo()
    for _ in 0..<10 { _ = await upstream.send(.to(server.origin)) }
    #expect(server.connections == 1)
  }

  @Test("Many transfers at once get each their own answer")
  func concurrency() async throws {
    let server = try echo()
    let upstream = upstream
    await withTaskGroup(of: (Int, Transcript).self) { group in
      for number in 0..<100 {
        group.addTask { (number, await upstream.send(.to(server.origin, target: "/\(number)"))) }
      }
      for await (number, answer) in group { #expect(answer.text.hasPrefix("GET /\(number) HTTP/1.1\r\n")) }
    }
  }

  @Test("A kept connection that the server has closed meanwhile costs no request that may be repeated")
  func staleConnection() async throws {
    let server = try LoopbackServer { peer in
      _ = peer.readHead()
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    }
    for _ in 0..<20 {
      let answer = await upstream.send(.to(server.origin, method: "POST", body: .bytes([1, 2]), isRepeatable: true))
      #expect(answer.text == "ok")
      #expect(answer.failure == nil)
    }
  }
}
