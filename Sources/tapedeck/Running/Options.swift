// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser
internal import CassetteFiles
internal import Engine

/// How a proxy serves: the options of every verb that runs one.
struct ServeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The address to listen on. Any but this machine's own (127.0.0.1, ::1) lets others in.", valueName: "address"))
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port = 0

  @Flag(name: .shortAndLong, help: "Print only errors, misses and what the command prints.")
  var quiet = false

  @OptionGroup(title: "Limits of clients") var limits: LimitOptions

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535, not \(port).") }
  }

  /// Whether only clients on this machine reach the proxy.
  var isLocal: Bool { host.hasPrefix("127.") || ["::1", "localhost"].contains(host) }

  /// Whom a proxy serves that has credentials to lend. Others than clients on this machine come with names and from
  /// pages that nobody here knows.
  func gate(_ key: Credentials) -> ClientGate {
    ClientGate(key: key, clock: SystemClock(), callers: isLocal ? LocalCallers() : nil)
  }
}

/// What is run behind `--`.
struct ClientCommand: ParsableArguments {
  @Argument(
    parsing: .postTerminator,
    help: "The command to run with the proxy's environment; without one, the proxy serves until Ctrl-C.")
  var command: [String] = []
}

/// Where requests go that are forwarded.
struct UpstreamOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where to forward to: 'aws' (each service's own endpoint, the default), 'simulator' (the embedded CodeStar Connections service), or the URL of one endpoint for all.",
      valueName: "aws|simulator|URL"))
  var upstream: String?

  @Option(help: ArgumentHelp("PEM file with the authorities to trust instead of the system's.", valueName: "file"))
  var caBundle: String?

  @Option(
    help: """
      The region for clients that have none; for 'drift', the one to ask instead of those that were recorded. Default: \
      AWS_REGION, the profile's, us-east-1.
      """)
  var region: String?

  @Option(help: "The profile whose credentials sign. Default: AWS_PROFILE, or 'default'.")
  var profile: String?

  @Option(
    help: ArgumentHelp(
      "How long an upstream may be silent in the middle of a transfer: 90s, 15m, 1h, or none. Default: 5m.",
      valueName: "DURATION|none"),
    transform: { text in
      guard let limit = WaitLimit(text) else {
        throw ValidationError(
          "'\(text)' is no time to wait. It is whole seconds, minutes or hours (90s, 15m, 1h), or none.")
      }
      return limit
    })
  var upstreamTimeout: WaitLimit?

  @Flag(help: "Forward to FIPS endpoints of AWS.")
  var fips = false

  @Flag(help: "Forward to dual-stack endpoints of AWS.")
  var dualStack = false

  func validate() throws {
    if let caBundle, !CassetteFile.exists(caBundle) {
      throw ValidationError("--ca-bundle: there is no file '\(caBundle)'.")
    }
    guard let upstream, upstream != "aws", upstream != "simulator" else { return }
    let rest = ["http://", "https://"].first { upstream.hasPrefix($0) }.map { upstream.dropFirst($0.count) }
    guard let rest, !rest.isEmpty else {
      throw ValidationError("--upstream takes 'aws', 'simulator' or a URL with http:// or https://, not '\(upstream)'.")
    }
    let authority = rest.hasSuffix("/") ? rest.dropLast() : rest
    guard !authority.contains(where: { "/?#@ ".contains($0) }), !authority.isEmpty else {
      throw ValidationError(
        "--upstream takes scheme, host and port only (https://host:port), not '\(UpstreamOptions.shown(upstream))'.")
    }
  }

  /// A URL without the user and password that somebody may have put into it.
  private static func shown(_ url: String) -> String {
    guard let at = url.lastIndex(of: "@"), let scheme = url.firstRange(of: "://") else { return url }
    return "\(url[..<scheme.upperBound])…\(url[at...])"
  }

  /// Whether any of them is given.
  var isGiven: Bool {
    upstream != nil || caBundle != nil || region != nil || profile != nil || upstreamTimeout != nil || fips || dualStack
  }

  /// What was chosen, or the default.
  var target: String { upstream ?? "aws" }

  /// The URL without a slash at its end.
  var origin: String { target.hasSuffix("/") ? String(target.dropLast()) : target }
}
