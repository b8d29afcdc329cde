// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CassetteFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("A file of text that a command writes")
struct TextFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("is there as a whole, and replaces what was there with its permissions")
  func replace() throws {
    try TextFile.replace(folder / "a", with: Array("new".utf8))
    #expect(folder.get("a") == Array("new".utf8))
    folder.put(Array("old and longer".utf8), as: "b", mode: 0o600)
    try TextFile.replace(folder / "b", with: [])
    #expect(folder.get("b").isEmpty && folder.permissions("b") == 0o600 && folder.names == ["a", "b"])
  }

  @Test("is no folder, and needs one")
  func refused() {
    #expect(throws: CassetteFileError.self) { try TextFile.replace(folder.path, with: []) }
    #expect(throws: CassetteFileError.self) { try TextFile.replace(folder / "no/a", with: []) }
    #expect(throws: CassetteFileError.self) { try TextFile.replace("/dev/null", with: []) }
  }

  @Test("is taken away, if it is a file and there")
  func remove() {
    folder.put([1], as: "a")
    symlink("nowhere", folder / "link")
    TextFile.remove(folder / "a")
    TextFile.remove(folder / "none")
    TextFile.remove(folder / "link")
    TextFile.remove(folder.path)
    #expect(folder.names == ["link"])
  }

  @Test("is told from a cassette by its first bytes")
  func gzip() {
    folder.put([0x1F, 0x8B, 0x08], as: "cassette")
    folder.put([0x1F], as: "short")
    folder.put(Array("text".utf8), as: "text")
    #expect(CassetteFile.isGzip(folder / "cassette"))
    for name in ["short", "text", "none", ""] { #expect(!CassetteFile.isGzip(folder / name)) }
  }
}
