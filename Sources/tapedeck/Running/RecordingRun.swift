// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFiles
internal import CassetteFormat
internal import Engine
internal import ProjectFile
internal import Redaction
internal import Replay
internal import Simulator
internal import Upstream

/// The whole of `record` and `auto`: ports wired, a run, the cassette written.
struct RecordingRun {
  let mode: RunReport.Mode
  let cassette: String
  let options: ServeOptions
  let upstreamOptions: UpstreamOptions
  let settings: ProjectSettings
  let reports: ReportOptions
  /// How the known cassette is replayed, for `auto`.
  let replay: ReplayFlags?
  /// What is replayed where it answers, and kept: the cassette that is there, for `auto`.
  let known: CassetteText?

  func run() async throws {
    let files = try ReportFiles(reports, besides: [cassette])
    if known == nil { try Cassettes.checkReplaceable(cassette) }
    // Whatever may fail comes before the journal: one that is left behind would have to be repaired.
    let context = replay?.context(settings.match) ?? CanonicalContext()
    let tape =
      if let known {
        try await Cassettes.tape([CassetteList.Member(name: cassette, text: known)], context)
      } else { nil as Tape? }
    let environment = processEnvironment()
    let clock = SystemClock()
    let startedAt = clock.now()
    let log = RunLog()
    let key = ThrowAwayKey.random()
    let chain = CredentialChain(environment: environment, profile: upstreamOptions.profile)
    let credentials = try credentialSource(chain, fallback: key)
    let (upstream, shutdown) = try upstream(environment, clock)
    let region = try upstreamOptions.region ?? region(chain) ?? "us-east-1"
    let redactor = try Redactors.recording(settings.redaction, keepsAliases: known != nil)
    let journal = try RecordingJournal.create(
      beside: cassette, head: RecordingJournal.Head(keeps: known.map(\.lines.count)))
    let recorder = Recorder(
      journal: journal, clientKey: key, credentials: credentials, redactor: redactor,
      settings: settings.redaction, log: log)
    let sessions = tape.map {
      ReplaySessions(
        $0, options: (replay?.choices ?? ReplayChoices()).over(settings.replay).options,
        tapes: Cassettes.sessionTapes(in: replay?.sessionCassettes, context))
    }
    let deck = Deck(
      replayer: sessions.map {
        Replayer(
          $0, redactor: redactor, context: context, clock: clock, log: log, explain: replay?.narrator)
      },
      forwarder: Forwarder(upstream: upstream, route: route, credentials: credentials, defaultRegion: region),
      recorder: recorder, gate: ClientGate(key: key), redactor: redactor, clock: clock, log: log)
    let run = ProxyRun(deck: deck, options: options, key: key, region: region)
    var ending = await RunReport.Ending { try await run.run("recording \(cassette) from \(upstreamOptions.origin)") }
    shutdown()
    // Whatever ended the run: what was recorded becomes the cassette.
    var written: Int?
    do {
      written = try end(journal, log.summary, redactor)
    } catch {
      ending = RunReport.Ending(error)
    }
    var report = RunReport(
      mode: mode, cassettes: [cassette], startedAt: startedAt, endedAt: clock.now(),
      exchanges: written ?? (try? CassetteText(CassetteFile.load(cassette)))?.lines.count, summary: log.summary)
    if let sessions { report.bindings = sessions.bindings }
    report.ending = ending
    try files.end(report, isQuiet: options.quiet, explains: replay?.explain ?? false)
  }

  private var route: Forwarder.Route {
    switch upstreamOptions.target {
    case "aws": .aws(fips: upstreamOptions.fips, dualStack: upstreamOptions.dualStack)
    case "simulator": .fixed(origin: "http://simulator.invalid")
    default: .fixed(origin: upstreamOptions.origin)
    }
  }

  private func region(_ chain: CredentialChain) throws -> String? {
    do throws(CredentialsError) {
      return try chain.region()
    } catch {
      throw Failure(ExitStatus.upstream, error.description)
    }
  }

  /// AWS wants real credentials, which must be there before anything starts. Another upstream gets the session's own
  /// throw-away ones where there are no others.
  private func credentialSource(
    _ chain: CredentialChain, fallback: Credentials
  ) throws -> any CredentialSource {
    if upstreamOptions.target == "simulator" { return FixedCredentials(credentials: fallback) }
    // What the cassette answers needs no credentials; what it lacks is refused when it comes.
    if upstreamOptions.target == "aws", known != nil { return chain }
    do {
      _ = try chain.current()
      return chain
    } catch {
      if upstreamOptions.target != "aws", upstreamOptions.profile == nil {
        return FixedCredentials(credentials: fallback)
      }
      throw Failure(
        ExitStatus.upstream,
        "\(error)\nto try tapedeck without AWS: tapedeck record \(cassette) --upstream simulator -- COMMAND")
    }
  }

  private func upstream(
    _ environment: [String: String], _ clock: SystemClock
  ) throws -> (any Upstream, @Sendable () -> Void) {
    if upstreamOptions.target == "simulator" {
      let simulator = ConnectionsSimulator(seed: UInt64.random(in: .min ... .max))
      return (SimulatorUpstream(simulator, clock: clock), {})
    }
    do {
      // No proxy knows the way to a server on this machine.
      let isLocal = ["//localhost", "//127.", "//[::1]"].contains { upstreamOptions.origin.contains($0) }
      let curl = try CurlUpstream(
        CurlUpstreamOptions(caBundle: upstreamOptions.caBundle, environment: environment, ignoreProxies: isLocal))
      return (curl, { curl.shutdown() })
    } catch {
      throw Failure(ExitStatus.upstream, "\(error)")
    }
  }

  /// Turns the journal into the cassette. It is removed only when the cassette stands.
  private func end(_ journal: FileJournal, _ summary: RunSummary, _ redactor: Redactor) throws -> Int? {
    if summary.recorded == 0 {
      try? journal.close(remove: true)
      return nil
    }
    do {
      let (written, _) = try RecordingJournal.finish(cassette, whileRecording: true, redactor: redactor)
      try? journal.close(remove: true)
      return written
    } catch let failure as Failure {
      throw Failure(
        failure.status,
        "\(failure.message)\nnothing is lost: what was recorded is in \(journal.path); when that is mended, "
          + "'tapedeck repair \(cassette)' makes the cassette of it")
    }
  }
}

/// Credentials that never change.
struct FixedCredentials: CredentialSource {
  let credentials: Credentials
  func current() -> Credentials { credentials }
}
