// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Testing

@testable import tapedeck

@Suite("The options of reports")
struct ReportOptionsTests {
  @Test("name formats and files, as many as one likes")
  func targets() throws {
    let options = try ReportOptions.parse(["--report", "junit=a=b.xml", "--report", "json=-", "--report", "github=-"])
    #expect(options.targets.map(\.file) == ["a=b.xml", "-", "-"])
    #expect(options.targets.map(\.format) == [.junit, .json, .github])
    #expect(try ReportOptions.parse([]).targets.isEmpty)
    #expect(try ReportOptions.parse(["--json"]).targets.map(\.file) == ["-"])
  }

  @Test(
    "are refused with what to write instead",
    arguments: [
      (["--report", "html=a"], "the formats are text, json, junit, github"),
      (["--report", "json"], "write FORMAT=FILE"),
      (["--report", "json="], "lacks the file"),
      (["--report", "json=a", "--report", "text=a"], "cannot share the file 'a'"),
    ])
  func errors(arguments: [String], words: String) throws {
    let error = #expect(throws: (any Error).self) { try ReportOptions.parse(arguments) }
    #expect(ReportOptions.message(for: try #require(error)).contains(words))
  }
}
