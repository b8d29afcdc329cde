// SPDX-License-Identifier: Apache-2.0

import CassetteFormat
import Testing

@testable import CassetteFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct CassetteFileTests {
  private let lines = Samples.lines(count: 18)
  private var text: [UInt8] { Samples.text(of: lines) }

  private func code(_ work: () throws(CassetteFileError) -> Void) -> CassetteFileError.Code? {
    do {
      try work()
      return nil
    } catch {
      return error.code
    }
  }

  @Test("A device without end is known as no cassette by how it begins", .timeLimit(.minutes(5)))
  func device() throws {
    let file = try OpenFile("/dev/zero", O_RDONLY)
    #expect(try file.contents(limit: .max / 2, beginning: GzipFrame.magic).count < 1 << 20)
    #expect(code { () throws(CassetteFileError) in _ = try CassetteFile.salvage("/dev/zero") } == .notGzip)
  }

  @Test("What is written is what is loaded, and the file is gzip of it")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    try Samples.write(lines, to: folder / "a.cassette")
    #expect(try Samples.lines(in: folder / "a.cassette") == lines)
    #expect(try Gzip.compress(text) == folder.get("a.cassette"))
    #expect(folder.names == ["a.cassette"])
  }

  @Test("Replacing takes the place of what was there and keeps its permissions", arguments: [0o600, 0o640, 0o755])
  func permissions(mode: mode_t) throws {
    let folder = try TemporaryFolder()
    folder.put(Array("old".utf8), as: "a", mode: mode)
    try Samples.write(lines, to: folder / "a")
    #expect(try Samples.lines(in: folder / "a") == lines)
    #expect(folder.permissions("a") == mode)
    #expect(folder.names == ["a"])
  }

  @Test("A new file is readable by all and writable by its owner, less the umask")
  func newPermissions() throws {
    let folder = try TemporaryFolder()
    folder.put([], as: "probe")
    let made = open(folder / "made", O_CREAT | O_WRONLY, 0o644)
    close(made)
    try Samples.write(lines, to: folder / "a")
    #expect(folder.permissions("a") == folder.permissions("made"))
  }

  @Test("A symbolic link stays a link, and its target is replaced, be it there or not")
  func links() throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    other.put(Array("old".utf8), as: "real", mode: 0o600)
    symlink(other / "real", folder / "absolute")
    symlink("absolute", folder / "twice")
    symlink("missing", folder / "dangling")
    try Samples.write(lines, to: folder / "twice")
    try Samples.write(lines, to: folder / "dangling")
    #expect(try Samples.lines(in: other / "real") == lines)
    #expect(try Samples.lines(in: folder / "missing") == lines)
    #expect(other.permissions("real") == 0o600)
    #expect(folder.names == ["absolute", "dangling", "missing", "twice"])
    for name in ["absolute", "twice", "dangling"] {
      var status = stat()
      #expect(lstat(folder / name, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }
  }

  @Test("A link to itself is an error")
  func linkToItself() throws {
    let folder = try TemporaryFolder()
    symlink("loop", folder / "loop")
    #expect(code { () throws(CassetteFileError) in try Samples.write([], to: folder / "loop") } == .io)
  }

  @Test("What cannot be loaded says why")
  func loadErrors() throws {
    let folder = try TemporaryFolder()
    func loadCode(_ path: String) -> CassetteFileError.Code? {
      do { _ = try CassetteFile.load(path) } catch { return (error as? CassetteFileError)?.code }
      return nil
    }
    let bytes = try Gzip.compress(text)
    folder.put(Array("plain".utf8), as: "plain")
    folder.put(bytes, as: "good")
    folder.put(Array(bytes.dropLast()), as: "short")
    folder.put(bytes + [1], as: "long")
    #expect(loadCode(folder / "missing") == .noSuchFile)
    #expect(loadCode(folder / "good/below") == .noSuchFile)
    #expect(loadCode(folder.path) == .isFolder)
    #expect(loadCode(folder / "plain") == .notGzip)
    #expect(loadCode(folder / "short") == .truncated)
    #expect(loadCode(folder / "long") == .corrupt)
    #expect(loadCode(folder / "good") == nil)
  }

  @Test("A truncated cassette tells how much is whole and what to type")
  func truncated() throws {
    let folder = try TemporaryFolder()
    let path = folder / "a.cassette"
    folder.put(Array(try Gzip.compress(text).dropLast()), as: "a.cassette")
    let salvaged = try CassetteFile.salvage(path)
    #expect(try CassetteText(salvaged.pages).count == lines.count)
    let message = try #require(salvaged.damage).description
    #expect(message.contains("whole lines before it: 20, in \(text.count) bytes of text"))
    #expect(message.contains("`tapedeck repair \(path)`"))
    #expect { try CassetteFile.load(path) } throws: { ($0 as? CassetteFileError) == salvaged.damage }
  }

  @Test("A pipe is read to its end")
  func readsPipe() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    let bytes = try Gzip.compress(text)
    // It fits the pipe's buffer, so nobody need read meanwhile.
    #expect(write(ends[1], bytes, bytes.count) == bytes.count)
    close(ends[1])
    #expect(try Samples.lines(in: "/dev/fd/\(ends[0])") == lines)
  }
}
