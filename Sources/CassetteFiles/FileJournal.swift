// SPDX-License-Identifier: Apache-2.0

import Engine
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The journal of one recording: a file beside the cassette, readable by its owner alone, locked while it is open.
///
/// What is appended is in the system's page cache: a kill of the process cannot lose it, a power cut can.
package final class FileJournal: Journal {
  /// Where the file is.
  package let path: String
  private let cassette: String
  /// Nil once it is closed.
  private let tail: Mutex<JournalTail?>

  /// The journal's name for a cassette at `path`.
  package static func path(beside cassette: String) -> String { cassette + ".journal" }

  /// Creates the journal of `cassette` with `header` as its first line.
  ///
  /// Fails where another process holds it (`inUse`), and where it is there with something in it (`interrupted`): what
  /// an earlier recording left is never overwritten.
  package init(beside cassette: String, header: [UInt8]) throws(CassetteFileError) {
    path = Self.path(beside: cassette)
    self.cassette = cassette
    let file = try Self.lockedFile(beside: cassette)
    guard try file.status().st_size == 0 else { throw CassetteFileError(.interrupted, path, cassette: cassette) }
    guard fchmod(file.descriptor, 0o600) == 0 else { throw file.failure() }
    tail = Mutex(JournalTail(file: file))
    do {
      try append(header)
    } catch {
      try? close(remove: true)
      throw error
    }
  }

  /// Appends one line, which must hold no line feed. May be called from any thread. When this throws, the line is not
  /// in the journal, and what was there before is whole.
  package func append(_ line: [UInt8]) throws(CassetteFileError) {
    guard let record = JournalRecord.encode(line) else { throw CassetteFileError(.badRecord, path) }
    try tail.withLock { tail throws(CassetteFileError) in
      guard try tail?.append(record) != nil else { throw CassetteFileError(.closed, path) }
    }
  }

  /// Closes the journal, and with `remove` deletes it: once the cassette is on the disk. A second call does nothing.
  package func close(remove: Bool) throws(CassetteFileError) {
    try tail.withLock { tail throws(CassetteFileError) in
      guard tail != nil else { return }
      // The lock goes with the file: no other process may take the name before it is gone.
      defer { tail = nil }
      if remove { try Self.remove(path) }
    }
  }

  /// Deletes the journal of `cassette`, if there is one, unless a process is recording into it (`inUse`).
  ///
  /// - Parameter keepingDamaged: whether it stays under another name, as ``CassetteFile/keepDamaged(_:)`` gives it.
  /// - Returns: that name, if it does.
  @discardableResult
  package static func discard(
    beside cassette: String, keepingDamaged: Bool = false
  ) throws(CassetteFileError) -> String? {
    guard access(path(beside: cassette), F_OK) == 0 else { return nil }
    let file = try lockedFile(beside: cassette)
    let kept = keepingDamaged ? try CassetteFile.keepDamaged(file.path) : nil
    try remove(file.path)
    return kept
  }

  private static func remove(_ path: String) throws(CassetteFileError) {
    // That somebody else has deleted it is as good.
    guard unlink(path) == 0 || errno == ENOENT else { throw CassetteFileError(system: errno, path) }
  }

  /// The journal's file, made if need be, and locked for as long as it is open.
  private static func lockedFile(beside cassette: String) throws(CassetteFileError) -> OpenFile {
    let path = path(beside: cassette)
    while true {
      let file = try OpenFile(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW, mode: 0o600)
      let opened = try file.status()
      guard opened.st_mode & S_IFMT == S_IFREG else { throw CassetteFileError(.notRegular, path) }
      try file.lock(LOCK_EX)
      // Its last owner may have deleted it between the two calls; then the lock is on a file that has no name.
      var named = stat()
      if stat(path, &named) == 0 && named.st_dev == opened.st_dev && named.st_ino == opened.st_ino { return file }
    }
  }
}
