// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Testing

@testable import tapedeck

@Suite("The arguments of a replay")
struct ReplayCommandTests {
  private func parse(_ arguments: String...) throws -> ReplayCommand? {
    try Tapedeck.parseAsRoot(ReplayCommand.folding(["replay"] + arguments)) as? ReplayCommand
  }

  @Test("are cassettes and flags in any order, and behind '--' the command with its own")
  func command() throws {
    let replay = try #require(
      try parse(
        "a.cassette", "--strict", "b.cassette", "--port", "0", "--", "sh", "-c", "a=b", "", "--", "--strict", "x"))
    #expect(replay.cassettes == ["a.cassette", "b.cassette"] && replay.replay.strict == true)
    #expect(replay.command == ["sh", "-c", "a=b", "", "--", "--strict", "x"])
    #expect(try parse("a.cassette")?.command.isEmpty == true)
  }

  @Test("lack a cassette where all words are the command's")
  func none() {
    #expect(throws: (any Error).self) { try parse("--", "a.cassette") }
  }

  @Test("of other commands stay as they are")
  func others() {
    for arguments in [["record", "a", "--", "b"], ["verify", "--", "replay"], []] {
      #expect(ReplayCommand.folding(arguments) == arguments)
    }
  }
}
