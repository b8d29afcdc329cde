// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CassetteFiles
internal import Engine
internal import ProjectFile

struct RecordCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Forward requests to AWS and record what is answered.",
    discussion: """
      Runs COMMAND with AWS_ENDPOINT_URL and throw-away credentials, signs its requests anew with yours, and writes
      every exchange, without secrets, into the cassette. A cassette that is there already is replaced at the end.

        tapedeck record cassettes/app.cassette -- pytest tests/
        tapedeck record demo.cassette --upstream simulator -- aws codeconnections list-connections
        tapedeck record cassettes/app.cassette --compare --drift-report drift.html -- pytest tests/

      Interrupt it whenever you like: what a client has seen is kept.
      """)

  @Argument(help: ArgumentHelp("The cassette to write.", valueName: "cassette"))
  var cassette: String

  @OptionGroup var upstream: UpstreamOptions
  @OptionGroup var recording: RecordingOptions
  @OptionGroup var simulator: SimulatorOptions
  @OptionGroup var compare: CompareOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var reports: ReportOptions
  @OptionGroup var serve: ServeOptions
  @OptionGroup var client: ClientCommand

  func run() async throws {
    let settings = try project.load()
    try await RecordingRun(
      mode: .record, cassette: cassette, options: serve, command: client.command,
      upstreamOptions: upstream.filled(by: settings.record),
      recording: recording, simulator: simulator, settings: settings, reports: reports, replay: nil, known: nil,
      drift: RecordingDrift(compare, of: cassette, project: settings)
    ).run()
  }
}

struct AutoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "auto",
    abstract: "Replay what the cassette has, record what it lacks.",
    discussion: """
      Requests that the cassette answers are replayed; all others are forwarded as with 'record' and added to it.

        tapedeck auto cassettes/app.cassette -- pytest tests/
      """)

  @Argument(help: ArgumentHelp("The cassette to replay and add to; made where there is none.", valueName: "cassette"))
  var cassette: String

  @OptionGroup var upstream: UpstreamOptions
  @OptionGroup var recording: RecordingOptions
  @OptionGroup var simulator: SimulatorOptions
  @OptionGroup var replay: ReplayFlags
  @OptionGroup var project: ProjectOptions
  @OptionGroup var reports: ReportOptions
  @OptionGroup var serve: ServeOptions
  @OptionGroup var client: ClientCommand

  @Option(help: .hidden)
  var fallback: String?

  func validate() throws {
    if fallback != nil {
      throw ValidationError(
        "--fallback is for 'replay', which records nothing. 'auto' records what the cassette lacks from --upstream URL, or from --upstream simulator."
      )
    }
  }

  func run() async throws {
    let settings = try project.load()
    let known = CassetteFile.exists(cassette) ? try Cassettes.load(cassette) : nil
    try await RecordingRun(
      mode: .auto, cassette: cassette, options: serve, command: client.command,
      upstreamOptions: upstream.filled(by: settings.record),
      recording: recording, simulator: simulator, settings: settings, reports: reports, replay: replay, known: known,
      drift: nil
    ).run()
  }
}
