// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file of text that a command writes: a report, a list.
package enum TextFile {
  /// Puts `text` at `path`: as a whole, or not at all, and what was there before stays then.
  package static func replace(_ path: String, with text: [UInt8]) throws(CassetteFileError) {
    let file = try FileReplacement(of: path)
    try file.write(text)
    try file.commit()
  }

  /// Takes the file away that an earlier run wrote, if there is one.
  package static func remove(_ path: String) {
    var status = stat()
    if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG { unlink(path) }
  }
}
