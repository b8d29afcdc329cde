// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser
internal import Engine
internal import ProjectFile

/// Where a replay's requests go that no cassette answers.
struct FallbackOptions: ParsableArguments {
  enum Target: String, ExpressibleByArgument, CaseIterable { case simulator, upstream }

  @Option(
    help: ArgumentHelp(
      "What answers requests that the cassettes lack: 'simulator' (the embedded CodeStar Connections service) or 'upstream' (--upstream, with your credentials). Default: nothing does, they are misses.",
      valueName: "simulator|upstream"))
  var fallback: Target?

  @OptionGroup var upstream: UpstreamOptions
  @OptionGroup var simulator: SimulatorOptions

  func validate() throws {
    if upstream.isGiven, fallback != .upstream {
      throw ValidationError(
        "--upstream and what belongs to it are for requests that the cassettes lack: add --fallback upstream.")
    }
    if simulator.isGiven, fallback != .simulator {
      throw ValidationError(
        "--seed, --handshake, --clock and --account are for requests that the cassettes lack: add --fallback simulator."
      )
    }
  }

  /// What forwards those requests, and what it is called in messages; nil where nothing does.
  func forwarding(
    _ settings: ProjectSettings.Record, key: Credentials, port: Int
  ) throws -> (Forwarding, name: String)? {
    guard let fallback else { return nil }
    var options = upstream
    if fallback == .upstream { options = try upstream.filled(by: settings) } else { options.upstream = "simulator" }
    let forwarding = try Forwarding(options, simulator: simulator, key: key, isLastResort: true, port: port)
    return (forwarding, options.origin)
  }

  /// What the session's clients sign with. It must be one that nobody knows where the proxy's own credentials stand
  /// behind it; else the same key makes the same requests.
  var key: Credentials { fallback == .upstream ? ThrowAwayKey.random() : ThrowAwayKey.replay }
}
