// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import TestSupport
import Testing

@testable import Proxy

@Suite("What RFC 9112 has a server refuse beside what the parser does")
struct RequestRulesTests {
  private func flaw(
    _ fields: [(String, String)] = [("Host", "x")], target: String = "/", method: HTTPMethod = .POST,
    version: HTTPVersion = .http1_1
  ) -> RequestFlaw? {
    RequestRules.flaw(
      in: HTTPRequestHead(version: version, method: method, uri: target, headers: HTTPHeaders(fields)))
  }

  @Test("an ordinary request is served")
  func ordinary() {
    #expect(flaw() == nil)
    #expect(flaw([("host", "127.0.0.1:4566"), ("Content-Length", "007")]) == nil)
    #expect(flaw([("Host", "[::1]:80"), ("Transfer-Encoding", "CHUNKED")], target: "/a?b=c:d") == nil)
    #expect(flaw([], version: .http1_0) == nil)
    #expect(flaw([], target: "a:443", method: .CONNECT) == nil)
  }

  @Test(
    "a transfer coding that is not chunked alone is not understood",
    arguments: ["gzip, chunked", "chunked, chunked", "identity", "", "chunked;q=1", "xchunked"])
  func codings(value: String) {
    #expect(flaw([("Host", "x"), ("Transfer-Encoding", value)])?.status == 501)
  }

  @Test("HTTP/1.0 has no transfer codings")
  func codingsOfOldVersions() {
    #expect(flaw([("Transfer-Encoding", "chunked")], version: .http1_0)?.status == 400)
  }

  @Test("a length must be one that can be counted")
  func lengths() {
    #expect(flaw([("Host", "x"), ("Content-Length", "9223372036854775807")]) == nil)
    #expect(flaw([("Host", "x"), ("Content-Length", "9223372036854775808")]) != nil)
  }

  @Test("there is one Host")
  func hosts() {
    #expect(flaw([]) == RequestFlaw("it has no Host"))
    #expect(flaw([("Host", "x"), ("HOST", "x")]) == RequestFlaw("it has several Host fields"))
  }

  @Test(
    "Host is a host, with a port or without",
    arguments: [
      ("", true), ("a.example", true), ("a_b.example.:8080", true), ("b.s3.localhost:1", true), ("[::1]", true),
      ("[fe80::1]:65535", true), ("192.0.2.7:", true), ("a%2e", true),
      ("a b", false), ("a,b", false), ("u@a", false), ("a/b", false), ("a:b", false), ("a:1:2", false), ("[::1", false),
      ("[]", false), ("[::1]x", false), ("[g]", false), ("a:123456", false), ("a\u{0}", false), ("ä", false),
      ("a?b", false), ("a#b", false), ("a\\b", false), ("\"a\"", false),
    ])
  func authorities(text: String, isFine: Bool) {
    #expect(RequestRules.isAuthority(text) == isFine)
  }

  @Test(
    "a target is a path, or a URL of the host that is asked",
    arguments: [
      ("/", true), ("/a?http://b", true), ("http://x", true), ("https://X/a", true), ("HTTP://x?a", true),
      ("*", false), ("x:80", false), ("ftp://x/", false), ("http:/x", false), ("http://y/", false),
      ("http://u@x/", false),
      ("http://x:81/", false), ("/a#b", false), ("http://x#", false), ("", false), ("a", false),
    ])
  func targets(target: String, isFine: Bool) {
    #expect((flaw(target: target) == nil) == isFine)
  }

  @Test("text of any kind is judged without a trap", arguments: 0..<4)
  func fuzz(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<2_000 {
      let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        Bool.random(using: &random)
          ? Array("[]:/.@a1*#%".utf8).randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      _ = flaw([("Host", text), ("Content-Length", text), ("Transfer-Encoding", text)], target: text)
      if RequestRules.isAuthority(text) { #expect(text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x40 }) }
    }
  }
}
