// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Names of files, as the system's calls take them.
enum PathName {
  /// How many links in a row are followed; as many as Linux does.
  private static let mostLinks = 40

  /// The folder that `path` lies in: `.` for a bare name.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes the folder that `path` lies in, and those above it, as far as that is possible.
  static func makeFolder(of path: String) {
    let folder = folder(of: path)
    guard access(folder, F_OK) != 0, folder != path else { return }
    makeFolder(of: folder)
    mkdir(folder, 0o777)
  }

  /// Brings the names in the folder of `path` to the disk.
  /// - Parameter reported: what errors name.
  static func synchronizeFolder(of path: String, reported: String) throws(CassetteFileError) {
    // A folder that may be written but not read cannot be opened, and some file systems know no fsync of folders: there
    // the name reaches the disk in the system's own time.
    guard let folder = try? OpenFile(folder(of: path), O_RDONLY, reported: reported) else { return }
    guard fsync(folder.descriptor) == 0 || errno != EIO else { throw folder.failure() }
  }

  /// The file that `path` stands for once symbolic links are followed. It need not exist.
  static func target(of path: String) throws(CassetteFileError) -> String {
    var target = path
    for _ in 0..<mostLinks {
      guard let link = linkText(target) else { return target }
      target = link.hasPrefix("/") ? link : "\(folder(of: target))/\(link)"
    }
    throw CassetteFileError(system: ELOOP, path)
  }

  private static func linkText(_ path: String) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { room in
      guard let start = room.baseAddress else { return nil }
      let count = readlink(path, start, room.count)
      return count < 0
        ? nil
        : String(decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<count]), as: UTF8.self)
    }
  }
}
