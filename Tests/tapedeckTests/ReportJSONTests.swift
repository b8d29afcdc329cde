// SPDX-License-Identifier: Apache-2.0

import Documents
import Engine
import Replay
import Testing

@testable import tapedeck

@Suite("The JSON report")
struct ReportJSONTests {
  private func read(_ report: RunReport) throws -> DocumentValue {
    let text = ReportJSON.render(report)
    #expect(text.hasSuffix("}\n") && text.count { $0 == "\n" } == 1)
    return try JSONReader.read(Array(text.utf8)).root
  }

  @Test("has its members in the order that docs/reports.md gives")
  func order() throws {
    let root = try read(.sample())
    #expect(
      root.members.map(\.name.string) == [
        "tapedeck", "tool", "mode", "cassette", "cassettes", "fallback", "verdict", "exitCode", "error", "startedAt",
        "durationMs",
        "exchanges",
        "counts", "misses", "bindings", "unused", "unreadable", "forwarded", "upstreamFailures", "refusals",
        "heldBack", "journalFailure",
      ])
    #expect(
      root["counts"]?.members.map(\.name.string) == [
        "replayed", "faults", "recorded", "passed", "misses", "unreadable", "bindings", "unused", "failed", "refused",
        "heldBack", "abandoned",
      ])
    #expect(root["tapedeck"]?.string == "report/1" && root["startedAt"]?.string == "2026-11-22T09:08:07.000Z")
    #expect(root["durationMs"]?.int == 1050 && root["error"]?.isNull == true)
  }

  @Test("tells misses with their differences, bindings and unused exchanges")
  func details() throws {
    let root = try read(.sample())
    let miss = try #require(root["misses"]?.elements.first { _ in true })
    #expect(miss["nearest"]?.int == 3 && miss["region"]?.string == "eu-west-1")
    let differences = Array(try #require(miss["differences"]).elements)
    #expect(differences[0]["recorded"]?.string == "\"<old>\"" && differences[0]["live"]?.string == "\"100%, a:b\"")
    #expect(differences[1]["recorded"]?.isNull == true)
    let binding = try #require(root["bindings"]?.elements.first { _ in true })
    #expect(binding["recorded"]?.string == "tf-acc-8213" && binding["exchange"]?.int == 4)
    #expect(root["unused"]?.elements.map { $0["exchange"]?.int } == [1, 2, 3, 4, 5, 6, 7])
  }

  @Test("names the cassette of an exchange where there are several")
  func cassettes() throws {
    var report = RunReport.sample()
    #expect(try read(report)["unused"]?.elements.first { _ in true }?["cassette"]?.isNull == true)
    report.cassettes = ["a.cassette", "b.cassette"]
    report.unused[0].name.cassette = "b.cassette"
    report.misses[0].nearest?.cassette = "b.cassette"
    report.bindings[0].exchange.cassette = "a.cassette"
    let root = try read(report)
    #expect(root["cassette"]?.string == "a.cassette b.cassette")
    #expect(root["cassettes"]?.elements.map(\.string) == ["a.cassette", "b.cassette"])
    #expect(root["unused"]?.elements.first { _ in true }?["cassette"]?.string == "b.cassette")
    #expect(root["misses"]?.elements.first { _ in true }?["nearestCassette"]?.string == "b.cassette")
    #expect(root["bindings"]?.elements.first { _ in true }?["cassette"]?.string == "a.cassette")
  }

  @Test("tells where a replay's fallback was, and what went there")
  func fallback() throws {
    var report = RunReport.sample()
    #expect(try read(report)["fallback"]?.isNull == true && read(report)["forwarded"]?.count == 0)
    report.fallback = "https://up.example"
    report.forwarded = [RunReport.Event("a:B", 2)]
    let root = try read(report)
    #expect(root["fallback"]?.string == "https://up.example")
    let event = try #require(root["forwarded"]?.elements.first { _ in true })
    #expect(event["message"]?.string == "a:B" && event["count"]?.int == 2)
  }

  @Test(
    "has the exit code that the run ends with",
    arguments: [
      (1, RunReport.Ending.finished(command: 0), "misses", 3), (0, .finished(command: nil), "fine", 0),
      (1, .finished(command: 42), "command", 42), (1, .failed(status: 127, message: "gone"), "failed", 127),
    ])
  func exitCode(misses: Int, ending: RunReport.Ending, verdict: String, code: Int) throws {
    let root = try read(.sample(misses: misses, ending: ending))
    #expect(root["verdict"]?.string == verdict && root["exitCode"]?.int == code)
    #expect(root["error"]?.string == (verdict == "failed" ? "gone" : nil))
  }
}
