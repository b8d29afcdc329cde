// SPDX-License-Identifier: Apache-2.0

import CassetteFiles
import Engine
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct FileJournalTests {
  private let header = Array(#"{"tapedeck":1}"#.utf8)

  private func refusal(_ cassette: String) -> CassetteFileError? {
    do throws(CassetteFileError) {
      _ = try FileJournal(beside: cassette, header: header)
      return nil
    } catch {
      return error
    }
  }

  @Test("What is appended is in the file at once, behind the header, as checksummed lines")
  func append() throws {
    let folder = try TemporaryFolder()
    let journal = try FileJournal(beside: folder / "a", header: Array("123456789".utf8))
    try journal.append([])
    #expect(folder.get("a.journal") == Array("cbf43926 123456789\n00000000 \n".utf8))
    #expect(folder.permissions("a.journal") == 0o600)
    #expect(journal.path == folder / "a.journal")
    let lines = Samples.lines(count: 50)
    for line in lines { try journal.append(line) }
    let found = try JournalReader.read(journal.path, whileRecording: true)
    #expect(found.records == [Array("123456789".utf8), []] + lines)
    #expect(found.damage.isEmpty)
  }

  @Test("A second journal of one cassette is refused while the first is open, and so are a repair and a discard")
  func lock() throws {
    let folder = try TemporaryFolder()
    let journal = try FileJournal(beside: folder / "a", header: header)
    #expect(refusal(folder / "a")?.code == .inUse)
    let inUse = CassetteFileError.Code.inUse
    #expect { try JournalReader.read(journal.path) } throws: { ($0 as? CassetteFileError)?.code == inUse }
    #expect { try FileJournal.discard(beside: folder / "a") } throws: { ($0 as? CassetteFileError)?.code == inUse }
    try journal.append(header)
    #expect(try JournalReader.read(journal.path, whileRecording: true).records == [header, header])
  }

  @Test("An interrupted recording is never overwritten, and the error names the way out")
  func interrupted() throws {
    let folder = try TemporaryFolder()
    let journal = try FileJournal(beside: folder / "my app", header: header)
    try journal.close(remove: false)
    let before = folder.get("my app.journal")
    let error = try #require(refusal(folder / "my app"))
    #expect(error.code == .interrupted)
    #expect(error.description.contains("`tapedeck repair '\(folder / "my app")'`"))
    #expect(folder.get("my app.journal") == before)
    #expect(try JournalReader.read(folder / "my app.journal").records == [header])
    try FileJournal.discard(beside: folder / "my app")
    try FileJournal.discard(beside: folder / "my app")
    #expect(refusal(folder / "my app") == nil)
  }

  @Test("An empty file that someone left at the journal's name is taken over")
  func empty() throws {
    let folder = try TemporaryFolder()
    folder.put([], as: "a.journal", mode: 0o644)
    let journal = try FileJournal(beside: folder / "a", header: header)
    #expect(folder.permissions("a.journal") == 0o600)
    try journal.close(remove: true)
    #expect(folder.names == [])
  }

  @Test("Closing removes the file or keeps it; afterwards nothing is appended")
  func close() throws {
    let folder = try TemporaryFolder()
    let journal = try FileJournal(beside: folder / "a", header: header)
    try journal.close(remove: true)
    try journal.close(remove: true)
    #expect(folder.names == [])
    #expect { try journal.append(header) } throws: { ($0 as? CassetteFileError)?.code == .closed }
    let deleted = try FileJournal(beside: folder / "a", header: header)
    unlink(deleted.path)
    try deleted.close(remove: true)
    try FileJournal(beside: folder / "a", header: header).close(remove: false)
    #expect(folder.names == ["a.journal"])
  }

  @Test("A line with a line feed in it is refused and leaves no mark")
  func lineFeed() throws {
    let folder = try TemporaryFolder()
    let journal = try FileJournal(beside: folder / "a", header: header)
    let before = folder.get("a.journal")
    #expect { try journal.append(Array("a\nb".utf8)) } throws: { ($0 as? CassetteFileError)?.code == .badRecord }
    #expect(folder.get("a.journal") == before)
  }

  @Test("Lines of many threads all arrive, each whole")
  func threads() async throws {
    let folder = try TemporaryFolder()
    let journal = try FileJournal(beside: folder / "a", header: header)
    let lines = Samples.lines(count: 400)
    await withTaskGroup { group in
      for start in stride(from: 0, to: lines.count, by: 50) {
        group.addTask { for line in lines[start..<start + 50] { try? journal.append(line) } }
      }
    }
    try journal.close(remove: false)
    let found = try JournalReader.read(journal.path)
    #expect(found.damage.isEmpty)
    #expect(Set(found.records) == Set(lines + [header]))
    #expect(found.records.count == lines.count + 1)
  }

  @Test("A place that cannot hold a journal is refused")
  func places() throws {
    let folder = try TemporaryFolder()
    #expect(refusal(folder / "missing/a")?.code == .noSuchFolder)
    try #require(mkfifo(folder / "pipe.journal", 0o600) == 0)
    #expect(refusal(folder / "pipe")?.code == .notRegular)
    symlink("elsewhere", folder / "link.journal")
    #expect(refusal(folder / "link")?.code == .io)
    #expect(folder.names == ["link.journal", "pipe.journal"])
  }

  @Test(
    "A full disk refuses the record that does not fit and keeps all others whole",
    .enabled(if: TemporaryFolder.canLimitSize, "mounting a small file system needs root on Linux"))
  func fullDisk() throws {
    let folder = try TemporaryFolder(size: 64 << 10)
    let journal = try FileJournal(beside: folder / "a", header: header)
    let line = [UInt8](repeating: 0x61, count: 5000)
    var kept = 0
    var refused: CassetteFileError?
    while refused == nil && kept < 100 {
      do {
        try journal.append(line)
        kept += 1
      } catch {
        refused = error as? CassetteFileError
      }
    }
    #expect(refused?.code == .noSpace)
    #expect(kept > 5)
    // What still fits is still taken.
    try journal.append(header)
    let found = try JournalReader.read(journal.path, whileRecording: true)
    #expect(found.records == [header] + Array(repeating: line, count: kept) + [header])
    #expect(found.damage.isEmpty)
  }

  @Test(
    "A disk too full for the header leaves no journal",
    .enabled(if: TemporaryFolder.canLimitSize, "mounting a small file system needs root on Linux"))
  func noRoomForHeader() throws {
    let folder = try TemporaryFolder(size: 64 << 10)
    folder.put([UInt8](repeating: 0, count: 128 << 10), as: "filler")
    #expect(refusal(folder / "a")?.code == .noSpace)
    #expect(folder.names == ["filler"])
  }
}
