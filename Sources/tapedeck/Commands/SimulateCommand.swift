// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
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

  @Option(help: "The seed of ids: the same seed and requests give the same answers.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "When connections and hosts become AVAILABLE: 'manual' (not by themselves), 'auto' (at once), or 'after=N' (when read for the Nth time).",
      valueName: "manual|auto|after=N"))
  var handshake = Handshake.manual

  @Option(
    help: ArgumentHelp(
      "Where the service's clock stands, like 2026-11-22T09:08:07Z. Default: it goes with this machine's.",
      valueName: "time"))
  var clock: Moment?

  @Option(help: "The account whose resources are simulated.")
  var account = "123456789012"

  func validate() throws {
    guard account.utf8.count == 12, account.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw ValidationError("--account takes 12 digits, not '\(account)'.")
    }
  }

  func run() async throws {
    let clock = SystemClock()
    let log = RunLog()
    let simulator = ConnectionsSimulator(
      accounts: Accounts(account), seed: seed, handshake: handshake, fixedTime: self.clock?.timestamp)
    let upstream = SimulatorUpstream(simulator, clock: clock)
    let key = ThrowAwayKey.replay
    let deck = Deck(
      forwarder: Forwarder(
        upstream: upstream, route: .fixed(origin: "http://simulator.invalid"),
        credentials: FixedCredentials(credentials: key), defaultRegion: nil),
      redactor: try Redactors.replaying(.none), clock: clock, log: log)
    let environment = processEnvironment()
    let status = try await ProxyRun(
      deck: deck, options: serve, key: key,
      region: environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "us-east-1"
    ).run("simulating CodeStar Connections and CodeConnections")
    if !serve.quiet { Terminal.note("simulator: \(SummaryText.counts(log.summary.counts))") }
    if let status, status != 0 { throw Failure.silent(status) }
  }
}

extension Handshake: ExpressibleByArgument {
  /// Nil where the text is not of ``form``.
  package init?(argument: String) { self.init(argument) }
  /// What is given on the command line for it.
  package var defaultValueDescription: String { description }
}

/// A moment on the command line.
struct Moment: ExpressibleByArgument {
  let timestamp: Timestamp

  init?(argument: String) {
    guard let timestamp = Timestamp(rfc3339: argument) else { return nil }
    self.timestamp = timestamp
  }
}
