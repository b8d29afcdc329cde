// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser
internal import Drift
internal import ProjectFile

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two cassettes: what has the API changed?",
    discussion: """
      Exchanges are paired by action and request. What is compared are operations, statuses, errors, headers, members,
      their kinds and values that never changed, over all samples of an operation; ids, names, times and aliases are
      those of a run and no finding. 'tapedeck drift-rules' prints the rules.

        tapedeck diff old.cassette new.cassette
        tapedeck diff old.cassette new.cassette --output drift.html
        tapedeck diff old.cassette new.cassette --only 's3:*' --ignore header.added --fail-on warning
        tapedeck diff --format json old.cassette new.cassette | jq '.findings[] | select(.severity == "error")'

      Ends with 0 where no finding is as bad as --fail-on says, with 1 where one is, with 2 where an option, the settings
      or the approvals are wrong, with 5 where a cassette cannot be read.
      """)

  @Argument(help: "The older recording.") var old: String
  @Argument(help: "The newer recording.") var new: String

  @Option(
    help: ArgumentHelp(
      "How to print the findings. Default: as --output's name ends, else text.",
      valueName: DriftFormat.allCases.map(\.rawValue).joined(separator: "|")))
  var format: DriftFormat?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"))
  var output: String?

  @Flag(help: "Print a table of operations and severities in place of the findings.") var summary = false

  @Option(
    help: ArgumentHelp(
      "Tell of these actions alone, such as 's3:*' or GetConnection. Repeat it for more.", valueName: "action"),
    transform: { text in
      guard let pattern = ActionPattern(text) else {
        throw ValidationError("expected an action such as s3:PutObject or 's3:Put*'")
      }
      return pattern
    })
  var only: [ActionPattern] = []

  @OptionGroup var drift: DriftOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var project: ProjectOptions

  func validate() throws {
    let target = output.map { DriftReportFile($0, format: format).format } ?? format ?? .text
    if summary, target != .text { throw ValidationError("--summary is for text, not for \(target.rawValue).") }
  }

  func run() throws {
    let project = try project.loadFile()
    var settings = try drift.settings(over: project)
    settings.only = only
    let file = output.map { DriftReportFile($0, format: format) }
    try file?.check("--output", besides: [old, new])
    let comparison = try DriftComparison(
      DriftComparison.Recording(name: old, text: Cassettes.load(old)),
      with: DriftComparison.Recording(name: new, text: Cassettes.load(new)),
      context: comparison.context(project.match), settings: settings)
    for line in comparison.doubts { Terminal.warning(line) }
    let output = DriftOutput(
      threshold: drift.threshold(over: project), hasColor: Terminal.outputHasColor, columns: Terminal.outputColumns,
      isSummary: summary)
    if let file {
      try file.write(comparison.report, output, option: "--output")
    } else {
      Terminal.out(output.render(comparison.report, as: format ?? .text).utf8)
    }
    if output.fails(comparison.report) { throw Failure.silent(ExitStatus.findings) }
  }
}

extension DriftFormat: ExpressibleByArgument {}
