// SPDX-License-Identifier: Apache-2.0

import CassetteFormat
import Documents
import TestSupport
import Testing

@testable import CassetteFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct CassetteWriterTests {
  /// Lines that are longer than any buffer, and do not compress.
  private let long = (0..<4).map { Samples.random(count: 1 << 20, seed: $0) }

  private func failure(_ path: String, _ lines: [[UInt8]] = []) -> CassetteFileError? {
    do throws(CassetteFileError) {
      try Samples.write(lines, to: path)
      return nil
    } catch {
      return error
    }
  }

  @Test("A line that no reader would take is refused, and the old file stays")
  func endlessLine() throws {
    let folder = try TemporaryFolder()
    try Samples.write(Samples.lines(count: 3), to: folder / "a")
    let before = folder.get("a")
    #expect(failure(folder / "a", [[UInt8](repeating: 0x78, count: 256 << 20)])?.code == .tooLarge)
    #expect(folder.get("a") == before)
  }

  /// The members of a file, each with what its header says of it.
  private func members(_ file: [UInt8]) throws -> [(tag: MemberTag?, text: [UInt8])] {
    var members: [(MemberTag?, [UInt8])] = []
    var rest = file[...]
    while !rest.isEmpty {
      let bytes = Array(rest)
      let tag = bytes.withUnsafeBytes { MemberTag(header: $0) }
      let length = tag.map { Int($0.length) } ?? bytes.count
      members.append((tag, try Gzip.decompress(Array(bytes[..<length]))))
      rest = rest.dropFirst(length)
    }
    return members
  }

  @Test("A text of up to 1 MiB is one plain member")
  func plain() throws {
    let folder = try TemporaryFolder()
    let lines = Samples.lines(count: 1000)
    let room = MemberCutter.textLength - Samples.text(of: lines + [[]]).count
    for spare in [0, 1] {
      let all = lines + [[UInt8](repeating: 0x61, count: room + spare)]
      try Samples.write(all, to: folder / "a")
      #expect(try members(folder.get("a")).map { $0.tag == nil } == (spare == 0 ? [true] : [false, false]))
      #expect(try Gzip.decompress(folder.get("a")) == Samples.text(of: all))
    }
  }

  @Test("A longer text is cut at line ends into members that tell what they hold", arguments: [1, 2, 3])
  func divided(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let folder = try TemporaryFolder()
    var lines: [[UInt8]] = []
    for _ in 0..<12 {
      let length = [10, 1000, 300_000, 3 << 20][Int.random(in: 0..<4, using: &random)]
      lines.append([UInt8](repeating: 0x61, count: Int.random(in: 1...length, using: &random)))
    }
    try Samples.write(lines, to: folder / "a")
    let file = folder.get("a")
    #expect(try Gzip.decompress(file) == Samples.text(of: lines))
    for (tag, text) in try members(file) {
      let tag = try #require(tag)
      #expect(Int(tag.textLength) == text.count && text.last == 0x0A && !tag.isPiece)
      #expect(Int(tag.lines) == CassettePage(text).lines.count)
      #expect(text.count <= MemberCutter.textLength || tag.lines == 1)
    }
    try Samples.write(lines, to: folder / "a")
    #expect(folder.get("a") == file)
  }

  @Test("A piece of a large body is a member of its own, marked, and left out of the digest")
  func pieces() throws {
    let folder = try TemporaryFolder()
    let lines = Samples.lines(count: 3)
    let writer = try CassetteWriter(replacing: folder / "a", Samples.header)
    try writer.add(lines[0])
    for piece in ["one", "two"] { try writer.add(piece: Array(piece.utf8)) }
    try writer.add(lines[1])
    try writer.add(piece: Array("three".utf8))
    try writer.add(lines[2])
    try writer.finish()
    #expect(writer.exchanges == 3)
    let members = try members(folder.get("a"))
    #expect(members.map { $0.tag?.isPiece } == [false, true, true, false, true, false])
    #expect(members.map { $0.tag?.lines } == [2, 1, 1, 1, 1, 2])
    let text = members.filter { $0.tag?.isPiece == false }.flatMap(\.text)
    #expect(text == Samples.text(of: lines))
  }

  @Test("A piece that does not compress is no longer for it, one that does is shorter")
  func efforts() throws {
    for (text, most) in [
      (Base64.encode(Samples.random(count: 1 << 20, seed: 1)), 0.76), (Samples.text(lines: 10_000), 0.4),
    ] {
      var cutter = MemberCutter()
      let members = try cutter.add(piece: text) + cutter.end()
      #expect(try Gzip.decompress(members[0]) == text && Double(members[0].count) < most * Double(text.count))
    }
  }

  @Test("Until it is finished the old file stands, and an abandoned writer leaves no trace")
  func abandoned() throws {
    let folder = try TemporaryFolder()
    folder.put(Array("old".utf8), as: "a")
    do {
      let writer = try CassetteWriter(replacing: folder / "a", Samples.header)
      for line in long { try writer.add(line) }
      #expect(folder.names.count == 2)
      #expect(folder.get("a") == Array("old".utf8))
    }
    #expect(folder.names == ["a"])
    #expect(folder.get("a") == Array("old".utf8))
  }

  @Test("Two writers at one path do not disturb each other: the last to finish stays")
  func twoWriters() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (
      try CassetteWriter(replacing: folder / "a", Samples.header),
      try CassetteWriter(replacing: folder / "a", Samples.header)
    )
    try first.add([1])
    try second.add([2])
    try second.finish()
    try first.finish()
    #expect(try Samples.lines(in: folder / "a") == [[1]])
    #expect(folder.names == ["a"])
  }

  @Test("A place that is no place for a file is refused before anything is written")
  func places() throws {
    let folder = try TemporaryFolder()
    folder.put([], as: "file")
    try #require(mkfifo(folder / "pipe", 0o600) == 0)
    #expect(failure(folder.path)?.code == .isFolder)
    #expect(failure(folder / "pipe")?.code == .notRegular)
    #expect(failure(folder / "missing/a")?.code == .noSuchFolder)
    #expect(failure(folder / "file/a")?.code == .noSuchFolder)
    #expect(folder.names == ["file", "pipe"])
  }

  @Test(
    "A full disk leaves the old file and no litter",
    .enabled(if: TemporaryFolder.canLimitSize, "mounting a small file system needs root on Linux"))
  func fullDisk() throws {
    let folder = try TemporaryFolder(size: 64 << 10)
    try Samples.write([Array("old".utf8)], to: folder / "a")
    let old = folder.get("a")
    let error = failure(folder / "a", long)
    #expect(error?.code == .noSpace)
    #expect(folder.names == ["a"])
    #expect(error?.number == ENOSPC)
    let writer = try CassetteWriter(replacing: folder / "a", Samples.header)
    #expect { for line in long { try writer.add(line) } } throws: { isNoSpace($0) }
    #expect { try writer.add([1]) } throws: { isNoSpace($0) }
    #expect { try writer.finish() } throws: { isNoSpace($0) }
    #expect(folder.get("a") == old)
  }

  private func isNoSpace(_ error: any Error) -> Bool { (error as? CassetteFileError)?.code == .noSpace }

  @Test("A writer that is finished takes no more")
  func closed() throws {
    let folder = try TemporaryFolder()
    let writer = try CassetteWriter(replacing: folder / "a", Samples.header)
    try writer.finish()
    #expect { try writer.add([1]) } throws: { ($0 as? CassetteFileError)?.code == .closed }
    #expect { try writer.finish() } throws: { ($0 as? CassetteFileError)?.code == .closed }
    #expect(try Samples.lines(in: folder / "a") == [])
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
      #expect(failure(folder / "a")?.code == .readOnly)
      #expect(folder.get("a") == Array("old".utf8))
    }
  #endif

  @Test("A folder without permission is told as such", .enabled(if: geteuid() != 0, "root may write anywhere"))
  func noPermission() throws {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o500)
    defer { chmod(folder.path, 0o700) }
    #expect(failure(folder / "a")?.code == .noPermission)
  }
}
