// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads back what a recording left behind: from its beginning to its end, or line by line where they lie.
///
/// May be used from several threads at once. The journal is locked against recordings for as long as this is there.
package final class JournalReader: Sendable {
  /// Where a whole line lies in a journal.
  package struct Place: Equatable, Sendable {
    /// Of its record's first byte.
    package let offset: Int
    /// Of the line itself, in bytes.
    package let length: Int
  }

  /// How much is read at once.
  private static let stride = 256 << 10

  private let file: OpenFile

  /// Opens the journal at `path`. Fails, unless `whileRecording`, where a process is recording into it.
  package init(_ path: String, whileRecording: Bool = false) throws(CassetteFileError) {
    file = try OpenFile(path, O_RDONLY | O_NONBLOCK)
    switch try file.status().st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw CassetteFileError(.isFolder, path)
    default: throw CassetteFileError(.notRegular, path)
    }
    if !whileRecording { try file.lock(LOCK_SH) }
  }

  /// Calls `body` with each whole line and its place, in order, and returns what else is in the journal.
  ///
  /// No more than one line is in memory at a time, and time is linear in the file. Throws what `body` throws, and a
  /// ``CassetteFileError`` where the file cannot be read.
  package func forEach(_ body: (Place, [UInt8]) throws -> Void) throws -> [JournalDamage] {
    var parser = JournalParser()
    var offset = 0
    while true {
      let piece = try file.bytes(at: offset, count: Self.stride)
      try piece.withUnsafeBytes { try parser.take($0, body) }
      offset += piece.count
      if piece.count < Self.stride { break }
    }
    try parser.finish(body)
    return parser.damage
  }

  /// The line at a place that ``forEach(_:)`` gave. Fails where it is not there any more.
  package func line(at place: Place) throws(CassetteFileError) -> [UInt8] {
    let record = try file.bytes(at: place.offset, count: JournalRecord.prefixLength + place.length)
    switch record.withUnsafeBytes(JournalRecord.decode) {
    case .success(let line) where line.count == place.length: return line
    case .success: throw CassetteFileError(.truncated, file.path)
    case .failure(let reason):
      throw CassetteFileError(.corrupt, file.path, detail: "byte \(place.offset): \(reason.rawValue)")
    }
  }
}

extension JournalReader {
  /// All whole lines of the journal at `path` in order, and what else is in it.
  package static func read(
    _ path: String, whileRecording: Bool = false
  ) throws -> (records: [[UInt8]], damage: [JournalDamage]) {
    var records: [[UInt8]] = []
    let damage = try JournalReader(path, whileRecording: whileRecording).forEach { records.append($1) }
    return (records, damage)
  }
}
