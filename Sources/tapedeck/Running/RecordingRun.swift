// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFiles
internal import CassetteFormat
internal import Engine
internal import ProjectFile
internal import Redaction
internal import Replay

/// The whole of `record` and `auto`: ports wired, a run, the cassette written.
struct RecordingRun {
  let mode: RunReport.Mode
  let cassette: String
  let options: ServeOptions
  let command: [String]
  let upstreamOptions: UpstreamOptions
  let recording: RecordingOptions
  let simulator: SimulatorOptions
  let settings: ProjectSettings
  let reports: ReportOptions
  /// How the known cassette is replayed, for `auto`.
  let replay: ReplayFlags?
  /// What is replayed where it answers, and kept: the cassette that is there, for `auto`.
  let known: CassetteText?
  /// What the recording is compared with when it stands.
  let drift: RecordingDrift?

  func run() async throws {
    let files = try ReportFiles(reports, besides: [cassette])
    if known == nil { try Cassettes.checkReplaceable(cassette) }
    // Whatever may fail comes before the journal: one that is left behind would have to be repaired.
    let context = replay?.context(settings.match) ?? CanonicalContext()
    let tape =
      if let known {
        try await Cassettes.tape([CassetteList.Member(name: cassette, text: known)], context)
      } else { nil as Tape? }
    let startedAt = SystemClock().now()
    let log = RunLog()
    let key = ThrowAwayKey.random()
    let forwarding = try Forwarding(
      upstreamOptions, simulator: simulator, key: key, isLastResort: known != nil, port: options.port)
    let clock = forwarding.clock
    let redactor = try Redactors.recording(settings.redaction, keepsAliases: known != nil)
    let journal = try RecordingJournal.create(
      beside: cassette, head: try RecordingJournal.Head(keeping: known),
      isDurable: recording.durable)
    let recorder = Recorder(
      journal: journal, clientKey: key, credentials: forwarding.credentials, redactor: redactor,
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
      forwarder: forwarding.forwarder,
      recorder: recorder, gate: options.gate(key), redactor: redactor, clock: clock, log: log)
    let run = ProxyRun(deck: deck, options: options, command: command, key: key, region: forwarding.region)
    var ending = await RunReport.Ending { try await run.run("recording \(cassette) from \(upstreamOptions.origin)") }
    forwarding.shutdown()
    // Whatever ended the run: what was recorded becomes the cassette.
    var written: Int?
    do {
      written = try end(journal, log.summary, redactor)
    } catch {
      ending = RunReport.Ending(error)
    }
    var report = RunReport(
      mode: mode, cassettes: [cassette], startedAt: startedAt, endedAt: SystemClock().now(),
      exchanges: written ?? (try? CassetteFile.open(cassette))?.count, summary: log.summary)
    if let sessions { report.bindings = sessions.bindings }
    report.ending = ending
    try tell(report, files, drift: written == nil ? nil : drift)
  }

  /// Tells of the run and of the drift. The cassette is safe by now, whatever comes of this.
  private func tell(_ report: RunReport, _ files: ReportFiles, drift: RecordingDrift?) throws {
    var report = report
    var comparison: DriftComparison?
    var flaw = Failure.caught { comparison = try drift?.compare() }
    if let comparison { report.hasDrifted = drift?.fails(comparison) ?? false }
    let failure = Failure.caught {
      try files.end(report, isQuiet: options.quiet, explains: replay?.explain ?? false)
    }
    flaw = flaw ?? Failure.caught { try drift?.tell(comparison, isQuiet: options.quiet) }
    // A run that failed keeps its exit code.
    if failure != nil, let flaw { Terminal.error(flaw.message) }
    if let failure = failure ?? flaw { throw failure }
  }

  /// Turns the journal into the cassette. It is removed only when the cassette stands.
  private func end(_ journal: FileJournal, _ summary: RunSummary, _ redactor: Redactor) throws -> Int? {
    if summary.recorded == 0 {
      try? journal.close(remove: true)
      return nil
    }
    do {
      // Where that cannot be, reading the journal says so.
      try? journal.restoreName()
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
