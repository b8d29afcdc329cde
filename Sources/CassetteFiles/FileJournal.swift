// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Engine
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The journal of one recording: a file beside the cassette, readable by its owner alone, locked while it is open.
///
/// Records that come while others are being written are written together. What is appended is in the system's page
/// cache: a kill of the process cannot lose it, a power cut can. A durable journal has it on the disk (fdatasync).
package final class FileJournal: Journal {
  /// How many groups are written on the thread of the caller who found nobody writing, before a thread of the journal's
  /// own goes on: the caller has other things to do than to write for others.
  private static let groupsOfCaller = 4

  /// Where the file is.
  package let path: String
  private let cassette: String
  private let isDurable: Bool
  /// Nil once it is closed. Locked while a group is written.
  private let tail: Mutex<JournalTail?>
  private let queue: Mutex<JournalQueue>
  /// Where waiting for the disk holds nobody up.
  private let writer = DispatchQueue(label: "journal")

  /// The journal's name for a cassette at `path`.
  package static func path(beside cassette: String) -> String { cassette + ".journal" }

  /// Creates the journal of `cassette` with `header` as its first line.
  ///
  /// Fails where another process holds it (`inUse`), and where it is there with something in it (`interrupted`): what
  /// an earlier recording left is never overwritten.
  /// - Parameters:
  ///   - isDurable: whether what is appended is on the disk before it is told of.
  ///   - mostWaiting: with more bytes than these waiting to be written, who appends waits, too.
  package init(
    beside cassette: String, header: [UInt8], isDurable: Bool = false, mostWaiting: Int = 32 << 20
  ) throws(CassetteFileError) {
    queue = Mutex(JournalQueue(limit: mostWaiting))
    path = Self.path(beside: cassette)
    self.cassette = cassette
    self.isDurable = isDurable
    let file = try Self.lockedFile(path)
    guard try file.status().st_size == 0 else { throw CassetteFileError(.interrupted, path, cassette: cassette) }
    guard fchmod(file.descriptor, 0o600) == 0 else { throw file.failure() }
    tail = Mutex(JournalTail(file: file, isDurable: isDurable))
    do {
      try append(records: Self.record(of: header, path))
      try tail.withLock { tail throws(CassetteFileError) in try tail?.synchronizeName() }
    } catch {
      try? close(remove: true)
      throw error
    }
  }

  /// See ``Journal``. The error is a ``CassetteFileError``; what was in the journal before is whole then. Waits only
  /// where very much is waiting already.
  package func append(_ line: [UInt8], then: @escaping @Sendable (Result<Void, any Error>) -> Void) {
    let entry: JournalQueue.Entry
    do throws(CassetteFileError) {
      entry = JournalQueue.Entry(record: try Self.record(of: line, path), then: then)
    } catch {
      return then(.failure(error))
    }
    while queue.withLock({ $0.mustWait }) { tail.withLock { _ in } }
    guard queue.withLock({ $0.add(entry) }) else { return }
    if isDurable {
      writer.async { self.writeGroups() }
    } else {
      writeGroups(atMost: Self.groupsOfCaller)
    }
  }

  /// Writes what waits, group by group, and tells of each.
  private func writeGroups(atMost count: Int = .max) {
    for _ in 0..<count {
      let group = queue.withLock { $0.nextGroup() }
      if group.isEmpty { return }
      let outcome = write(Self.joined(group))
      for entry in group {
        // What does not fit together may fit in part.
        if case .failure = outcome, group.count > 1 { entry.then(write(entry.record)) } else { entry.then(outcome) }
      }
    }
    writer.async { self.writeGroups() }
  }

  private static func joined(_ group: [JournalQueue.Entry]) -> [UInt8] {
    if group.count == 1 { return group[0].record }
    var records: [UInt8] = []
    records.reserveCapacity(group.reduce(0) { $0 + $1.record.count })
    for entry in group { records.append(contentsOf: entry.record) }
    return records
  }

  private func write(_ records: [UInt8]) -> Result<Void, any Error> {
    do throws(CassetteFileError) {
      return .success(try append(records: records))
    } catch {
      return .failure(error)
    }
  }

  private func append(records: [UInt8]) throws(CassetteFileError) {
    try tail.withLock { tail throws(CassetteFileError) in
      guard try tail?.append(records) != nil else { throw CassetteFileError(.closed, path) }
    }
  }

  private static func record(of line: [UInt8], _ path: String) throws(CassetteFileError) -> [UInt8] {
    guard line.count <= JournalRecord.longestLine else { throw CassetteFileError(.tooLarge, path) }
    guard let record = JournalRecord.encode(line) else { throw CassetteFileError(.badRecord, path) }
    return record
  }

  /// Makes the journal again where somebody has deleted it, so that it can be read by its name.
  package func restoreName() throws(CassetteFileError) {
    try tail.withLock { tail throws(CassetteFileError) in try tail?.restoreName() }
  }

  /// Closes the journal, and with `remove` deletes it: once the cassette is on the disk. What is not written by then is
  /// refused. A second call does nothing.
  package func close(remove: Bool) throws(CassetteFileError) {
    try tail.withLock { tail throws(CassetteFileError) in
      guard let isNamed = tail?.isNamed else { return }
      // The lock goes with the file: no other process may take the name before it is gone.
      defer { tail = nil }
      // Another file may have the name by now, where somebody has deleted this one.
      if remove && isNamed { try Self.remove(path) }
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
    let file = try lockedFile(path(beside: cassette))
    let kept = keepingDamaged ? try CassetteFile.keepDamaged(file.path) : nil
    try remove(file.path)
    return kept
  }

  private static func remove(_ path: String) throws(CassetteFileError) {
    // That somebody else has deleted it is as good.
    guard unlink(path) == 0 || errno == ENOENT else { throw CassetteFileError(system: errno, path) }
  }

  /// A journal's file, made if need be, and locked for as long as it is open.
  static func lockedFile(_ path: String) throws(CassetteFileError) -> OpenFile {
    while true {
      let file = try OpenFile(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW, mode: 0o600)
      guard try file.status().st_mode & S_IFMT == S_IFREG else { throw CassetteFileError(.notRegular, path) }
      try file.lock(LOCK_EX)
      // Its last owner may have deleted it between the two calls; then the lock is on a file that has no name.
      if file.has(name: path) { return file }
    }
  }
}
