// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The end of a journal's file, where whole records are appended or nothing is.
struct JournalTail: ~Copyable, Sendable {
  private let file: OpenFile
  /// How many bytes of whole records the file holds.
  private var length: off_t = 0
  /// Why part of a record may stand at the end: a record behind it would be lost with it, so none is written.
  private var breakage: CassetteFileError?

  /// The tail of an empty file that is open for appending.
  init(file: consuming OpenFile) {
    self.file = file
  }

  mutating func append(_ record: [UInt8]) throws(CassetteFileError) {
    if let breakage { throw breakage }
    let outcome: Result<Void, CassetteFileError> = record.withUnsafeBytes { record in
      do throws(CassetteFileError) { return .success(try file.write(record)) } catch { return .failure(error) }
    }
    do throws(CassetteFileError) {
      try outcome.get()
    } catch {
      if ftruncate(file.descriptor, length) != 0 { breakage = error }
      throw error
    }
    length += off_t(record.count)
  }
}
