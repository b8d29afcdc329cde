// SPDX-License-Identifier: Apache-2.0

internal import CassetteFormat

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The cassette as a file: gzip (RFC 1952) of text of which this module knows nothing.
package enum CassetteFile {
  /// What of a cassette's text can be read, and the reason why that is not all.
  package struct Salvaged: Sendable {
    /// All bytes before the damage. No checksum vouches for those since the last gzip member that is whole.
    package let text: [UInt8]
    package let damage: CassetteFileError?
  }

  /// The text of the cassette at `path`, a file or a pipe.
  ///
  /// - Parameter limit: The most bytes of text that are taken.
  package static func load(
    _ path: String, limit: Int = Gzip.defaultLimit
  ) throws(CassetteFileError) -> [UInt8] {
    let salvaged = try salvage(path, limit: limit)
    if let damage = salvaged.damage { throw damage }
    return salvaged.text
  }

  /// What can be read of the cassette at `path`. Throws only where the file itself cannot be.
  package static func salvage(
    _ path: String, limit: Int = Gzip.defaultLimit
  ) throws(CassetteFileError) -> Salvaged {
    let file = try OpenFile(path, O_RDONLY)
    // Deflate makes incompressible text longer, by far less than this.
    let bytes = try file.contents(limit: min(limit, Int.max / 2) / 512 * 513 + 4096)
    let (text, damage) = Gzip.salvage(bytes, limit: limit)
    return Salvaged(text: text, damage: damage.map { CassetteFileError($0, path, saved: text) })
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
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let file = try? OpenFile(path, O_RDONLY) else {
      return false
    }
    var first: [UInt8] = [0, 0]
    return read(file.descriptor, &first, 2) == 2 && first == [0x1F, 0x8B]
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
