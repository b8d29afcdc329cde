// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ProjectFile
internal import Redaction

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Which settings a run takes: the options of every verb that reads `tapedeck.yaml`.
struct ProjectOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The settings to use. Default: the nearest \(SettingsFile.name) in this folder or one above it.",
      valueName: "file"))
  var config: String?

  @Flag(help: "Use no settings but the flags.")
  var noConfig = false

  func validate() throws {
    if noConfig, config != nil { throw ValidationError("--config and --no-config exclude each other.") }
  }

  /// The settings, with the values of the variables that they redact.
  /// - Parameter warnsOfUnset: whether a variable without a value may leave a secret where it stands.
  func load(warnsOfUnset: Bool = true) throws -> ProjectSettings {
    var settings = try loadFile()
    let variables = try RedactedVariables(settings.redactedVariables, in: processEnvironment())
    settings.redaction.literals = variables.values
    if warnsOfUnset {
      for name in variables.unset {
        Terminal.warning("redact.environment: \(name) is not set: its value will not be redacted")
      }
    }
    return settings
  }

  /// The settings as the file has them.
  func loadFile() throws -> ProjectSettings {
    if noConfig { return ProjectSettings() }
    guard let path = config ?? ProjectOptions.workingFolder.flatMap({ SettingsFile.find(from: $0) }) else {
      var settings = ProjectSettings()
      settings.folder = "."
      return settings
    }
    do throws(ProjectFileError) {
      return try SettingsFile.load(path)
    } catch {
      throw Failure(ExitStatus.usage, "\(error)")
    }
  }

  private static var workingFolder: String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}

extension UpstreamOptions {
  /// These options, and where they leave something open, what the project's settings say.
  func filled(by settings: ProjectSettings.Record) throws -> UpstreamOptions {
    var options = self
    options.upstream = upstream ?? settings.upstream
    options.region = region ?? settings.region
    do {
      try options.validate()
    } catch let error as ValidationError {
      throw Failure(ExitStatus.usage, "\(SettingsFile.name), record.upstream: \(error.message)")
    }
    return options
  }
}
