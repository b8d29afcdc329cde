// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Replay

@Suite("Values that a client sent itself")
struct OriginalsTests {
  private static let alias = "8bc024bd-8e12-4d6d-a44e-09e6ecfe7bf2"
  private static let value = "b6c5324a-db90-428d-ad4f-947720790ce8"
  private static let secret = "redacted-8bc024bd-8e12-4d6d-a44e-09e6ecfe7bf2"

  private func base64(_ text: String) -> String { String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self) }

  private func rewritten(
    _ text: String, _ pairs: [(String, String)], _ escaping: Originals.Escaping = .none
  ) -> String? {
    let originals = Originals()
    for (alias, value) in pairs { originals.add(alias: Array(alias.utf8), value: Array(value.utf8), isKeyed: false) }
    return Array(text.utf8).withUnsafeBytes { originals.rewritten($0, escaping) }.map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  @Test("come back in the place of their aliases, and nothing else changes")
  func texts() {
    #expect(rewritten("arn:x/\(Self.alias) b", [(Self.alias, Self.value)]) == "arn:x/\(Self.value) b")
    #expect(rewritten("arn:x/\(Self.value)", [(Self.alias, Self.value)]) == nil)
  }

  @Test("come back inside base64, two layers deep, and beside it")
  func insideBase64() {
    let pairs = [(Self.alias, Self.value)]
    func text(_ id: String) -> String { "\(id) \(base64("receipt of \(id)")) \(base64(base64("a receipt of \(id)")))" }
    #expect(rewritten(text(Self.alias), pairs) == text(Self.value))
    #expect(rewritten(text(Self.value), pairs) == nil)
  }

  @Test("are escaped in base64 as the text in it asks for")
  func escapedInsideBase64() {
    let got = rewritten(
      #"{"a":"\#(base64(#"{"note":"\#(Self.secret)"}"#))"}"#, [(Self.secret, #"a "quoted" b"#)], .json)
    #expect(got == #"{"a":"\#(base64(#"{"note":"a \"quoted\" b"}"#))"}"#)
  }

  @Test("come back for an alias that is base64 itself, which is not looked into")
  func aliasInBase64() {
    let pairs = [(base64(Self.secret), "c2VjcmV0LWJ5dGVz"), (Self.alias, Self.value)]
    #expect(rewritten("x \(base64(Self.secret))", pairs) == "x c2VjcmV0LWJ5dGVz")
  }
}
