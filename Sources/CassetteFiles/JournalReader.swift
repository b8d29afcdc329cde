// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A stretch of a journal that gives no line.
package struct JournalDamage: Equatable, Sendable, CustomStringConvertible {
  package enum Reason: String, Error, Sendable {
    /// The last record: the process was killed, or the machine went down, while it was written.
    case tornTail = "the last record is incomplete"
    case malformed = "no record"
    case badChecksum = "wrong checksum"
  }

  /// Where it begins and how long it is, in bytes, without the line feed that ends it.
  package let offset: Int
  package let length: Int
  package let reason: Reason

  package init(_ reason: Reason, offset: Int, length: Int) {
    self.offset = offset
    self.length = length
    self.reason = reason
  }

  package var description: String { "bytes \(offset) to \(offset + length): \(reason.rawValue)" }
}

/// Reads back what a recording left behind.
package enum JournalReader {
  /// How much is read at once.
  private static let stride = 256 << 10

  /// All whole lines of the journal at `path` in order, and what else is in it.
  package static func read(
    _ path: String, whileRecording: Bool = false
  ) throws -> (records: [[UInt8]], damage: [JournalDamage]) {
    var records: [[UInt8]] = []
    let damage = try forEach(path, whileRecording: whileRecording) { records.append($0) }
    return (records, damage)
  }

  /// Calls `body` with each whole line of the journal at `path`, in order, and returns what else is in it.
  ///
  /// No more than one line is in memory at a time, and time is linear in the file. Besides what `body` throws, fails
  /// where the file cannot be read, and, unless `whileRecording`, where a process is recording into it.
  package static func forEach(
    _ path: String, whileRecording: Bool = false, _ body: ([UInt8]) throws -> Void
  ) throws -> [JournalDamage] {
    let file = try OpenFile(path, O_RDONLY)
    guard try file.status().st_mode & S_IFMT != S_IFDIR else { throw CassetteFileError(.isFolder, path) }
    if !whileRecording { try file.lock(LOCK_SH) }
    var parser = JournalParser()
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: stride, alignment: 16)
    defer { room.deallocate() }
    while true {
      let count = try file.read(into: room).get()
      try parser.take(UnsafeRawBufferPointer(rebasing: room[..<count]), body)
      if count < room.count { break }
    }
    try parser.finish(body)
    return parser.damage
  }
}
