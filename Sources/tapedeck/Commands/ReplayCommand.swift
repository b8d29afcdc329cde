// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Engine
internal import Replay

struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Answer requests from a cassette: no network, no credentials.",
    discussion: """
      Runs COMMAND with AWS_ENDPOINT_URL and dummy credentials. A request that the cassette does not answer gets
      HTTP 400 with the nearest recorded one and the difference, and the run ends with exit code 3.

        tapedeck replay cassettes/app.cassette -- pytest tests/
      """)

  @Argument(help: ArgumentHelp("The cassette to replay.", valueName: "cassette"))
  var cassette: String

  @OptionGroup var serve: ServeOptions

  func run() async throws {
    let text = try Cassettes.load(cassette)
    let tape = try await Cassettes.tape(text, cassette)
    let session = ReplaySession(tape)
    let log = RunLog()
    let environment = processEnvironment()
    let region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? tape.regions.first { !$0.isEmpty }
    let status = try await ProxyRun(
      deck: Deck(session: session, clock: SystemClock(), log: log), options: serve, key: ThrowAwayKey.replay,
      region: region ?? "us-east-1"
    ).run("replaying \(cassette) (\(SummaryText.plural(tape.count, "exchange", "exchanges")))")
    try report(log.summary, unused: session.unused.count, status: status)
  }

  private func report(_ summary: RunSummary, unused: Int, status: Int32?) throws {
    for line in SummaryText.problems(summary) { Terminal.warning(line) }
    if !serve.quiet {
      let rest =
        unused == 0 ? "" : ", \(SummaryText.plural(unused, "recorded exchange", "recorded exchanges")) never asked for"
      Terminal.note("\(SummaryText.counts(summary))\(rest): \(cassette)")
    }
    if let status, status != 0 { throw Failure.silent(status) }
    if summary.missCount > 0 { throw Failure.silent(ExitStatus.misses) }
  }
}
