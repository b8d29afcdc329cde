// SPDX-License-Identifier: Apache-2.0

import CassetteFiles
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct CassetteWriterTests {
  private func failure(_ path: String, _ text: [UInt8]) -> CassetteFileError? {
    do throws(CassetteFileError) {
      try CassetteFile.replace(path, with: text)
      return nil
    } catch {
      return error
    }
  }

  @Test("Text in pieces of any size gives the same file as the text at once", arguments: [1, 2, 3])
  func pieces(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let text = Samples.text(lines: 8000, seed: seed) + Samples.random(count: 300_000, seed: seed)
    let whole = try Gzip.compress(text)
    let folder = try TemporaryFolder()
    for most in [1 << 10, 70_000, 1 << 20] {
      let writer = try CassetteWriter(replacing: folder / "a")
      var rest = text[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 0...most, using: &random))
        try writer.write(Array(piece))
        rest = rest.dropFirst(piece.count)
      }
      try writer.finish()
      #expect(folder.get("a") == whole)
    }
  }

  @Test("Until it is finished the old file stands, and an abandoned writer leaves no trace")
  func abandoned() throws {
    let folder = try TemporaryFolder()
    folder.put(Array("old".utf8), as: "a")
    do {
      let writer = try CassetteWriter(replacing: folder / "a")
      try writer.write(Samples.random(count: 1 << 20, seed: 1))
      #expect(folder.names.count == 2)
      #expect(folder.get("a") == Array("old".utf8))
    }
    #expect(folder.names == ["a"])
    #expect(folder.get("a") == Array("old".utf8))
  }

  @Test("Two writers at one path do not disturb each other: the last to finish stays")
  func twoWriters() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (try CassetteWriter(replacing: folder / "a"), try CassetteWriter(replacing: folder / "a"))
    try first.write([1])
    try second.write([2])
    try second.finish()
    try first.finish()
    #expect(try CassetteFile.load(folder / "a") == [1])
    #expect(folder.names == ["a"])
  }

  @Test("A place that is no place for a file is refused before anything is written")
  func places() throws {
    let folder = try TemporaryFolder()
    folder.put([], as: "file")
    try #require(mkfifo(folder / "pipe", 0o600) == 0)
    #expect(failure(folder.path, [])?.code == .isFolder)
    #expect(failure(folder / "pipe", [])?.code == .notRegular)
    #expect(failure(folder / "missing/a", [])?.code == .noSuchFolder)
    #expect(failure(folder / "file/a", [])?.code == .noSuchFolder)
    #expect(folder.names == ["file", "pipe"])
  }

  @Test(
    "A full disk leaves the old file and no litter",
    .enabled(if: TemporaryFolder.canLimitSize, "mounting a small file system needs root on Linux"))
  func fullDisk() throws {
    let folder = try TemporaryFolder(size: 64 << 10)
    try CassetteFile.replace(folder / "a", with: Array("old".utf8))
    let error = failure(folder / "a", Samples.random(count: 1 << 20, seed: 1))
    #expect(error?.code == .noSpace)
    #expect(folder.names == ["a"])
    #expect(error?.number == ENOSPC)
    let writer = try CassetteWriter(replacing: folder / "a")
    #expect { try writer.write(Samples.random(count: 1 << 20, seed: 1)) } throws: { isNoSpace($0) }
    #expect { try writer.write([1]) } throws: { isNoSpace($0) }
    #expect { try writer.finish() } throws: { isNoSpace($0) }
    #expect(folder.get("a") == (try Gzip.compress(Array("old".utf8))))
  }

  private func isNoSpace(_ error: any Error) -> Bool { (error as? CassetteFileError)?.code == .noSpace }

  @Test("A writer that is finished takes no more")
  func closed() throws {
    let folder = try TemporaryFolder()
    let writer = try CassetteWriter(replacing: folder / "a")
    try writer.finish()
    #expect { try writer.write([1]) } throws: { ($0 as? CassetteFileError)?.code == .closed }
    #expect { try writer.finish() } throws: { ($0 as? CassetteFileError)?.code == .closed }
    #expect(try CassetteFile.load(folder / "a") == [])
  }

  #if canImport(Glibc)
    @Test(
      "A read-only file system is told as such",
      .enabled(if: TemporaryFolder.canLimitSize, "mounting a small file system needs root on Linux"))
    func readOnly() throws {
      let folder = try TemporaryFolder(size: 64 << 10)
      folder.put(Array("old".utf8), as: "a")
      #expect(mount(nil, folder.path, nil, UInt(MS_REMOUNT | MS_RDONLY), nil) == 0)
      defer { mount(nil, folder.path, nil, UInt(MS_REMOUNT), nil) }
      #expect(failure(folder / "a", [1])?.code == .readOnly)
      #expect(folder.get("a") == Array("old".utf8))
    }
  #endif

  @Test("A folder without permission is told as such", .enabled(if: geteuid() != 0, "root may write anywhere"))
  func noPermission() throws {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o500)
    defer { chmod(folder.path, 0o700) }
    #expect(failure(folder / "a", [1])?.code == .noPermission)
  }
}
