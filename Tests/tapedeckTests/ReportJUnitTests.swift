// SPDX-License-Identifier: Apache-2.0

import Engine
import Testing

@testable import tapedeck

@Suite("The JUnit report")
struct ReportJUnitTests {
  @Test("has the attributes and elements that Ant's schema requires, in its order")
  func schema() throws {
    let text = ReportJUnit.render(.sample())
    #expect(
      text.contains(
        #"<testsuite name="tapedeck replay a&amp;b.cassette" timestamp="2026-11-22T09:08:07" hostname="localhost" tests="2" failures="1" errors="0" time="1.050">"#
      ))
    let places = try ["<properties>", "<testcase ", "<failure ", "<system-out>", "<system-err>"].map {
      try #require(text.firstRange(of: $0)).lowerBound
    }
    #expect(places == places.sorted())
    #expect(
      text.contains(
        #"<testcase name="miss 1: codestar-connections:GetConnection" classname="tapedeck.replay" time="0"><failure message=""#
      ))
  }

  @Test("has one case that passes and holds the counts")
  func passing() {
    let text = ReportJUnit.render(.sample(misses: 0, unused: 0))
    #expect(text.contains(#"tests="1" failures="0" errors="0""#))
    #expect(text.contains(#"<testcase name="2 replayed" classname="tapedeck.replay" time="1.050"></testcase>"#))
  }

  @Test("counts unused exchanges as failures only where they fail the run")
  func unused() {
    var report = RunReport.sample()
    #expect(!ReportJUnit.render(report).contains("unused 1:"))
    report.failsOnUnused = true
    #expect(ReportJUnit.render(report).contains(#"tests="9" failures="8" errors="0""#))
    report.ending = .finished(command: 1)
    #expect(ReportJUnit.render(report).contains(#"failures="1" errors="0""#))
  }

  @Test("tells what was not served, not kept or not run as errors")
  func errors() {
    var report = RunReport.sample(mode: .record, misses: 0, ending: .failed(status: 5, message: "no space"))
    report.upstreamFailures = [RunReport.Event("x", 2)]
    report.refusals = [RunReport.Event("y", 1)]
    report.heldBack = [RunReport.Event("z", 1)]
    report.journalFailure = "full"
    let text = ReportJUnit.render(report)
    #expect(text.contains(#"tests="6" failures="0" errors="5""#))
    #expect(text.contains(#"<error message="x (2 times)" type="upstream"></error>"#))
    #expect(text.contains(#"<error message="no space" type="run"></error>"#))
  }

  @Test("escapes what XML gives a meaning or cannot hold")
  func escapes() {
    let text = ReportJUnit.render(.sample())
    #expect(text.contains("/Name is &quot;100%\u{FFFD}&#13;&#10;&quot;, recorded &quot;&lt;old&gt;&quot;"))
    #expect(text.contains("/Name is \"100%, a:b\", recorded \"&lt;old&gt;\"\n/Tags is new ([])\n</failure>"))
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }
}
