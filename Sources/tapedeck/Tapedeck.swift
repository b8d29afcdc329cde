// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// The version that `--version` and cassette headers tell.
let toolVersion = "0.1.0"

/// The command line.
struct Tapedeck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tapedeck",
    abstract: "Record and replay AWS APIs: run your tests against AWS once, then offline for ever.",
    discussion: """
      Record once, with AWS credentials in the environment or in a profile:
        tapedeck record app.cassette -- pytest
      Replay for ever, with no credentials and no network:
        tapedeck replay app.cassette -- pytest
      See what changed between two recordings:
        tapedeck diff old.cassette new.cassette
      With no AWS account, record the embedded CodeStar Connections service:
        tapedeck record demo.cassette --upstream simulator -- aws codeconnections list-connections

      Exit codes: \(ExitStatus.summary)
      """,
    version: toolVersion,
    subcommands: [
      RecordCommand.self, ReplayCommand.self, AutoCommand.self, DiffCommand.self, DriftCommand.self,
      ApproveCommand.self, DriftRulesCommand.self, ShowCommand.self, CatCommand.self,
      VerifyCommand.self, RepairCommand.self, RedactCommand.self, RedactionCommand.self, SimulateCommand.self,
    ])
}

@main
enum Main {
  static func main() async {
    SignalWatch.begin()
    do {
      var command = try Tapedeck.parseAsRoot(
        ReplayCommand.folding(Array(CommandLine.arguments.dropFirst())))
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      if !failure.message.isEmpty { Terminal.error(failure.message) }
      ExitStatus.exit(failure.status)
    } catch let status as ExitCode {
      ExitStatus.exit(status.rawValue)
    } catch {
      let code = Tapedeck.exitCode(for: error)
      if code.isSuccess {
        print(Tapedeck.fullMessage(for: error))
        ExitStatus.exit(0)
      }
      // ArgumentParser ends with 64 (EX_USAGE) here; the field's tools, and ours, with 2.
      Terminal.raw(Tapedeck.fullMessage(for: error))
      ExitStatus.exit(ExitStatus.usage)
    }
  }
}
