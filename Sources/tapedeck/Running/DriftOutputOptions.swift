// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Drift

/// How findings are printed: the options of the verbs whose output they are.
struct DriftOutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How to print the findings. Default: as --output's name ends, else text.",
      valueName: DriftFormat.allCases.map(\.rawValue).joined(separator: "|")))
  var format: DriftFormat?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write to this file instead of standard output, as .html, .json, .md, .sarif, .xml (JUnit) or text.",
      valueName: "file"))
  var output: String?

  @Flag(help: "The same as --format json.") var json = false

  @Flag(help: "Print a table of operations and severities in place of the findings.") var summary = false

  private var chosen: DriftFormat? { json ? .json : format }

  private var file: DriftReportFile? { output.map { DriftReportFile($0, format: chosen) } }

  func validate() throws {
    let format = file?.format ?? chosen ?? .text
    if json, self.format != nil { throw ValidationError("--json and --format go not together; leave one out.") }
    if summary, format != .text { throw ValidationError("--summary is for text, not for \(format.rawValue).") }
  }

  /// Refuses a file that cannot be written, or is one of the cassettes.
  func check(besides cassettes: [String]) throws { try file?.check("--output", besides: cassettes) }

  /// Prints or writes the findings; fails with exit code 1 where one is as bad as the threshold.
  func put(_ report: DriftReport, threshold: Severity?, subject: DriftSubject = .recordings) throws {
    let output = DriftOutput(
      threshold: threshold, subject: subject, hasColor: Terminal.outputHasColor, columns: Terminal.outputColumns,
      isSummary: summary)
    if let file {
      try file.write(report, output, option: "--output")
    } else {
      Terminal.out(output.render(report, as: chosen ?? .text).utf8)
    }
    if output.fails(report) { throw Failure.silent(ExitStatus.findings) }
  }
}

extension DriftFormat: ExpressibleByArgument {}
