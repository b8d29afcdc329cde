// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Drift
import TestSupport
import Testing

@testable import ProjectFile

private let whole = """
  # What we know of.
  version: 1
  approvals:
    - fingerprint: b94fffb66ab1
      until: 2026-12-31
      reason: "AWS is told: case 123"   # by mail
    - {fingerprint: '012345678901', until: 2027-01-01, reason: second}

  """

@Suite("The file of approvals")
struct ApprovalsFileTests {
  private func read(_ text: String) throws -> [DriftSettings.Approval] {
    try ApprovalsFile.entries(Array(text.utf8)).map(\.approval)
  }

  private func added(_ text: String, _ approvals: [DriftSettings.Approval]) throws -> String {
    String(decoding: try ApprovalsFile.adding(approvals, to: Array(text.utf8)), as: UTF8.self)
  }

  private let one = DriftSettings.Approval(fingerprint: "aaaaaaaaaaaa", until: 20_818, reason: "it's \"so\": ä # \u{1}")
  private let two = DriftSettings.Approval(fingerprint: "123456789012", until: 20_818, reason: "- two")

  @Test("has fingerprints, days and reasons")
  func complete() throws {
    #expect(
      try read(whole) == [
        DriftSettings.Approval(fingerprint: "b94fffb66ab1", until: 20_818, reason: "AWS is told: case 123"),
        DriftSettings.Approval(fingerprint: "012345678901", until: 20_819, reason: "second"),
      ])
  }

  @Test(
    "is not quoted where it is another file",
    arguments: [
      "[default]\naws_secret_access_key = s3cr3t", "s3cr3t: x", "s3cr3t: x\ns3cr3t: y", "key: !s3cr3t x", "- s3cr3t",
      "{s3cr3t: [}", "&s3cr3t x: 1", "s3cr3t",
    ])
  func foreign(text: String) {
    #expect {
      try read(text)
    } throws: {
      let message = "\($0)"
      return message.contains("no file of approvals") && !message.contains("s3cr3t")
    }
  }

  @Test("may approve nothing", arguments: ["", "# nothing yet\n", "version: 1", "version: 1\napprovals:\n"])
  func nothing(text: String) throws {
    #expect(try read(text).isEmpty)
  }

  @Test(
    "is refused with place, key, and what was expected",
    arguments: [
      ("approvals: []", "1:1: version: it must be given"),
      ("version: 2", "1:10: version: expected 1, not '2'; update tapedeck, or write version: 1"),
      ("version: 1\napproval: []", "2:1: there is no key 'approval'; did you mean 'approvals'?"),
      ("version: 1\napprovals: {}", "2:12: approvals: expected a list, not keys and values"),
      ("version: 1\napprovals:\n- [1]", "3:3: approvals[0]: expected keys and values"),
      (
        "FINGERPRINT: b94fffb66ab",
        "approvals[0].fingerprint: expected a fingerprint as 'tapedeck diff' prints it, "
          + "12 hexadecimal digits, not 'b94fffb66ab'"
      ),
      (
        "FINGERPRINT: B94FFFB66AB1",
        "approvals[0].fingerprint: expected a fingerprint as 'tapedeck diff' prints it, "
          + "12 hexadecimal digits, not 'B94FFFB66AB1'"
      ),
      ("UNTIL: 2026-02-30", "approvals[0].until: expected a day such as 2026-12-31, not '2026-02-30'"),
      ("UNTIL: soon", "approvals[0].until: expected a day such as 2026-12-31, not 'soon'"),
      ("UNTIL: ", "approvals[0].until: it must be given"),
      ("REASON: ' '", "approvals[0].reason: expected a reason, not an empty text"),
      ("REASON: ", "approvals[0].reason: it must be given"),
      ("by: me", "approvals[0]: there is no key 'by'; there are fingerprint, until, reason"),
    ])
  func errors(text: String, message: String) throws {
    var file = text
    if !text.hasPrefix("version"), !text.hasPrefix("a"), !text.hasPrefix("[") {
      var members = ["fingerprint": "b94fffb66ab1", "until": "2026-12-31", "reason": "r"]
      let halves = text.split(separator: ":", maxSplits: 1)
      members[halves[0].lowercased()] = String(halves[1])
      file = "version: 1\napprovals: [{\(members.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}]"
    }
    let error = #expect(throws: ProjectFileError.self) { try read(file) }
    let description = "\(try #require(error))"
    #expect(description.hasSuffix(message) && description.hasPrefix(":"))
    #expect(description.wholeMatch(of: /:\d+:\d+: .*/) != nil)
  }

  @Test("approves nothing twice")
  func double() throws {
    let error = #expect(throws: ProjectFileError.self) {
      try read(whole.replacing("'012345678901'", with: "b94fffb66ab1"))
    }
    #expect(
      "\(try #require(error))"
        == ":7:19: approvals[1].fingerprint: b94fffb66ab1 is approved in line 4 already")
  }

  @Test("is made where there is none, and grows at its end")
  func adding() throws {
    let first = try added("", [one])
    #expect(
      first == """
        version: 1
        approvals:
          - fingerprint: "aaaaaaaaaaaa"
            until: 2026-12-31
            reason: "it's \\"so\\": ä # \\u0001"

        """)
    let second = try added(first, [two])
    #expect(second.hasPrefix(first))
    #expect(try read(second) == [one, two])
  }

  @Test(
    "keeps all that stands in it",
    arguments: [
      whole, "# only a comment", "version: 1\napprovals:", "version: 1\napprovals:\n# none\n",
      "version: 1\napprovals:\n- {fingerprint: b94fffb66ab1, until: 2026-12-31, reason: r}",
      "version: 1\napprovals:\n    - fingerprint: b94fffb66ab1\n      until: 2026-12-31\n      reason: >\n        folded\n",
    ])
  func keeping(text: String) throws {
    let (old, new) = (try read(text), try added(text, [one, two]))
    #expect(new.hasPrefix(text))
    #expect(try read(new) == old + [one, two])
  }

  @Test(
    "is left alone where its end is no place for more",
    arguments: [
      "version: 1\napprovals: []\n", "{version: 1, approvals: []}", "approvals:\nversion: 1\n", "version: 1\n",
      "version: 1\napprovals:\n  - fingerprint: b94fffb66ab1\n    until: 2026-12-31\n    reason: |\n      - text\n",
      "version: 1\n...\n",
    ])
  func noPlace(text: String) throws {
    let error = #expect(throws: ProjectFileError.self) { try added(text, [one]) }
    #expect(try #require(error).message.contains("put this behind the last of its approvals:\n"))
    #expect(try #require(error).message.contains(#"- fingerprint: "aaaaaaaaaaaa""#))
  }

  @Test("is left alone where it is wrong, or approves that already")
  func refused() throws {
    #expect(throws: ProjectFileError.self) { try added("version: 2", [one]) }
    let known = DriftSettings.Approval(fingerprint: "012345678901", until: 1, reason: "r")
    let error = #expect(throws: ProjectFileError.self) { try added(whole, [one, known]) }
    #expect("\(try #require(error))" == ":7:19: 012345678901 is approved here already; change the day here")
  }

  @Test("never traps, whatever it holds", arguments: 0..<300 as Range<UInt64>)
  func mutated(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var text = Array(whole.utf8)
    text.mutate(Array("-:{}[]\"'# \n0a".utf8), &random)
    guard let approvals = try? ApprovalsFile.entries(text).map(\.approval),
      let more = try? ApprovalsFile.adding([one], to: text)
    else { return }
    let again = try? ApprovalsFile.entries(more).map(\.approval)
    #expect(again == approvals + [one] && more.starts(with: text))
  }

  @Test("is read from the disk, and named in what is wrong with it")
  func load() throws {
    let error = #expect(throws: ProjectFileError.self) { try ApprovalsFile.load("/nowhere/drift-approvals.yaml") }
    #expect("\(try #require(error))" == "/nowhere/drift-approvals.yaml: it cannot be read: No such file or directory")
  }
}
