// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Engine
internal import Redaction
internal import Simulator

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Run the embedded CodeStar Connections / CodeConnections service.",
    discussion: """
      An API server in memory: stateful, validating, with the API's own errors. It is no AWS: see docs/simulator.md.

        tapedeck simulate -- aws codeconnections create-connection --connection-name demo --provider-type GitHub
        tapedeck simulate --port 4600
        tapedeck simulate ctl finish-handshake ARN
      """,
    subcommands: [SimulateControlCommand.self])

  @OptionGroup var serve: ServeOptions
  @OptionGroup var client: ClientCommand

  @OptionGroup var simulator: SimulatorOptions

  func run() async throws {
    let clock = SystemClock()
    let log = RunLog()
    let key = ThrowAwayKey.replay
    let deck = Deck(
      forwarder: Forwarding.simulator(simulator.simulator(defaultSeed: 0), key, clock),
      redactor: try Redactors.replaying(.none), clock: clock, log: log)
    let environment = processEnvironment()
    let status = try await ProxyRun(
      deck: deck, options: serve, command: client.command, key: key,
      region: environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "us-east-1"
    ).run("simulating CodeStar Connections and CodeConnections")
    if !serve.quiet { Terminal.note("simulator: \(SummaryText.counts(log.summary.counts))") }
    if let status, status != 0 { throw Failure.silent(status) }
  }
}
