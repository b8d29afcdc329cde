// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ProjectFile

struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Answer requests from cassettes: no network, no credentials.",
    usage: "tapedeck replay [<options>] <cassette> ... -- [<command> ...]",
    discussion: """
      Runs COMMAND with AWS_ENDPOINT_URL and dummy credentials; without one, serves until Ctrl-C. A request that no
      cassette answers gets HTTP 400 with the nearest recorded one and the difference, and the run ends with exit code 3.

        tapedeck replay cassettes/app.cassette -- pytest tests/
        tapedeck replay cassettes/*.cassette
        tapedeck replay app.cassette --fallback simulator -- pytest tests/
      """)

  @Argument(help: ArgumentHelp("The cassettes to replay, one behind the other on one tape.", valueName: "cassette"))
  var cassettes: [String]

  @Flag(
    inversion: .prefixedNo,
    help: "End with 3 when recorded exchanges were never asked for, unless the command itself failed.")
  var failOnUnused: Bool?

  @OptionGroup var replay: ReplayFlags
  @OptionGroup var fallback: FallbackOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var reports: ReportOptions
  @OptionGroup var serve: ServeOptions
  @OptionGroup var disturbance: DisturbanceOptions

  /// The command's words, as ``folding(_:)`` gives them.
  @Option(name: .customLong(ReplayCommand.word), help: .hidden, transform: { String($0.dropFirst()) })
  var command: [String] = []

  private static let word = "command-word"

  /// The arguments of the process with each word behind `--` as the value of an option: ArgumentParser takes no second
  /// list of words beside that of the cassettes. It takes no empty value either, hence the colon before each.
  static func folding(_ arguments: [String]) -> [String] {
    guard arguments.first == configuration.commandName, let mark = arguments.firstIndex(of: "--") else {
      return arguments
    }
    return arguments[..<mark] + arguments[(mark + 1)...].map { "--\(word)=:\($0)" }
  }

  func run() async throws {
    let settings = try project.load(warnsOfUnset: false)
    var choices = replay.choices.over(settings.replay)
    choices.failsOnUnused = failOnUnused ?? choices.failsOnUnused
    try await ReplayRun(
      cassettes: cassettes, options: serve, command: command, settings: settings, reports: reports, replay: replay,
      choices: choices,
      disturbance: disturbance, fallback: fallback
    ).run()
  }
}
