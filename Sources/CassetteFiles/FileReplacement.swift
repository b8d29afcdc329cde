// SPDX-License-Identifier: Apache-2.0

import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A new file on its way to the place of an old one: at every moment one of the two is there as a whole.
///
/// A symbolic link stays, and what it points to is replaced. The permission bits of an old file pass to the new one;
/// without one they are 0644 less the umask. Unless it is committed, the old file stands and the new one is removed.
final class FileReplacement {
  private static let serial = Atomic<UInt>(0)

  private let target: String
  private let temporary: String
  private let file: OpenFile
  private var isPending = true

  init(of path: String) throws(CassetteFileError) {
    target = try PathName.target(of: path)
    var old = stat()
    let exists = stat(target, &old) == 0
    let kind = old.st_mode & S_IFMT
    guard !exists || kind == S_IFREG else { throw CassetteFileError(kind == S_IFDIR ? .isFolder : .notRegular, path) }

    // No name of another process, whose number differs, and none of this one's.
    let serial = Self.serial.add(1, ordering: .relaxed).newValue
    temporary = "\(PathName.folder(of: target))/.tapedeck-\(getpid())-\(serial).tmp"
    // Left by a process of the same number that was killed, if it is there at all.
    unlink(temporary)
    file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: exists ? 0o600 : 0o644, reported: path)
    // Where the file system keeps no permission bits, there is nothing to pass on.
    if exists { _ = fchmod(file.descriptor, old.st_mode & 0o7777) }
  }

  deinit {
    if isPending { unlink(temporary) }
  }

  func write(_ bytes: [UInt8]) throws(CassetteFileError) {
    try bytes.withUnsafeBytes { bytes in Result { () throws(CassetteFileError) in try file.write(bytes) } }.get()
  }

  /// Brings the new file to the disk, then gives it the old one's name.
  func commit() throws(CassetteFileError) {
    try file.synchronize()
    guard rename(temporary, target) == 0 else { throw file.failure() }
    isPending = false
    try PathName.synchronizeFolder(of: target, reported: file.path)
  }
}
