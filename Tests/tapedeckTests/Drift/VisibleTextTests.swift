// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import tapedeck

@Suite("Text of others, made visible")
struct VisibleTextTests {
  @Test(
    "shows what acts on a terminal or hides as its number",
    arguments: [
      ("plain /body/x", "plain /body/x"), ("a\u{1B}[31mb", "a\\u001b[31mb"), ("a\r\nb\tc", "a\\u000d\\u000ab\\u0009c"),
      ("\u{9B}2J", "\\u009b2J"), ("\u{202E}abc\u{2066}", "\\u202eabc\\u2066"), ("\u{2028}\u{200B}", "\\u2028\\u200b"),
      ("\u{E0041}", "\\udb40\\udc41"), ("Zürich 東京 🦊", "Zürich 東京 🦊"), ("\u{7F}\u{FFFE}", "\\u007f\\ufffe"),
    ])
  func escapes(_ text: String, _ shown: String) {
    #expect(VisibleText.escaped(text) == shown)
  }

  @Test("is cut to a number of characters, its escapes counted")
  func cut() {
    #expect(VisibleText.escaped("12345", limit: 5) == "12345")
    #expect(VisibleText.escaped("123456", limit: 5) == "1234…")
    #expect(VisibleText.escaped("\u{1B}123", limit: 8) == "\\u001b1…")
    #expect(VisibleText.escaped(String(repeating: "x", count: 1 << 20), limit: 3) == "xx…")
  }
}
