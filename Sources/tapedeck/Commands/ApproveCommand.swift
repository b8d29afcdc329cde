// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser
internal import CassetteFiles
internal import Drift
internal import ProjectFile

struct ApproveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Accept findings of drift until a day.",
    discussion: """
      Adds them to the file of approvals, which is made where there is none. 'diff', 'drift' and 'record --compare' then
      tell them apart from what is new, until that day is over.

        tapedeck approve b94fffb66ab1 --until 2026-12-31 --reason "the parser learns it in release 4"
      """)

  @Argument(
    help: ArgumentHelp("The findings, as 'diff' prints them: 12 hexadecimal digits each.", valueName: "fingerprint"))
  var fingerprints: [String]

  @Option(help: ArgumentHelp("The last day on which they are accepted (UTC).", valueName: "YYYY-MM-DD"))
  var until: String

  @Option(help: ArgumentHelp("Why they are, for whoever reads the file.", valueName: "text"))
  var reason: String

  @Option(
    help: ArgumentHelp(
      "The file. Default: the one that the settings name, else \(ApprovalsFile.name) beside them, or in this folder.",
      valueName: "file"))
  var approvals: String?

  @OptionGroup var project: ProjectOptions

  func validate() throws {
    if let wrong = fingerprints.first(where: { !ApprovalsFile.isFingerprint($0) }) {
      throw ValidationError(
        "'\(wrong)' is no fingerprint: those have 12 digits of 0-9 and a-f, and stand at each finding.")
    }
    if let twice = fingerprints.enumerated().first(where: { fingerprints[..<$0.offset].contains($0.element) }) {
      throw ValidationError("\(twice.element) is given twice.")
    }
    if Timestamp(day: until) == nil {
      throw ValidationError("--until: expected a day such as 2026-12-31, not '\(until)'.")
    }
    if reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason: say why, for whoever reads the file.") }
  }

  func run() throws {
    guard let day = Timestamp(day: until)?.day, day >= SystemClock().now().day else {
      throw Failure(ExitStatus.usage, "--until: \(until) is over; name a day to come")
    }
    let file = try DriftOptions.approvalsFile(approvals, project.loadFile(), mustExist: false) ?? ApprovalsFile.name
    let added = fingerprints.map { DriftSettings.Approval(fingerprint: $0, until: day, reason: reason) }
    do {
      try TextFile.locked(file) {
        try TextFile.replace(file, with: ApprovalsFile.adding(added, to: file))
      }
    } catch {
      throw Failure(ExitStatus.usage, "\(error)")
    }
    let count = SummaryText.plural(added.count, "finding is", "findings are")
    Terminal.note("\(count) approved until \(until) in \(file)")
  }
}
