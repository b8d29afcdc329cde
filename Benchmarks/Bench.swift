// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// The parts that `scripts/bench` puts together: cassettes to replay, a bare server to compare with, load.
@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Parts of scripts/bench.",
    subcommands: [MakeCassette.self, BareServer.self, Load.self, MeasureRedaction.self])
}
