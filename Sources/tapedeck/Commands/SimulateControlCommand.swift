// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// `tapedeck simulate ctl`: what no call of the API does.
struct SimulateControlCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ctl",
    abstract: "Do to a running service what AWS, its console or a push does to the real one.",
    discussion: """
      Each is a POST to /_tapedeck/NAME of the service's endpoint, with a JSON body: see docs/simulator.md.

        tapedeck simulate -- sh -c 'arn=$(…create-connection…) && tapedeck simulate ctl finish-handshake "$arn"'
      """,
    subcommands: [
      FinishHandshakeCommand.self, FailHandshakeCommand.self, PushCommand.self, RaiseBlockerCommand.self,
      ResolveBlockerCommand.self, ThrottleCommand.self, AdvanceClockCommand.self, ResetCommand.self,
      DumpCommand.self, LoadCommand.self,
    ])
}
