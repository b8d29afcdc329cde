// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// Where a run is told of: the options of every verb that makes a report.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write a report of the run. FORMAT is text, json, junit or github; FILE '-' is standard output. May be repeated.",
      valueName: "FORMAT=FILE"),
    transform: { try ReportTarget($0) })
  var report: [ReportTarget] = []

  @Flag(help: "Print the JSON report on standard output instead of the summary on standard error.")
  var json = false

  /// All that are asked for.
  var targets: [ReportTarget] { report + (json ? [ReportTarget(format: .json, file: "-")] : []) }

  func validate() throws {
    let files = report.map(\.file).filter { $0 != "-" }
    if let twice = files.first(where: { file in files.count { $0 == file } > 1 }) {
      throw ValidationError("--report: two reports cannot share the file '\(twice)'.")
    }
  }
}

/// One value of `--report`.
struct ReportTarget {
  enum Format: String, CaseIterable { case text, json, junit, github }

  let format: Format
  let file: String

  init(format: Format, file: String) {
    self.format = format
    self.file = file
  }

  init(_ text: String) throws {
    let formats = Format.allCases.map(\.rawValue).joined(separator: ", ")
    guard let mark = text.firstIndex(of: "=") else {
      throw ValidationError("it lacks the file; write FORMAT=FILE, as in junit=report.xml or json=-")
    }
    guard let format = Format(rawValue: String(text[..<mark])) else {
      throw ValidationError("there is no format '\(text[..<mark])'; the formats are \(formats)")
    }
    let file = String(text[text.index(after: mark)...])
    guard !file.isEmpty else {
      throw ValidationError("it lacks the file behind '='; '-' is standard output")
    }
    self.init(format: format, file: file)
  }
}
