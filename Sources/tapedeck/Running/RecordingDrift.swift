// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFiles
internal import Drift
internal import ProjectFile

/// The end of a recording that is compared with an earlier one.
struct RecordingDrift {
  private let cassette: String
  /// In memory from before the run: when the new one stands, it may be gone. nil for a first recording.
  private let old: DriftComparison.Recording?
  private let context: CanonicalContext
  private let settings: DriftSettings
  private let output: DriftOutput
  private let files: [DriftReportFile]

  /// Reads and checks, before anything is recorded, whatever the comparison needs.
  /// - Returns: nil where none is asked for.
  init?(_ options: CompareOptions, of cassette: String, project: ProjectSettings) throws {
    guard options.isOn else { return nil }
    self.cassette = cassette
    context = options.comparison.context(project.match)
    settings = try options.drift.settings(over: project)
    output = DriftOutput(
      threshold: options.drift.threshold(over: project), hasColor: Terminal.errorHasColor,
      columns: Terminal.errorIsTTY ? Terminal.outputColumns : nil)
    files = options.reports.map { DriftReportFile($0) }
    let path = options.compareWith ?? cassette
    for file in files { try file.check("--drift-report", besides: [path, cassette]) }
    let isThere = options.compareWith != nil || CassetteFile.exists(path)
    old =
      isThere
      ? DriftComparison.Recording(
        name: path == cassette ? "\(path) (before)" : path, text: try Cassettes.load(path)) : nil
    // Of a run that is killed no old report is left to be taken for its own.
    for file in files { TextFile.remove(file.path) }
  }

  /// Compares the new cassette; nil for a first recording.
  func compare() throws -> DriftComparison? {
    guard let old else { return nil }
    let new = DriftComparison.Recording(name: cassette, text: try Cassettes.load(cassette))
    return try DriftComparison(old, with: new, context: context, settings: settings)
  }

  /// Whether the run ends with 1 for it.
  func fails(_ comparison: DriftComparison) -> Bool { output.fails(comparison.report) }

  /// Prints what was found on standard error, standard output being the command's, and writes it to the files.
  func tell(_ comparison: DriftComparison?, isQuiet: Bool) throws {
    guard let comparison else {
      if !isQuiet { Terminal.note("this is the first recording of \(cassette): the next one is compared with it") }
      return
    }
    for line in comparison.doubts { Terminal.warning(line) }
    if !isQuiet || !comparison.report.findings.isEmpty {
      Terminal.note("drift against \(comparison.report.old.name):")
      Terminal.raw(String(output.render(comparison.report, as: .text).dropLast()))
    }
    for file in files { try file.write(comparison.report, output, option: "--drift-report") }
  }
}
