// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Documents

@Suite("Paths in documents")
struct DocumentPathTests {
  @Test("are JSON pointers with patterns, and print as they were written")
  func steps() {
    #expect(DocumentPath("/a/*/0/**/b")?.steps == [.name("a"), .any, .name("0"), .anyDepth, .name("b")])
    #expect(DocumentPath("/a~1b/~0~01")?.steps == [.name("a/b"), .name("~~1")])
    #expect(DocumentPath("//")?.steps == [.name(""), .name("")])
    for text in ["/a", "/**", "/a//b", "/a~1b/~0/*", "/é/***", "/a/"] {
      #expect(DocumentPath(text)?.description == text)
    }
    #expect(DocumentPath(steps: [.name("a/b"), .name("c")]).description == "/a~1b/c")
  }

  @Test(
    "are refused without a step, with a wrong escape, or too long", arguments: ["", "/", "a", "*", "/~", "/~2", " /a"])
  func refused(text: String) {
    #expect(DocumentPath(text) == nil)
  }

  @Test("have 64 steps at the most")
  func longest() {
    #expect(DocumentPath(String(repeating: "/a", count: 64)) != nil)
    #expect(DocumentPath(String(repeating: "/a", count: 65)) == nil)
  }
}
