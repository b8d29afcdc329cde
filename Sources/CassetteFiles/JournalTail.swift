// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The end of a journal's file, where whole records are appended or nothing is.
struct JournalTail: ~Copyable, Sendable {
  private static let stride = 1 << 20

  private var file: OpenFile
  /// Whether what is appended is on the disk, and not only with the system, when `append` returns.
  private let isDurable: Bool
  /// How many bytes of whole records the file holds.
  private var length: off_t = 0
  /// Why nothing more is written: part of a record may stand at the end, and one behind it would be lost with it; or
  /// the disk did not take what was written, and nobody knows what of the file it holds.
  private var breakage: CassetteFileError?

  /// The tail of an empty file that is open for reading and appending.
  init(file: consuming OpenFile, isDurable: Bool) {
    self.file = file
    self.isDurable = isDurable
  }

  /// Appends records. When this throws, the file ends as before.
  mutating func append(_ records: [UInt8]) throws(CassetteFileError) {
    if let breakage { throw breakage }
    try restoreName()
    do throws(CassetteFileError) {
      try file.write(records)
      if isDurable { try synchronize() }
    } catch {
      if ftruncate(file.descriptor, length) != 0 { breakage = error }
      throw error
    }
    length += off_t(records.count)
  }

  /// Brings the file's name to the disk, if need be.
  func synchronizeName() throws(CassetteFileError) {
    if isDurable { try PathName.synchronizeFolder(of: file.path, reported: file.path) }
  }

  /// Whether the file is what its name stands for.
  var isNamed: Bool { file.has(name: file.path) }

  private mutating func synchronize() throws(CassetteFileError) {
    do throws(CassetteFileError) {
      try file.synchronizeData()
    } catch {
      // A second attempt would succeed without another write: the system forgets what it could not write.
      breakage = error
      throw error
    }
  }

  /// Where somebody has deleted the journal, what was appended would go with this process: makes it again, whole.
  mutating func restoreName() throws(CassetteFileError) {
    guard try file.status().st_nlink == 0, !file.has(name: file.path) else { return }
    PathName.makeFolder(of: file.path)
    let copy = try FileJournal.lockedFile(file.path)
    guard try copy.status().st_size == 0 else { throw CassetteFileError(.inUse, file.path) }
    do throws(CassetteFileError) {
      var offset = 0
      while offset < Int(length) {
        let piece = try file.bytes(at: offset, count: min(Self.stride, Int(length) - offset))
        try copy.write(piece)
        offset += piece.count
      }
      if isDurable {
        try copy.synchronizeData()
        try PathName.synchronizeFolder(of: file.path, reported: file.path)
      }
    } catch {
      unlink(file.path)
      throw error
    }
    file = copy
  }
}
