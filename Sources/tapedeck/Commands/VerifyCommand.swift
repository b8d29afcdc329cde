// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CassetteFiles
internal import CassetteFormat
internal import Drift
internal import ProjectFile
internal import Redaction

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check cassettes: whole, unchanged, readable, without secrets; or against the service models.",
    discussion: """
      Ends with 0 where all is well, with 1 where a cassette is damaged or holds a secret, with 5 where it cannot be read.

        tapedeck verify cassettes/*.cassette
        tapedeck verify --json app.cassette | jq -r '.cassettes[].findings[].fingerprint'

      With --model the cassettes, as one session, are compared with the service models that tapedeck has: members that
      are unknown or missing, values of another kind or in no enumeration, errors and operations that are unknown. Ends
      with 1 where a finding is as bad as --fail-on says. With --coverage it tells which operations and errors of each
      service they hold, and which they lack.

        tapedeck verify --model cassettes/*.cassette
        tapedeck verify --model --format json app.cassette | jq '.findings[] | select(.severity == "error")'
        tapedeck verify --coverage --json app.cassette | jq -r '.services[].operations.lacking[]'
      """)

  @Argument(help: "The cassettes.") var cassettes: [String]

  @Flag(help: "Print the outcome as JSON.") var json = false

  @Flag(help: "Check against the service models.") var model = false

  @Flag(help: "Tell what is held of each service, and what is lacking.") var coverage = false

  @Option(
    help: ArgumentHelp(
      "With --model: how to print the findings.",
      valueName: DriftFormat.allCases.map(\.rawValue).joined(separator: "|")))
  var format: DriftFormat?

  @OptionGroup var drift: DriftOptions
  @OptionGroup var project: ProjectOptions

  func validate() throws {
    if model, coverage { throw ValidationError("--model and --coverage are two questions: ask one at a time.") }
    if !model, format != nil || drift.isGiven {
      throw ValidationError("--format, --fail-on, --severity, --ignore and --approvals go with --model.")
    }
    if json, let format, format != .json {
      throw ValidationError("--json and --format \(format.rawValue) exclude each other.")
    }
  }

  func run() throws {
    if model { return try checkModel() }
    if coverage {
      let check = try ModelVerification.check(cassettes, rules: project.loadFile().match)
      return Terminal.out(json ? CoverageText.json(check, cassettes) : CoverageText.text(check))
    }
    let scan = LeakScan(try project.load().redaction)
    let checks = cassettes.map { path in
      let check = CassetteCheck(path, scan: scan) { Terminal.progress("verifying \(path): \($0) %") }
      Terminal.progress("")
      if !json { show(check) }
      return check
    }
    if json { Terminal.out(CheckOutcome.json(checks)) }
    let status = checks.map(\.status).max() ?? ExitStatus.fine
    if status != ExitStatus.fine { throw Failure.silent(status) }
  }

  private func checkModel() throws {
    let project = try project.loadFile()
    let settings = try drift.settings(over: project)
    let check = try ModelVerification.check(cassettes, rules: project.match)
    let report = check.report(settings: settings, today: SystemClock().now().day)
    let output = DriftOutput(
      threshold: drift.threshold(over: project), subject: .model, hasColor: Terminal.outputHasColor,
      columns: Terminal.outputColumns)
    Terminal.out(output.render(report, as: json ? .json : format ?? .text).utf8)
    if output.fails(report) { throw Failure.silent(ExitStatus.findings) }
  }

  private func show(_ check: CassetteCheck) {
    if let failure = check.failure { return Terminal.error(failure) }
    Terminal.out(CheckOutcome.text(check))
    if let advice = CheckOutcome.advice(check) { Terminal.note(advice) }
  }
}

struct RepairCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract:
      "Make a cassette from the journal of a recording that was cut off, or save what a damaged one still holds.",
    discussion: """
        tapedeck repair app.cassette

      A damaged cassette is kept beside the repaired one as NAME.damaged.
      """)

  @Argument(help: "The cassette.") var cassette: String

  func run() throws {
    if CassetteFile.exists(FileJournal.path(beside: cassette)) {
      try fromJournal()
    } else {
      try fromDamaged()
    }
  }

  private func fromJournal() throws {
    let (written, damage) = try RecordingJournal.finish(cassette, whileRecording: false)
    for one in damage { Terminal.warning("\(cassette).journal: lost \(one)") }
    let aside: String?
    do throws(CassetteFileError) {
      aside = try FileJournal.discard(beside: cassette, keepingDamaged: !damage.isEmpty)
    } catch {
      throw Failure(ExitStatus.cassette, error.description)
    }
    let kept = aside.map { " (the damaged journal is \($0))" } ?? ""
    if let written {
      Terminal.note("\(SummaryText.plural(written, "exchange", "exchanges")): \(cassette)\(kept)")
    } else if damage.isEmpty {
      Terminal.note("the journal held no exchange; it is removed")
    } else {
      throw Failure(ExitStatus.cassette, "the journal held no whole exchange\(kept)")
    }
  }

  private func fromDamaged() throws {
    let file: CassetteFile.Salvaged
    let salvage: CassetteSalvage
    do {
      file = try CassetteFile.salvage(cassette)
      salvage = try CassetteSalvage(file.pages) { done, all in
        Terminal.progress("reading \(cassette): \(done * 100 / all) %")
      }
    } catch let error as CassetteError {
      throw Failure(ExitStatus.cassette, "\(cassette): nothing can be saved: \(error)")
    } catch {
      throw Failure(ExitStatus.cassette, "\(error)")
    }
    Terminal.progress("")
    if salvage.damage.isEmpty, file.damage == nil {
      Terminal.note("\(cassette) is fine; nothing to repair")
      return
    }
    for one in salvage.damage { Terminal.warning("\(cassette): \(one)") }
    let aside: String
    do throws(CassetteFileError) {
      aside = try CassetteFile.keepDamaged(cassette)
    } catch {
      throw Failure(ExitStatus.cassette, error.description)
    }
    try Cassettes.write(salvage.whole, of: salvage.text, to: cassette)
    let saved = SummaryText.plural(salvage.whole.count, "exchange", "exchanges")
    Terminal.note("saved \(saved): \(cassette) (the damaged one is \(aside))")
  }
}
