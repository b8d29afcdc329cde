// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("HTTP fields")
struct HTTPFieldsTests {
  private let fields: HTTPFields = [
    HTTPField("Host", "a"), HTTPField("X-A", "1"), HTTPField("x-a", "2"), HTTPField("Y", "3"),
  ]

  @Test("are found without regard to ASCII case, in their order")
  func lookup() {
    #expect(fields["X-a"] == "1" && fields.all("X-A") == ["1", "2"] && fields.contains("HOST"))
    #expect(fields["z"] == nil && fields.all("z") == [] && !fields.contains("z"))
  }

  @Test("are set in the place of the first of their name, or at the end")
  func set() {
    var changed = fields
    changed.set("X-A", "9")
    changed.set("New", "8")
    #expect(changed.map(\.name) == ["Host", "X-A", "Y", "New"] && changed["x-a"] == "9")
    changed.remove("y")
    changed.append("Host", "b")
    #expect(changed.map(\.value) == ["a", "9", "8", "b"])
  }

  @Test("compare ASCII letters without case, and nothing else")
  func asciiCase() {
    #expect("Content-LENGTH".equalsIgnoringASCIICase("content-length"))
    #expect(
      !"É".equalsIgnoringASCIICase("é") && !"[".equalsIgnoringASCIICase("{") && !"a".equalsIgnoringASCIICase("ab"))
    #expect("AZ[É@".asciiLowercased == "az[É@")
  }

  @Test("of one connection are removed, with those that Connection names")
  func hopByHop() {
    let message: HTTPFields = [
      HTTPField("Host", "a"), HTTPField("Connection", "close, X-Own"), HTTPField("Keep-Alive", "timeout=5"),
      HTTPField("x-own", "1"), HTTPField("Transfer-Encoding", "chunked"), HTTPField("TE", "trailers"),
      HTTPField("Trailer", "x"), HTTPField("Upgrade", "h2c"), HTTPField("Proxy-Authorization", "x"),
      HTTPField("Proxy-Connection", "x"), HTTPField("HTTP2-Settings", "x"), HTTPField("X-Amz-Target", "t"),
    ]
    #expect(HopByHop.removed(from: message).map(\.name) == ["Host", "X-Amz-Target"])
  }

  @Test("path and query of a target part at the first question mark")
  func target() {
    let head = HTTPRequestHead(method: "GET", target: "/a?b?c")
    #expect(head.path == "/a" && head.query == "b?c")
    #expect(HTTPRequestHead(method: "GET", target: "/a").query == nil)
    #expect(HTTPRequestHead(method: "GET", target: "/?").query == "")
  }
}
