// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import TestSupport
import Testing

@testable import Redaction

@Suite("The mask of large bodies")
struct LargeBodyMaskTests {
  private static let window = LargeBodyMask.Window(length: 1024, overlap: 256, slack: 64)
  private static let credentials = Credentials(
    accessKeyID: "ASIAQWERTYUIOPASDFGH", secretAccessKey: "Kq7/own+secret0own1secret2own3secret4own5")

  private func mask(_ body: [UInt8], cut: Int, _ settings: RedactionSettings = .none) -> [UInt8] {
    let redactor = Redactor(
      credentials: [LargeBodyMaskTests.credentials], settings: settings,
      aliases: Aliases(key: AliasKey([UInt8](repeating: 7, count: 32))))
    var mask = redactor.mask(LargeBodyMaskTests.window)
    var out: [UInt8] = []
    var rest = body[...]
    while !rest.isEmpty {
      Array(rest.prefix(cut)).withUnsafeBytes { mask.take($0) { out += $0 } }
      rest = rest.dropFirst(cut)
    }
    mask.finish { out += $0 }
    return out
  }

  private func text(_ lines: Int) -> [UInt8] {
    Array((0..<lines).map { "row \($0), a plain value with nothing in it\n" }.joined().utf8)
  }

  @Test("leaves what holds nothing as it is, text and bytes")
  func plain() {
    var random = SplitMix(seed: 3)
    let bytes = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }
    #expect(mask(bytes, cut: 100) == bytes)
    let text = text(200)
    #expect(text.count > 4096 && mask(text, cut: 777) == text)
  }

  @Test("finds a secret wherever it lies, also across windows, and keeps lengths")
  func everywhere() {
    let secret = Array("token ghp_0123456789abcdefABCDEF0123456789abcd end".utf8)
    let window = LargeBodyMaskTests.window.length
    let line = text(1)
    for at in [0, window - 60, window - 45, window - 30, window - 1, window, window + 256, 2 * window - 20] {
      var body: [UInt8] = []
      while body.count < at { body += line.prefix(at - body.count) }
      body += secret
      while body.count < 3 * window { body += line }
      let masked = mask(body, cut: 650)
      #expect(masked.count == body.count)
      #expect(masked[(at + 6)..<(at + 46)].allSatisfy { $0 == 0x78 }, "at \(at)")
      #expect(masked[..<(at + 6)] == body[..<(at + 6)] && masked[(at + 46)...] == body[(at + 46)...], "at \(at)")
    }
  }

  @Test("gives the same bytes however they come")
  func cuts() {
    var body: [UInt8] = []
    for row in 0..<200 {
      body += Array("\(row),jane.doe\(row)@corp.io,arn:aws:iam::555566667777:role/r,8.8.4.\(row % 256),\u{E9}\n".utf8)
    }
    let whole = mask(body, cut: body.count)
    #expect(whole != body && whole.count == body.count)
    for cut in [1024, 1000, 7] { #expect(mask(body, cut: cut) == whole) }
    let text = String(decoding: whole, as: UTF8.self)
    #expect(!text.contains("corp") && !text.contains("555566667777") && !text.contains("8.8.4"))
    #expect(text.hasPrefix("0,"))
  }

  @Test("finds credentials in bytes that are no text, and tokens that stand in them")
  func bytes() {
    var random = SplitMix(seed: 4)
    for secret in [LargeBodyMaskTests.credentials.secretAccessKey, "AKIAIOSFODNN7ABCDEFG"] {
      var body = (0..<3000).map { _ in UInt8.random(in: 128...255, using: &random) }
      body.replaceSubrange(1010..<(1010 + secret.utf8.count), with: Array(secret.utf8))
      let masked = mask(body, cut: 900)
      #expect(masked.count == body.count && !String(decoding: masked, as: UTF8.self).contains(secret))
      #expect(zip(masked, body).count { $0 != $1 } == secret.utf8.count)
    }
  }

  @Test("leaves nothing that the scan would find")
  func scan() {
    let lines = [
      "jane@corp.io", "AKIAIOSFODNN7ABCDEFG", "https://joe:hunter22@corp.io/x", "password=hunter2hunter2",
      "arn:aws:iam::555566667777:user/joe", "8.8.4.4", "{\"a\":\"amFuZUBjb3JwLmlvIGlzIGphbmU=\"}", "jane%40corp.io",
      "AWS_SECRET_ACCESS_KEY=\(LargeBodyMaskTests.credentials.secretAccessKey)",
    ]
    let masked = mask(Array(lines.joined(separator: "\n").utf8), cut: 100)
    let scan = LeakScan(.none, credentials: [LargeBodyMaskTests.credentials])
    let findings = masked.withUnsafeBytes { scan.findings(in: $0, of: "s3:PutObject", at: "/request/body") }
    #expect(findings.isEmpty, "\(findings) in \(String(decoding: masked, as: UTF8.self))")
    let raw = Array(lines.joined(separator: "\n").utf8)
    #expect(raw.withUnsafeBytes { scan.findings(in: $0, of: "s3:PutObject", at: "/request/body") }.count >= 6)
  }

  @Test("obeys the switches of rules, and patterns of the project")
  func settings() throws {
    var settings = RedactionSettings.none
    settings.off = [.email]
    settings.patterns = [try LinearPattern("ticket-[0-9]+")]
    let masked = mask(Array("jane@corp.io ticket-12345 rest".utf8), cut: 4, settings)
    #expect(String(decoding: masked, as: UTF8.self) == "jane@corp.io xxxxxxxxxxxx rest")
  }
}
