// SPDX-License-Identifier: Apache-2.0

import Engine
import Replay
import Testing

@testable import tapedeck

@Suite("The summary of a run")
struct SummaryTextTests {
  @Test("counts in one line, and names the first five exchanges that were never asked for")
  func replay() {
    #expect(
      SummaryText.result(.sample(), explains: false) == [
        "2 replayed, 1 miss, 1 value bound, 7 recorded exchanges never asked for: a&b.cassette",
        "  never asked for: " + (1...5).map { "\($0) codestar-connections:GetConnection" }.joined(separator: ", ")
          + ", and 2 more",
      ])
  }

  @Test("tells for each of several cassettes what nobody asked for")
  func cassettes() {
    var report = RunReport.sample(misses: 0)
    report.bindings = []
    report.cassettes = ["a.cassette", "b.cassette"]
    for at in report.unused.indices { report.unused[at].name.cassette = at == 0 ? "a.cassette" : "b.cassette" }
    #expect(
      SummaryText.result(report, explains: false) == [
        "2 replayed, 7 recorded exchanges never asked for: a.cassette b.cassette",
        "  never asked for of a.cassette: 1 codestar-connections:GetConnection",
        "  never asked for of b.cassette: "
          + (2...6).map { "\($0) codestar-connections:GetConnection" }.joined(separator: ", ") + ", and 1 more",
      ])
  }

  @Test("tells what went to the fallback of a replay")
  func fallback() {
    var report = RunReport.sample(misses: 0, unused: 0)
    report.bindings = []
    report.fallback = "simulator"
    report.counts.passed = 3
    report.forwarded = [RunReport.Event("a:B", 2), RunReport.Event("a:C", 1)]
    #expect(
      SummaryText.result(report, explains: false) == [
        "2 replayed, 3 forwarded to simulator: a&b.cassette", "  forwarded: a:B (2 times), a:C",
      ])
  }

  @Test("tells the first five bindings where it explains")
  func bindings() {
    var report = RunReport.sample(unused: 0)
    report.bindings += Array(repeating: report.bindings[0], count: 6)
    let lines = SummaryText.result(report, explains: true)
    #expect(lines.count == 7 && lines[6] == "  and 2 more")
    #expect(
      lines[1]
        == "  bound: tf-acc-8213 is tf-acc-5570 (exchange 4, codestar-connections:GetConnection)")
  }

  @Test("says in a file what went wrong, too")
  func file() {
    var report = RunReport.sample()
    report.counts.misses = 3
    report.refusals = [RunReport.Event("no", 2)]
    let text = SummaryText.render(report)
    #expect(text.hasPrefix("miss: codestar-connections:GetConnection: nearest is exchange 3"))
    #expect(text.contains("\nand 2 more misses\nrefused: no (2 times)\n2 replayed, 3 misses"))
  }

  @Test("tells by its cause what could not be read any more")
  func unreadable() {
    var report = RunReport.sample(misses: 0, unused: 0)
    report.bindings = []
    report.counts.unreadable = 2
    report.unreadable = [RunReport.Event("exchange 3: a part of the cassette cannot be read", 2)]
    let lines = SummaryText.problems(report)
    #expect(lines.first?.hasPrefix("unreadable: exchange 3: a part of the cassette cannot be read (2 times); ") == true)
    #expect(lines.count == 1 && report.exitStatus == ExitStatus.cassette)
    #expect(SummaryText.result(report, explains: false) == ["2 replayed, 2 unreadable: a&b.cassette"])
    #expect(ReportGitHub.render(report).contains("::error title=Tapedeck%3A unreadable::exchange 3"))
    #expect(ReportJUnit.render(report).contains(#"cannot be read (2 times)" type="unreadable"></error>"#))
  }

  @Test("says why a run fails whose exchanges were not all asked for")
  func unused() {
    var report = RunReport.sample(misses: 0, unused: 1)
    report.failsOnUnused = true
    #expect(
      SummaryText.problems(report).first?.hasPrefix("failed by --fail-on-unused: 1 recorded exchange was never") == true
    )
    report.failsOnUnused = false
    #expect(SummaryText.problems(report).isEmpty)
  }

  @Test("tells of a recording what it wrote, or that it wrote nothing")
  func recording() {
    var report = RunReport.sample(mode: .auto, misses: 0, unused: 0)
    report.bindings = []
    #expect(
      SummaryText.result(report, explains: false) == ["2 replayed: nothing to record; a&b.cassette stays as it was"])
    report.counts.recorded = 3
    #expect(SummaryText.result(report, explains: false) == ["2 replayed, 3 recorded, 9 in all: a&b.cassette"])
    report.exchanges = 3
    #expect(SummaryText.result(report, explains: false) == ["2 replayed, 3 recorded: a&b.cassette"])
    report.counts = RunReport.Counts()
    report.exchanges = nil
    #expect(SummaryText.result(report, explains: false) == ["no requests: nothing to record"])
  }
}
