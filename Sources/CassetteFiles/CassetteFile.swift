// SPDX-License-Identifier: Apache-2.0

package import CassetteFormat

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The cassette as a file: gzip (RFC 1952) of its text.
package enum CassetteFile {
  /// The longest text of a cassette of one member, which is in memory as a whole: 1 GiB.
  package static let longestText = 1 << 30
  /// How many bytes of text are kept of the pages of a larger one.
  package static let kept = 64 << 20

  /// Opens the cassette at `path`, a file or a pipe, and reads header and trailer: ``CassetteText/check()`` looks at the
  /// rest. Throws a ``CassetteFileError`` or a ``CassetteError``.
  /// - Parameter keeping: how many bytes of text are kept of pages that may be asked for again.
  package static func open(_ path: String, keeping: Int = kept) throws -> CassetteText {
    let file = try OpenFile(path, O_RDONLY)
    if let index = try index(of: file) {
      if let damage = index.damage { throw CassetteFileError(damage, path) }
      return try CassetteText(PagedFile(file, index.members, keeping: keeping))
    }
    let (text, damage) = try plainText(of: file)
    if let damage { throw damage }
    return try CassetteText(TextPages(text))
  }

  /// Opens the cassette at `path` and checks all of it, on all processors.
  package static func load(_ path: String, keeping: Int = kept) throws -> CassetteText {
    let text = try open(path, keeping: keeping)
    try ParallelCheck.run(text)
    return text
  }

  /// What of a cassette can be read, and the reason why that is not all.
  package struct Salvaged: Sendable {
    /// Nothing vouches for the last of them if there is damage: its checksum would come after it.
    package let pages: any CassettePages
    package let damage: CassetteFileError?
  }

  /// What can be read of the cassette at `path`. Throws only where the file itself cannot be, or nothing of it.
  package static func salvage(_ path: String) throws(CassetteFileError) -> Salvaged {
    let file = try OpenFile(path, O_RDONLY)
    guard let index = try index(of: file) else {
      let (text, damage) = try plainText(of: file)
      if text.isEmpty, let damage { throw damage }
      return Salvaged(pages: TextPages(text), damage: damage)
    }
    let paged = PagedFile(file, index.members, keeping: 0)
    guard let end = index.damage else { return Salvaged(pages: paged, damage: nil) }
    let start = index.members.last.map { $0.offset + Int($0.tag.length) } ?? 0
    let torn = Gzip.salvage(try paged.contents(at: start, count: longestTear), limit: longestTear).text
    return Salvaged(
      pages: SalvagedPages(paged, rest: TextPages(torn)), damage: CassetteFileError(end, path))
  }

  /// How much is read of what follows the last whole member: 64 MiB.
  private static let longestTear = 64 << 20

  /// Nil for a pipe, and for a file whose members do not tell where the next one begins.
  private static func index(of file: borrowing OpenFile) throws(CassetteFileError) -> MemberIndex? {
    let status = try file.status()
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    guard status.st_size > 0 else { return nil }
    return try MemberIndex(file, length: Int(status.st_size))
  }

  /// All text, and what ends it early.
  private static func plainText(
    of file: borrowing OpenFile
  ) throws(CassetteFileError) -> (text: [UInt8], damage: CassetteFileError?) {
    // Deflate makes incompressible text longer, by far less than this.
    let bytes = try file.contents(limit: longestText / 512 * 513 + 4096, beginning: GzipFrame.magic)
    let (text, damage) = Gzip.salvage(bytes, limit: longestText)
    return (text, damage.map { CassetteFileError($0, file.path, saved: text) })
  }

  /// Puts a cassette of these exchange lines at `path`, in the manner of ``CassetteWriter``.
  /// - Parameters:
  ///   - tool: which program recorded them, `tapedeck 0.1.0`.
  ///   - redaction: the policy under which they were made.
  package static func replace(_ path: String, with lines: [[UInt8]], tool: String, redaction: String) throws {
    var facts = CassetteFacts()
    for line in lines { try facts.add(line) }
    let writer = try CassetteWriter(replacing: path, facts.header(tool: tool, redaction: redaction))
    for line in lines { try writer.add(line) }
    try writer.finish()
  }
}

extension CassetteFile {
  /// Whether there is something at `path`.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether there is a file at `path` that begins as cassettes do; pipes are not looked into.
  package static func isGzip(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return (try? beginning(of: path)) == [0x1F, 0x8B]
  }

  /// Whether the file at `path` has something in it and is no cassette. Throws where it cannot be read.
  package static func isOther(_ path: String) throws(CassetteFileError) -> Bool {
    let beginning = try beginning(of: path)
    return !beginning.isEmpty && ![0x1F, 0x8B].starts(with: beginning)
  }

  private static func beginning(of path: String) throws(CassetteFileError) -> [UInt8] {
    try OpenFile(path, O_RDONLY).contents(at: 0, count: 2)
  }

  /// Whether there is a folder of that name that may be looked into.
  package static func isFolder(_ path: String) -> Bool { access("\(path)/.", X_OK) == 0 }

  /// Gives what is at `path` a second name, `path.damaged` or the next one that is free, so that a repaired file can
  /// take its place and nothing is lost.
  /// - Returns: the second name.
  @discardableResult
  package static func keepDamaged(_ path: String) throws(CassetteFileError) -> String {
    for number in 1...1000 {
      let name = number == 1 ? "\(path).damaged" : "\(path).damaged-\(number)"
      if link(path, name) == 0 { return name }
      if errno != EEXIST { throw CassetteFileError(system: errno, path) }
    }
    throw CassetteFileError(system: EEXIST, path)
  }
}
