// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser
internal import CassetteFormat
internal import Drift
internal import Engine
internal import ProjectFile
internal import Redaction

struct DriftCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Ask AWS the recorded reads again: what has the API changed?",
    discussion: """
      Needs no tests: the reads of the cassette are sent again with your credentials, and the answers are compared with
      the recorded ones as 'diff' does. Nothing that may change something is sent, unless --allow names it.

      Cassettes hold aliases of account ids and other ids. Your own account stands for the recorded one; ids are looked
      up in the lists that the cassette asks for, by the names of the resources. What cannot be resolved is not asked.

        tapedeck drift cassettes/app.cassette --dry-run
        tapedeck drift cassettes/app.cassette
        tapedeck drift cassettes/app.cassette --only 'ec2:Describe*' --rate 2
        tapedeck drift cassettes/app.cassette --set redacted-1b4e…=alice@example.org --save today.cassette

      Ends with 0 where nothing drifted, 1 with findings or where nothing could be compared, 4 where the upstream could
      not be asked.
      """)

  @Argument(help: "The cassette.") var cassette: String

  @Option(
    help: ArgumentHelp(
      "Ask only these actions, like 's3:List*' or 'GetConnection'; repeat it for more.", valueName: "action"))
  var only: [ActionPattern] = []

  @Option(
    help: ArgumentHelp(
      "Send these actions although they may change something; repeat it for more.", valueName: "action"))
  var allow: [ActionPattern] = []

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "What stands for a recorded value or alias in the account that is asked; repeat it for more.",
      valueName: "OLD=NEW"))
  var pairs: [RecordedAndLive] = []

  @Option(help: ArgumentHelp("No more requests a second than this.", valueName: "number")) var rate = 5.0

  @Option(help: ArgumentHelp("Keep the answers as a cassette.", valueName: "cassette")) var save: String?

  @Flag(help: "Send nothing; print what would be asked and what not. Needs no credentials.") var dryRun = false

  @Flag(name: .shortAndLong, help: "Print only errors and findings.") var quiet = false

  @OptionGroup var output: DriftOutputOptions
  @OptionGroup var drift: DriftOptions
  @OptionGroup var upstream: UpstreamOptions
  @OptionGroup var simulator: SimulatorOptions
  @OptionGroup var project: ProjectOptions

  func validate() throws {
    guard rate >= 0.001, rate <= 1000 else { throw ValidationError("--rate takes a number from 0.001 to 1000.") }
    if dryRun, save != nil { throw ValidationError("--dry-run asks nothing; leave --save out.") }
  }

  func run() async throws {
    let settings = try project.load()
    let rules = try drift.settings(over: settings)
    try check()
    let text = try Cassettes.load(cassette)
    let context = CanonicalContext(
      rules: settings.match, inflate: CompressedBodies.compared)
    let list = try questions(of: text, context)
    var values = LiveValues()
    for pair in pairs { values.learn(pair.recorded, is: pair.live) }
    let words = LiveDriftText(cassette: cassette, list: list)
    guard !dryRun else { return Terminal.out(words.plan(values)) }
    guard !list.questions.isEmpty else {
      let which = only.isEmpty ? "" : " that --only \(only.map(\.description).joined(separator: ", ")) fits"
      throw Failure(ExitStatus.findings, "\(cassette) holds nothing to ask\(which)\n\(words.plan(values))")
    }
    let upstream = try upstream.filled(by: settings.record)
    let redactor = try Redactors.asking(settings.redaction, keepsKey: save != nil)
    // Without the flag each question is asked in its own region, whatever the project takes for clients without one.
    let reasking = Reasking(text, list, values: values, region: self.upstream.region)
    let (drift, signal) = try await ask(reasking, upstream, redactor, settings.redaction)
    let comparison = LiveComparison(text, drift, redactor)
    if !quiet { Terminal.note(words.summary(drift, upstream: upstream.origin)) }
    if let save, !comparison.live.isEmpty { try Cassettes.write(comparison.live, to: save) }
    let findings = Failure.caught {
      if comparison.live.isEmpty {
        throw Failure(
          ExitStatus.findings, "nothing could be compared: what the cassette asks for is not in this account")
      }
      try output.put(
        comparison.report(cassette, upstream.origin, context: context, settings: rules),
        threshold: self.drift.threshold(over: settings), subject: .live)
    }
    if let signal { throw Failure.silent(128 + signal) }
    if case .failed(let reason) = drift.ending { throw Failure(ExitStatus.upstream, reason) }
    if let findings { throw findings }
    if !drift.heldBack.isEmpty { throw Failure.silent(ExitStatus.findings) }
  }

  /// Refuses files that may not be written before anything is asked.
  private func check() throws {
    try output.check(besides: [cassette] + (save.map { [$0] } ?? []))
    guard let save else { return }
    guard save != cassette else {
      throw Failure(ExitStatus.usage, "--save would replace the cassette that is compared; name another file")
    }
    try Cassettes.checkReplaceable(save)
  }

  private func questions(of text: CassetteText, _ context: CanonicalContext) throws -> QuestionList {
    do throws(CassetteError) {
      return try QuestionList(text, choice: QuestionList.Choice(allowed: allow, only: only), context: context)
    } catch {
      throw Failure(ExitStatus.cassette, Cassettes.message(error, cassette))
    }
  }

  /// Asks until all is asked or Ctrl-C comes.
  private func ask(
    _ reasking: Reasking, _ upstream: UpstreamOptions, _ redactor: Redactor, _ redaction: RedactionSettings
  ) async throws -> (LiveDrift, signal: Int32?) {
    let key = ThrowAwayKey.random()
    let forwarding = try Forwarding(upstream, simulator: simulator, key: key, isLastResort: false)
    let drift = LiveDrift(reasking, forwarding, key: key, redactor: redactor, settings: redaction, rate: rate)
    let signals = SignalWatch.stream()
    let run = Task {
      var drift = drift
      try await drift.run()
      return drift
    }
    let watch = Task { () -> Int32? in
      for await signal in signals {
        run.cancel()
        return signal
      }
      return nil
    }
    let result = await run.result
    watch.cancel()
    forwarding.shutdown()
    return (try result.get(), await watch.value)
  }
}

extension ActionPattern: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

/// One value of `--set`.
struct RecordedAndLive: ExpressibleByArgument {
  let recorded: [UInt8]
  let live: [UInt8]

  /// Nil for a recorded text of fewer than four bytes: it would be found everywhere.
  init?(argument: String) {
    let parts = argument.utf8.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count >= 4, !parts[1].isEmpty else { return nil }
    (recorded, live) = (Array(parts[0]), Array(parts[1]))
  }
}
