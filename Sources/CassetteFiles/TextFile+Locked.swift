// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension TextFile {
  /// Runs `body`, which reads the file at `path` and replaces it, while no other process is between the two.
  ///
  /// Waits for the others (flock on the file). Where there is no file, an empty one is made, which goes if `body` throws.
  package static func locked(_ path: String, _ body: () throws -> Void) throws {
    let target = try PathName.target(of: path)
    let isNew = access(target, F_OK) != 0
    let file = try lockedFile(target, reported: path)
    do {
      try body()
    } catch {
      if isNew, try file.status().st_size == 0, file.has(name: target) { unlink(target) }
      throw error
    }
  }

  private static func lockedFile(_ target: String, reported: String) throws(CassetteFileError) -> OpenFile {
    while true {
      let file = try OpenFile(target, O_RDONLY | O_CREAT | O_NONBLOCK, mode: 0o644, reported: reported)
      guard try file.status().st_mode & S_IFMT == S_IFREG else { throw CassetteFileError(.notRegular, reported) }
      try file.waitForLock()
      // Who had the lock has put another file in this one's place, as a rule.
      if file.has(name: target) { return file }
    }
  }
}
