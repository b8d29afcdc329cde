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
      """)

  @OptionGroup var serve: ServeOptions

  @Option(help: "The seed of ids: the same seed and requests give the same answers.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "When connections and hosts become AVAILABLE: 'manual' (not by themselves), 'auto' (at once), or 'after=N' (when read for the Nth time).",
      valueName: "manual|auto|after=N"))
  var handshake = HandshakeOption(handshake: .manual)

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
    let simulator = ConnectionsSimulator(account: account, seed: seed, handshake: handshake.handshake)
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

/// The value of `--handshake`.
struct HandshakeOption: ExpressibleByArgument {
  let handshake: Handshake

  init(handshake: Handshake) {
    self.handshake = handshake
  }

  init?(argument: String) {
    switch argument {
    case "manual": handshake = .manual
    case "auto": handshake = .auto
    default:
      guard argument.hasPrefix("after="), let reads = Int(argument.dropFirst(6)), reads > 0 else { return nil }
      handshake = .after(reads: reads)
    }
  }

  var defaultValueDescription: String { "manual" }
}
