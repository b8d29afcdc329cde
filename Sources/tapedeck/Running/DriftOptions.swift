// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CassetteFiles
internal import Drift
internal import ProjectFile

/// What counts as drift: the options of every verb that finds some.
struct DriftOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The lowest severity that makes the exit code 1; 'none' never does. Default: info.",
      valueName: "error|warning|info|none"))
  var failOn: SeverityLevel?

  @Option(
    help: ArgumentHelp(
      "Give findings another severity: member.added=warning, 'header.*@s3:*=none', value.changed/body/Id=info. Repeat it for more; the last that fits counts.",
      valueName: "RULE[@ACTION][/PATH]=LEVEL"),
    transform: { try DriftSettings.Override(severity: $0) })
  var severity: [DriftSettings.Override] = []

  @Option(
    help: ArgumentHelp(
      "Leave findings out, by rule, action, place, or more than one of them: value.changed, '@s3:*', /headers/server. Repeat it for more.",
      valueName: "[RULE][@ACTION][/PATH]"),
    transform: { try DriftSettings.Override(selector: $0, severity: nil) })
  var ignore: [DriftSettings.Override] = []

  @Option(
    help: ArgumentHelp(
      "The file of approved findings. Default: \(ApprovalsFile.name) beside the settings, if it is there.",
      valueName: "file"))
  var approvals: String?

  /// Whether any of them is given.
  var isGiven: Bool { failOn != nil || !severity.isEmpty || !ignore.isEmpty || approvals != nil }

  /// The lowest severity that fails the run; nil where none does.
  func threshold(over project: ProjectSettings) -> Severity? {
    (failOn ?? project.drift.failOn ?? .info).severity
  }

  /// These options, and behind them what the project says.
  func settings(over project: ProjectSettings) throws -> DriftSettings {
    var settings = DriftSettings()
    // What stands on the command line counts over the file: the last override that fits wins.
    settings.overrides = project.drift.overrides + severity + ignore
    settings.pins = project.drift.pins
    if let file = DriftOptions.approvalsFile(approvals, project, mustExist: true) {
      do throws(ProjectFileError) {
        settings.approvals = try ApprovalsFile.load(file)
      } catch {
        throw Failure(ExitStatus.usage, "\(error)")
      }
    }
    return settings
  }

  /// The file of approvals: the one that is named, on the command line or in the settings, or the one beside them.
  /// - Parameter mustExist: whether a file that nobody named counts only if it is there.
  static func approvalsFile(_ named: String?, _ project: ProjectSettings, mustExist: Bool) -> String? {
    if let named { return named }
    guard let folder = project.folder else { return nil }
    func path(_ name: String) -> String { folder == "." || name.hasPrefix("/") ? name : "\(folder)/\(name)" }
    if let named = project.drift.approvals { return path(named) }
    let standard = path(ApprovalsFile.name)
    return mustExist && !CassetteFile.exists(standard) ? nil : standard
  }
}

extension SeverityLevel: ExpressibleByArgument {}
