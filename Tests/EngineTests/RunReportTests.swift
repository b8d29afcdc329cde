// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Replay
import Testing

@testable import Engine

@Suite("The report of a run")
struct RunReportTests {
  private func report(_ mode: RunReport.Mode, _ change: (inout RunSummary) -> Void = { _ in }) -> RunReport {
    var summary = RunSummary()
    change(&summary)
    let start = Timestamp(seconds: 1_795_338_487)
    return RunReport(
      mode: mode, cassettes: ["app.cassette"], startedAt: start,
      endedAt: Timestamp(milliseconds: start.milliseconds + 1250),
      exchanges: 3, summary: summary)
  }

  private let unused = [
    RunReport.Recorded(
      ExchangeName(number: 2), action: Action(service: "sts", operation: "GetCallerIdentity"), region: "eu-west-1")
  ]

  @Test("counts what happened, and sorts events by their text")
  func counts() {
    let report = report(.record) {
      $0.recorded = 4
      $0.abandoned = 1
      $0.upstreamFailures = ["b": 2, "a": 1]
      $0.refusals = ["c": 3]
      $0.heldBack = ["d": 1]
    }
    #expect(report.counts.recorded == 4 && report.counts.abandoned == 1)
    #expect(report.counts.failed == 3 && report.counts.refused == 3 && report.counts.heldBack == 1)
    #expect(report.upstreamFailures == [RunReport.Event("a", 1), RunReport.Event("b", 2)])
    #expect(report.duration == 1250)
  }

  @Test("has no negative duration where the clock was set back")
  func duration() {
    let report = RunReport(
      mode: .replay, cassettes: [], startedAt: Timestamp(seconds: 9), endedAt: Timestamp(seconds: 8), exchanges: nil,
      summary: RunSummary())
    #expect(report.duration == 0)
  }

  @Test("tells of a miss the nearest exchange counted from 1, and the differences")
  func misses() throws {
    let deck = Deck.of(tape: try .sample())
    _ = deck.answer(Client.request(body: #"{"ConnectionArn":"x"}"#))
    _ = deck.answer(Client.request(operation: "ListHosts"))
    let misses = report(.replay) { $0 = deck.log.summary }.misses
    try #require(misses.count == 2)
    #expect(misses[0].nearest == ExchangeName(number: 1) && misses[0].nearestAction == misses[0].action)
    #expect(
      misses[0].differences == [DocumentDifference(kind: .added, pointer: "/ConnectionArn", left: nil, right: #""x""#)])
    #expect(misses[0].message.contains("nearest is exchange 1") && misses[0].region == "eu-west-1")
    #expect(misses[1].nearest == nil && misses[1].hint.contains("no ListHosts"))
  }

  @Test("lists the exchanges of a session that were never asked for")
  func unusedExchanges() throws {
    let session = ReplaySession(try .sample())
    let action = Action(service: "codestar-connections", operation: "GetConnection")
    let unused = session.tape.reported(session.unused)
    #expect(unused == [RunReport.Recorded(ExchangeName(number: 1), action: action, region: "eu-west-1")])
  }

  @Test("judges a replay by its misses, then by what was never asked for where that is wished")
  func replayVerdict() {
    #expect(report(.replay).verdict == .fine)
    #expect(report(.replay) { $0.missCount = 1 }.verdict == .misses)
    #expect(report(.replay) { $0.refusals = ["x": 1] }.verdict == .fine)
    var some = report(.replay)
    some.unused = unused
    #expect(some.verdict == .fine && !some.isUnusedFailure)
    some.failsOnUnused = true
    #expect(some.verdict == .unused && some.isUnusedFailure)
    some.ending = .finished(command: 0)
    #expect(some.verdict == .unused)
    some.counts.misses = 1
    #expect(some.verdict == .misses && some.isUnusedFailure)
  }

  @Test(
    "judges a run by a cassette that could not be read any more before all but its command",
    arguments: [RunReport.Mode.replay, .auto])
  func unreadableVerdict(mode: RunReport.Mode) {
    var report = report(mode) {
      $0.unreadable = ["exchange 1: gone": 2]
      $0.missCount = 1
      $0.journalFailure = "full"
    }
    #expect(report.verdict == .unreadable && report.counts.unreadable == 2)
    #expect(report.unreadable == [RunReport.Event("exchange 1: gone", 2)])
    report.ending = .finished(command: 7)
    #expect(report.verdict == .command)
  }

  @Test("judges a replay with a fallback by what that did not answer, too")
  func fallbackVerdict() {
    for (change, verdict) in [
      ({ $0.passed = 2 }, RunReport.Verdict.fine), ({ $0.upstreamFailures = ["x": 1] }, .upstream),
      ({ $0.refusals = ["x": 1] }, .upstream),
    ] as [((inout RunSummary) -> Void, RunReport.Verdict)] {
      var report = report(.replay, change)
      report.fallback = "aws"
      #expect(report.verdict == verdict)
    }
  }

  @Test("takes unused exchanges for a consequence where the command or the run failed")
  func consequence() {
    var failed = report(.replay) { $0.missCount = 1 }
    failed.unused = unused
    failed.failsOnUnused = true
    failed.ending = .finished(command: 7)
    #expect(failed.verdict == .command && !failed.isUnusedFailure)
    failed.ending = .failed(status: 127, message: "the command is not found")
    #expect(failed.verdict == .failed && !failed.isUnusedFailure)
  }

  @Test("judges a recording that is whole by how it differs from an earlier one")
  func drift() {
    var drifted = report(.record)
    drifted.hasDrifted = true
    #expect(drifted.verdict == .drift)
    drifted.ending = .finished(command: 7)
    #expect(drifted.verdict == .command)
    var lacking = report(.record) { $0.upstreamFailures = ["x": 1] }
    lacking.hasDrifted = true
    #expect(lacking.verdict == .upstream)
  }

  @Test(
    "judges a recording by what it lacks, then by its upstream", arguments: [RunReport.Mode.record, .auto])
  func recordingVerdict(mode: RunReport.Mode) {
    #expect(report(mode) { $0.recorded = 1 }.verdict == .fine)
    let failure: (inout RunSummary) -> Void = { $0.upstreamFailures = ["x": 1] }
    #expect(report(mode, failure).verdict == .upstream)
    for lack: (inout RunSummary) -> Void in [
      { $0.journalFailure = "full" }, { $0.heldBack = ["x": 1] }, { $0.refusals = ["x": 1] },
    ] {
      #expect(
        report(mode) {
          lack(&$0); failure(&$0)
        }.verdict == .incomplete)
    }
    var failed = report(mode) { $0.journalFailure = "full" }
    failed.ending = .finished(command: 1)
    #expect(failed.verdict == .command)
  }
}
