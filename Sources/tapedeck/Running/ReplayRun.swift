// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine
internal import ProjectFile
internal import Replay

/// The whole of `replay`: cassettes read, ports wired, a run, its report.
struct ReplayRun {
  let cassettes: [String]
  let options: ServeOptions
  let command: [String]
  let settings: ProjectSettings
  let reports: ReportOptions
  let replay: ReplayFlags
  let choices: ReplayChoices
  let disturbance: DisturbanceOptions
  let fallback: FallbackOptions

  func run() async throws {
    let files = try ReportFiles(reports, besides: cassettes)
    let clock = SystemClock()
    let startedAt = clock.now()
    let context = replay.context(settings.match)
    let tape = try await Cassettes.tape(try Cassettes.open(cassettes), context)
    let sessions = ReplaySessions(
      tape, options: choices.options, tapes: Cassettes.sessionTapes(in: replay.sessionCassettes, context))
    let log = RunLog()
    let redactor = try Redactors.replaying(settings.redaction)
    let disturbances = disturbance.disturbances(latency: choices.latency)
    for line in disturbance.doubts { Terminal.warning(line) }
    let key = fallback.key
    let last = try fallback.forwarding(settings.record, key: key, port: options.port)
    let run = ProxyRun(
      deck: Deck(
        replayer: Replayer(
          sessions, disturbances: disturbances, redactor: redactor, context: context, clock: clock, log: log,
          explain: replay.narrator),
        forwarder: last?.0.forwarder, gate: fallback.fallback == .upstream ? options.gate(key) : nil,
        redactor: redactor, clock: clock, log: log),
      options: options, command: command, key: key, region: region(tape))
    let ending = await RunReport.Ending {
      try await run.run(
        "replaying \(cassettes.joined(separator: " ")) (\(SummaryText.plural(tape.count, "exchange", "exchanges")))"
          + (last.map { ", then \($0.name)" } ?? ""))
    }
    last?.0.shutdown()
    for line in DisturbanceOptions.unfired(disturbances) { Terminal.warning(line) }
    var report = RunReport(
      mode: .replay, cassettes: cassettes, startedAt: startedAt, endedAt: clock.now(), exchanges: tape.count,
      summary: log.summary)
    report.bindings = sessions.bindings
    report.unused = sessions.unused
    report.failsOnUnused = choices.failsOnUnused ?? false
    report.fallback = last?.name
    report.ending = ending
    try files.end(report, isQuiet: options.quiet, explains: replay.explain)
  }

  /// What clients get that have none: one that the tape has answers in.
  private func region(_ tape: Tape) -> String {
    let environment = processEnvironment()
    return fallback.upstream.region ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"]
      ?? tape.regions.first { !$0.isEmpty } ?? "us-east-1"
  }
}
