// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The records that wait to be written into a journal, in order, and whether somebody is at it.
struct JournalQueue {
  struct Entry: Sendable {
    let record: [UInt8]
    /// Told what became of the record.
    let then: @Sendable (Result<Void, any Error>) -> Void
  }

  /// How many bytes are written at once; a larger record is written alone.
  static let groupLimit = 1 << 20

  /// With more bytes than these waiting, who appends waits, too.
  private let limit: Int
  private var entries: [Entry] = []
  private var bytes = 0
  private var isBeingWritten = false
  private var writer: pthread_t?

  init(limit: Int) { self.limit = limit }

  /// Whether the calling thread is to wait before it adds more: the one that writes would wait for itself.
  var mustWait: Bool { bytes > limit && !(writer.map { pthread_equal($0, pthread_self()) != 0 } ?? false) }

  /// - Returns: whether nobody is writing: then the caller must, or see to it.
  mutating func add(_ entry: Entry) -> Bool {
    entries.append(entry)
    bytes += entry.record.count
    defer { isBeingWritten = true }
    return !isBeingWritten
  }

  /// What is to be written next, by the calling thread; where it is nothing, nobody is writing any more.
  mutating func nextGroup() -> [Entry] {
    var size = 0
    let end = entries.firstIndex { entry in
      size += entry.record.count
      return size > Self.groupLimit
    }
    // The first one goes in any case.
    let count = end.map { max($0, 1) } ?? entries.count
    let group = count == entries.count ? entries : Array(entries[..<count])
    if count == entries.count { entries = [] } else { entries.removeFirst(count) }
    for entry in group { bytes -= entry.record.count }
    isBeingWritten = !group.isEmpty
    writer = isBeingWritten ? pthread_self() : nil
    return group
  }
}
