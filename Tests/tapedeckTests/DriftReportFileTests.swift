// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import tapedeck

@Suite("A file that findings are written to")
struct DriftReportFileTests {
  @Test(
    "has the format that its name ends in",
    arguments: [
      ("drift.html", .html), ("a.b/drift.HTM", .html), ("x.json", .json), ("x.md", .markdown), ("x.sarif", .sarif),
      ("junit.xml", .junit), ("x.txt", .text), ("drift", .text), ("a.json/drift", .text), ("", .text), ("x.", .text),
    ] as [(String, DriftFormat)])
  func formats(path: String, format: DriftFormat) {
    #expect(DriftReportFile(path).format == format)
    #expect(DriftReportFile(path, format: .github).format == .github)
  }

  @Test("is no cassette of the run, and has a folder")
  func check() throws {
    try DriftReportFile("drift.html").check("--output", besides: ["a.cassette"])
    try DriftReportFile("/drift.html").check("--output", besides: [])
    for path in ["a.cassette", "/nowhere/at/all/drift.html"] {
      let failure = #expect(throws: Failure.self) {
        try DriftReportFile(path).check("--output", besides: ["a.cassette"])
      }
      #expect(try #require(failure).status == ExitStatus.usage)
      #expect(try #require(failure).message.hasPrefix("--output: "))
    }
  }
}
