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
  /// A file of more bytes is refused.
  static let largest = 1 << 20

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
    do throws(ProjectFileError) {
      return try settings(bytes(of: path))
    } catch {
      var error = error
      error.file = path
      throw error
    }
  }

  static func settings(_ text: [UInt8]) throws(ProjectFileError) -> ProjectSettings {
    guard text.count <= largest else { throw ProjectFileError("it has more than \(largest >> 20) MiB") }
    guard let root = try YAMLReader.read(text) else { return ProjectSettings() }
    return try SettingsReader.settings(root)
  }

  /// What the file holds, and no more than one byte above the limit.
  private static func bytes(of path: String) throws(ProjectFileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count <= largest {
      let count = read(descriptor, &room, room.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure() }
      if count == 0 { break }
      bytes += room[..<count]
    }
    return bytes
  }

  private static func failure() -> ProjectFileError {
    ProjectFileError("it cannot be read: \(String(cString: strerror(errno)))")
  }
}
