// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Finds and reads a project's settings.
package enum SettingsFile {
  /// The name that is looked for.
  package static let name = "tapedeck.yaml"
  /// The file of that name in a folder or in the nearest one above it; nil where there is none.
  package static func find(from folder: String) -> String? {
    var folder = folder[...]
    while true {
      let path = folder.hasSuffix("/") ? "\(folder)\(name)" : "\(folder)/\(name)"
      // A broken link is there, too: that it cannot be read is to be told.
      var status = stat()
      if lstat(path, &status) == 0 { return path }
      guard let slash = folder.lastIndex(of: "/"), folder != "/" else { return nil }
      folder = slash == folder.startIndex ? "/" : folder[..<slash]
    }
  }

  /// Reads a file; an empty one says nothing.
  package static func load(_ path: String) throws(ProjectFileError) -> ProjectSettings {
    var settings = try BoundedFile.parsed(path, by: settings)
    settings.folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    return settings
  }

  static func settings(_ text: [UInt8]) throws(ProjectFileError) -> ProjectSettings {
    guard let root = try YAMLReader.read(text) else { return ProjectSettings() }
    return try SettingsReader.settings(root)
  }
}
