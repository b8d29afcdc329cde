// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Engine
internal import ProjectFile
internal import Replay

struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Answer requests from cassettes: no network, no credentials.",
    discussion: """
      Runs COMMAND with AWS_ENDPOINT_URL and dummy credentials. A request that no cassette answers gets
      HTTP 400 with the nearest recorded one and the difference, and the run ends with exit code 3.

        tapedeck replay cassettes/app.cassette -- pytest tests/
        tapedeck replay cassettes/*.cassette
      """)

  @Argument(help: ArgumentHelp("The cassettes to replay, one behind the other on one tape.", valueName: "cassette"))
  var cassettes: [String]

  @Flag(
    inversion: .prefixedNo,
    help: "End with 3 when recorded exchanges were never asked for, unless the command itself failed.")
  var failOnUnused: Bool?

  @OptionGroup var replay: ReplayFlags
  @OptionGroup var project: ProjectOptions
  @OptionGroup var reports: ReportOptions
  @OptionGroup var serve: ServeOptions
  @OptionGroup var disturbance: DisturbanceOptions

  func run() async throws {
    let settings = try project.load(warnsOfUnset: false)
    var choices = replay.choices.over(settings.replay)
    choices.failsOnUnused = failOnUnused ?? choices.failsOnUnused
    let files = try ReportFiles(reports, besides: cassettes)
    let clock = SystemClock()
    let startedAt = clock.now()
    let context = replay.context(settings.match)
    let tape = try await Cassettes.tape(try Cassettes.load(cassettes), context)
    let sessions = ReplaySessions(
      tape, options: choices.options, tapes: Cassettes.sessionTapes(in: replay.sessionCassettes, context))
    let log = RunLog()
    let redactor = try Redactors.replaying(settings.redaction)
    let disturbances = disturbance.disturbances(latency: choices.latency)
    for line in disturbance.doubts { Terminal.warning(line) }
    let environment = processEnvironment()
    let region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? tape.regions.first { !$0.isEmpty }
    let run = ProxyRun(
      deck: Deck(
        replayer: Replayer(
          sessions, disturbances: disturbances, redactor: redactor, context: context, clock: clock, log: log,
          explain: replay.narrator),
        redactor: redactor, clock: clock, log: log),
      options: serve, key: ThrowAwayKey.replay, region: region ?? "us-east-1")
    let ending = await RunReport.Ending {
      try await run.run(
        "replaying \(cassettes.joined(separator: " ")) (\(SummaryText.plural(tape.count, "exchange", "exchanges")))")
    }
    for line in DisturbanceOptions.unfired(disturbances) { Terminal.warning(line) }
    var report = RunReport(
      mode: .replay, cassettes: cassettes, startedAt: startedAt, endedAt: clock.now(), exchanges: tape.count,
      summary: log.summary)
    report.bindings = sessions.bindings
    report.unused = sessions.unused
    report.failsOnUnused = choices.failsOnUnused ?? false
    report.ending = ending
    try files.end(report, isQuiet: serve.quiet, explains: replay.explain)
  }
}
