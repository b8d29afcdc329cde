// SPDX-License-Identifier: Apache-2.0

internal import CassetteFiles
internal import Drift

/// A file that findings are written to.
struct DriftReportFile {
  let path: String
  let format: DriftFormat

  /// - Parameter format: nil for the one that the name of the file ends in, or text.
  init(_ path: String, format: DriftFormat? = nil) {
    self.path = path
    self.format = format ?? DriftReportFile.format(of: path)
  }

  private static func format(of path: String) -> DriftFormat {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return .text }
    switch name[name.index(after: dot)...].lowercased() {
    case "json": return .json
    case "md", "markdown": return .markdown
    case "html", "htm": return .html
    case "xml": return .junit
    case "sarif": return .sarif
    default: return .text
    }
  }

  /// Refuses, before anything is run, what cannot be written and what would cost a cassette.
  /// - Parameter option: that names the file.
  func check(_ option: String, besides cassettes: [String]) throws {
    if cassettes.contains(path) || CassetteFile.isGzip(path) {
      throw Failure(ExitStatus.usage, "\(option): '\(path)' is a cassette; name another file")
    }
    guard let slash = path.lastIndex(of: "/") else { return }
    let folder = String(path[..<slash])
    guard folder.isEmpty || CassetteFile.isFolder(folder) else {
      throw Failure(ExitStatus.usage, "\(option): there is no folder '\(folder)'; make it with 'mkdir -p \(folder)'")
    }
  }

  /// Replaces the file by a report.
  func write(_ report: DriftReport, _ output: DriftOutput, option: String) throws {
    var output = output
    (output.hasColor, output.columns) = (false, nil)
    do throws(CassetteFileError) {
      try TextFile.replace(path, with: Array(output.render(report, as: format).utf8))
    } catch {
      throw Failure(ExitStatus.usage, "\(option): \(error)")
    }
  }
}
