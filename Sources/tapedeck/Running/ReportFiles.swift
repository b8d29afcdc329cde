// SPDX-License-Identifier: Apache-2.0

internal import Engine
internal import SystemPackage

/// The files of a run's reports, open from before the run, so that one that cannot be written costs no run.
struct ReportFiles {
  private let options: ReportOptions
  private var files: [(target: ReportTarget, descriptor: FileDescriptor?)] = []

  /// Empties the files: of a run that is killed no old report is left to be taken for its own.
  init(_ options: ReportOptions, besides cassettes: [String]) throws {
    self.options = options
    for target in options.targets {
      guard !cassettes.contains(target.file) else {
        throw Failure(ExitStatus.usage, "--report: '\(target.file)' is a cassette of this run; name another file")
      }
      do {
        files.append((target, target.file == "-" ? nil : try ReportFiles.open(target.file)))
      } catch {
        throw Failure(ExitStatus.usage, "--report: '\(target.file)' cannot be written: \(error)")
      }
    }
  }

  private static func open(_ file: String) throws -> FileDescriptor {
    try FileDescriptor.open(
      FilePath(file), .writeOnly, options: [.create, .truncate, .closeOnExec],
      permissions: [.ownerReadWrite, .groupRead, .otherRead])
  }

  /// Writes the reports, prints the summary, and ends the run with the exit status that it came to.
  func end(_ report: RunReport, isQuiet: Bool, explains: Bool = false) throws {
    var failure: String?
    for (target, descriptor) in files {
      let text = ReportFiles.render(report, target.format)
      guard let descriptor else {
        Terminal.out(text.utf8)
        continue
      }
      do {
        try descriptor.closeAfter { _ = try descriptor.writeAll(text.utf8) }
      } catch {
        failure = "--report: '\(target.file)' could not be written: \(error)"
      }
    }
    if !options.json {
      for line in SummaryText.problems(report) { Terminal.warning(line) }
      // Of a run that failed its error is the result.
      if !isQuiet, report.failure == nil { print(SummaryText.result(report, explains: explains)) }
    }
    if let failure {
      Terminal.error(failure)
      if report.exitStatus == ExitStatus.fine { throw Failure.silent(ExitStatus.usage) }
    }
    guard report.exitStatus == ExitStatus.fine else { throw Failure(report.exitStatus, report.failure ?? "") }
  }

  private static func render(_ report: RunReport, _ format: ReportTarget.Format) -> String {
    switch format {
    case .text: SummaryText.render(report)
    case .json: ReportJSON.render(report)
    case .junit: ReportJUnit.render(report)
    case .github: ReportGitHub.render(report)
    }
  }

  private func print(_ lines: [String]) {
    for (index, line) in lines.enumerated() { index == 0 ? Terminal.note(line) : Terminal.raw(line) }
  }
}

extension RunReport {
  /// See docs/exit-codes.md.
  var exitStatus: Int32 {
    switch (verdict, ending) {
    case (_, .failed(let status, _)): status
    case (.command, .finished(let status)): status ?? ExitStatus.fine
    case (.incomplete, _), (.drift, _): ExitStatus.findings
    case (.unreadable, _): ExitStatus.cassette
    case (.upstream, _): ExitStatus.upstream
    case (.misses, _), (.unused, _): ExitStatus.misses
    case (.fine, _), (.failed, _): ExitStatus.fine
    }
  }

  /// What went wrong with the run itself.
  var failure: String? {
    if case .failed(_, let message) = ending { message } else { nil }
  }
}

extension RunReport.Ending {
  /// The end of what `run` does: its command's status, or its error.
  init(_ run: () async throws -> Int32?) async {
    do {
      self = .finished(command: try await run())
    } catch {
      self.init(error)
    }
  }

  init(_ error: any Error) {
    let failure = Failure(error)
    self = .failed(status: failure.status, message: failure.message)
  }
}
