// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine
internal import Simulator
internal import Upstream

/// What answers requests that no cassette does: the upstream that was chosen, and what signs for it.
struct Forwarding {
  let forwarder: Forwarder
  let credentials: any CredentialSource
  /// What clients get that have no region.
  let region: String
  /// The upstream's clock, which stands still where the embedded service's does.
  let clock: any WallClock
  /// Ends what the upstream has running.
  let shutdown: @Sendable () -> Void

  /// - Parameters:
  ///   - key: what the session's clients sign with; the upstream gets it, too, where it is not AWS and there is no other.
  ///   - isLastResort: whether a cassette answers first. What it answers needs no credentials; what it lacks is refused
  ///     when it comes.
  ///   - port: where the proxy listens that forwards; 0 for one that nobody can know yet.
  init(
    _ options: UpstreamOptions, simulator: SimulatorOptions, key: Credentials, isLastResort: Bool, port: Int = 0
  ) throws {
    let chain = CredentialChain(environment: processEnvironment(), profile: options.profile)
    region = try options.region ?? Forwarding.region(chain) ?? "us-east-1"
    guard options.target != "simulator" else {
      clock = simulator.clock.map { FixedClock(time: $0.timestamp) } ?? SystemClock()
      credentials = FixedCredentials(credentials: key)
      forwarder = Forwarding.simulator(
        simulator.simulator(defaultSeed: UInt64.random(in: .min ... .max)), key, clock)
      shutdown = {}
      return
    }
    guard !simulator.isGiven else {
      throw Failure(
        ExitStatus.usage,
        "--seed, --handshake, --clock and --account are the embedded service's: with '\(options.target)' they mean nothing"
      )
    }
    clock = SystemClock()
    credentials = try Forwarding.credentials(options, chain, fallback: key, isLastResort: isLastResort)
    let upstream = try Forwarding.curl(options, port: port)
    let route: Forwarder.Route =
      options.target == "aws"
      ? .aws(fips: options.fips, dualStack: options.dualStack) : .fixed(origin: options.origin)
    forwarder = Forwarder(upstream: upstream, route: route, credentials: credentials, defaultRegion: region)
    shutdown = { upstream.shutdown() }
  }

  private static func region(_ chain: CredentialChain) throws -> String? {
    do throws(CredentialsError) {
      return try chain.region()
    } catch {
      throw Failure(ExitStatus.upstream, error.description)
    }
  }

  /// To the embedded service.
  static func simulator(
    _ simulator: ConnectionsSimulator, _ key: Credentials, _ clock: any WallClock
  ) -> Forwarder {
    Forwarder(
      upstream: SimulatorUpstream(simulator, clock: clock), route: .fixed(origin: "http://simulator.invalid"),
      credentials: FixedCredentials(credentials: key), defaultRegion: nil)
  }

  /// AWS wants real credentials, which must be there before anything starts. Another upstream gets the session's own
  /// throw-away ones where there are no others.
  private static func credentials(
    _ options: UpstreamOptions, _ chain: CredentialChain, fallback: Credentials, isLastResort: Bool
  ) throws -> any CredentialSource {
    if options.target == "aws", isLastResort { return chain }
    do {
      _ = try chain.current()
      return chain
    } catch {
      if options.target != "aws", options.profile == nil { return FixedCredentials(credentials: fallback) }
      throw Failure(
        ExitStatus.upstream, "\(error)\nto try tapedeck without AWS: tapedeck record --upstream simulator …")
    }
  }

  private static func curl(_ options: UpstreamOptions, port: Int) throws -> CurlUpstream {
    let environment = processEnvironment()
    // No proxy knows the way to a server on this machine.
    let isLocal = ["//localhost", "//127.", "//[::1]"].contains { options.origin.contains($0) }
    let scheme = options.origin.hasPrefix("http:") ? "http" : "https"
    let leadsHere = ProxyVariables.lead(toOwn: port, for: scheme, in: environment)
    var settings = CurlUpstreamOptions(
      caBundle: options.caBundle, environment: environment, ignoreProxies: isLocal || leadsHere)
    if let limit = options.upstreamTimeout { settings.idleTimeout = limit.duration }
    do throws(CurlStartError) {
      return try CurlUpstream(settings)
    } catch {
      throw Failure(ExitStatus.upstream, "\(error)")
    }
  }
}

/// Credentials that never change.
struct FixedCredentials: CredentialSource {
  let credentials: Credentials
  func current() -> Credentials { credentials }
}
