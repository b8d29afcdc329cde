// SPDX-License-Identifier: Apache-2.0

import Engine
import Testing

@testable import tapedeck

@Suite("Annotations of GitHub Actions")
struct ReportGitHubTests {
  private func lines(_ report: RunReport) -> [String] {
    ReportGitHub.render(report).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test("escapes messages and titles as workflow commands need it")
  func escapes() {
    let lines = lines(.sample(unused: 1))
    #expect(
      lines == [
        "::error title=Tapedeck%3A miss::codestar-connections:GetConnection: nearest is exchange 3, "
          + "but /Name is \"100%25\u{1}%0D%0A\", recorded \"<old>\"",
        "::warning title=Tapedeck%3A never asked for::a&b.cassette: exchange 1, codestar-connections:GetConnection",
        "::notice title=Tapedeck::2 replayed, 1 miss, 1 value bound, 1 recorded exchange never asked for: a&b.cassette",
        "",
      ])
  }

  @Test("escapes a comma in a title")
  func comma() {
    var report = RunReport.sample(mode: .record, misses: 0, unused: 0)
    report.heldBack = [RunReport.Event("x", 1)]
    #expect(lines(report)[0] == "::error title=Tapedeck%3A not recorded%2C a secret was left in it::x")
  }

  @Test("makes errors of unused exchanges that fail the run")
  func unused() {
    var report = RunReport.sample(misses: 0)
    report.failsOnUnused = true
    #expect(lines(report).count { $0.hasPrefix("::error") } == 7)
    #expect(!lines(report).contains { $0.hasPrefix("::warning") })
  }

  @Test("makes no more annotations of one kind than GitHub shows")
  func limit() {
    let lines = lines(.sample(misses: 12, unused: 30))
    #expect(lines.count { $0.hasPrefix("::error") } == 10 && lines.contains("::error title=Tapedeck::and 3 more"))
    #expect(lines.count { $0.hasPrefix("::warning") } == 10 && lines.contains("::warning title=Tapedeck::and 21 more"))
  }
}
