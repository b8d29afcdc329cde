// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// Whether a recording ends with the drift against an earlier one, and how that is told.
struct CompareOptions: ParsableArguments {
  @Flag(help: "End with the drift against the cassette that the recording replaces.")
  var compare = false

  @Option(help: ArgumentHelp("End with the drift against this cassette instead.", valueName: "cassette"))
  var compareWith: String?

  @Option(
    name: .customLong("drift-report"),
    help: ArgumentHelp(
      "Write the drift to this file, too, in the format that its name ends in: .html, .json, .md, .sarif, .xml (JUnit), else text. Repeat it for more.",
      valueName: "file"))
  var reports: [String] = []

  @OptionGroup var drift: DriftOptions
  @OptionGroup var comparison: ComparisonOptions

  var isOn: Bool { compare || compareWith != nil }

  func validate() throws {
    if compare, compareWith != nil { throw ValidationError("--compare and --compare-with exclude each other.") }
    if !isOn, drift.isGiven || !reports.isEmpty {
      throw ValidationError(
        "--drift-report, --fail-on, --severity, --ignore and --approvals are for the drift of a recording: "
          + "add --compare, or --compare-with and a cassette.")
    }
    if let twice = reports.enumerated().first(where: { reports[..<$0.offset].contains($0.element) }) {
      throw ValidationError("--drift-report: '\(twice.element)' is given twice.")
    }
  }
}
