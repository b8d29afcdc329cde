// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Engine
import Testing

@testable import Upstream

@Suite("What is fit for the wire")
struct WireRequestTests {
  private func problem(_ request: UpstreamRequest) -> String? {
    do throws(UpstreamFailure) {
      _ = try WireRequest(request)
      return nil
    } catch {
      return error.code == .other ? error.detail : "another code"
    }
  }

  @Test("Fields that would break the message apart are refused, and not quoted", arguments: ["\r", "\n", "\0"])
  func fieldBytes(bad: String) {
    #expect(problem(.to("http://h", fields: [HTTPField("X-A", "s\(bad)t")])) == "a field's value holds CR, LF or NUL")
    #expect(problem(.to("http://h", fields: [HTTPField("X\(bad)A", "t")])) == "a field's name is no token")
    #expect(problem(.to("http://h", method: "G\(bad)T")) == "the method is no token")
    #expect(problem(.to("http://h", target: "/a\(bad)b")) != nil)
  }

  @Test("Names with a blank, a colon or nothing are refused, targets with a blank or nothing")
  func names() {
    for name in ["", "a b", "a:", ":path", "a;"] {
      #expect(problem(.to("http://h", fields: [HTTPField(name, "1")])) == "a field's name is no token")
    }
    for target in ["", "/a b", "/\u{7F}"] { #expect(problem(.to("http://h", target: target)) != nil) }
  }

  @Test("Lengths that differ are refused")
  func lengths() {
    func problem(_ length: String, _ body: UpstreamRequest.Body, _ method: String = "PUT") -> String? {
      self.problem(.to("http://h", method: method, fields: [HTTPField("content-LENGTH", length)], body: body))
    }
    #expect(problem("2", .bytes([1, 2])) == nil)
    #expect(problem("7", .stream(length: 7)) == nil)
    #expect(problem("0", .none) == nil)
    #expect(problem("0", .none, "HEAD") == nil)
    let message = "Content-Length and the body differ"
    #expect(problem("3", .bytes([1, 2])) == message)
    #expect(problem("x", .bytes([1, 2])) == message)
    #expect(problem("3", .none) == message)
    #expect(problem("3", .stream(length: nil)) == message)
    #expect(problem("3", .bytes([1, 2, 3]), "HEAD") == "a HEAD request has no body")
    #expect(problem("-1", .stream(length: -1)) == "the body's length is negative")
  }

  @Test("Origins are a scheme and an authority")
  func origins() {
    for origin in ["http://h", "https://a-b.example:8443", "http://[::1]:80", "http://127.0.0.1"] {
      #expect(Origin(origin)?.text == origin)
    }
    for origin in ["", "http://", "https://h/", "https://u@h", "https://h?q", "https://h#f", "file://h", "https://h h"]
    {
      #expect(Origin(origin) == nil)
    }
  }
}
