// SPDX-License-Identifier: Apache-2.0

import CassetteFiles
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("A file of text that several change at once")
struct TextFileLockedTests {
  private struct Refusal: Error {}

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("has what each of them added")
  func many() async throws {
    let path = folder / "a"
    try await withThrowingTaskGroup { group in
      for number in 0..<10 as Range<UInt8> {
        group.addTask {
          try TextFile.locked(path) { try TextFile.replace(path, with: TextFileLockedTests.bytes(of: path) + [number]) }
        }
      }
      try await group.waitForAll()
    }
    #expect(folder.get("a").sorted() == Array(0..<10))
    #expect(folder.permissions("a") & 0o600 == 0o600 && folder.names == ["a"])
  }

  private static func bytes(of path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 100)
    return Array(bytes[..<max(0, read(descriptor, &bytes, bytes.count))])
  }

  @Test("is not there after an attempt that failed, unless it was before")
  func failed() throws {
    #expect(throws: Refusal.self) { try TextFile.locked(folder / "a") { throw Refusal() } }
    #expect(folder.names == [])
    folder.put([], as: "b")
    #expect(throws: Refusal.self) { try TextFile.locked(folder / "b") { throw Refusal() } }
    #expect(folder.names == ["b"])
  }

  @Test("may be found through a link")
  func link() throws {
    symlink("b", folder / "a")
    try TextFile.locked(folder / "a") { try TextFile.replace(folder / "a", with: [1]) }
    #expect(folder.get("b") == [1] && folder.names == ["a", "b"])
  }

  @Test("is a file in a folder that is there")
  func refused() throws {
    try #require(mkfifo(folder / "pipe", 0o600) == 0)
    for (path, code) in [
      (folder.path, .isFolder), (folder / "no/a", .noSuchFolder), (folder / "pipe", .notRegular),
    ] as [(String, CassetteFileError.Code)] {
      #expect { try TextFile.locked(path) {} } throws: { ($0 as? CassetteFileError)?.code == code }
    }
  }
}
