// SPDX-License-Identifier: Apache-2.0

package import CassetteFormat

/// Writes a cassette line by line: memory does not grow with it.
///
/// The file at the path is replaced by `finish` and not before; a writer that goes out of scope without it leaves no
/// trace. Not for use from two threads at once. An error is final: whatever is called after it throws it again.
package final class CassetteWriter {
  private let path: String
  private let file: FileReplacement
  private var members = MemberCutter()
  private var seal: CassetteSeal
  /// Why nothing more is taken.
  private var refusal: CassetteFileError?

  /// Begins a new file in the folder of `path`. Fails at once where the folder cannot be written.
  /// - Parameter header: made of the ``CassetteFacts`` of the lines that follow.
  package init(replacing path: String, _ header: CassetteHeader) throws(CassetteFileError) {
    self.path = path
    file = try FileReplacement(of: path)
    seal = CassetteSeal(header)
    try write(header.encoded())
  }

  /// How many exchanges were taken.
  package var exchanges: Int { seal.exchanges }

  /// Appends an exchange line, given without its newline.
  package func add(_ line: [UInt8]) throws(CassetteFileError) {
    try write(line)
    seal.add(line)
  }

  /// Appends a line with a piece of a large body, given without its newline. It stands before the exchange that it
  /// belongs to.
  package func add(piece line: [UInt8]) throws(CassetteFileError) {
    try attempt { () throws(CassetteFileError) in
      try put { () throws(GzipError) in try members.add(piece: line + [0x0A]) }
    }
  }

  /// Writes the trailer and puts the file in its place: on the disk first (fsync), then by its name (rename). The writer
  /// is closed then.
  package func finish() throws(CassetteFileError) {
    try write(seal.trailer)
    try attempt { () throws(CassetteFileError) in
      try put { () throws(GzipError) in try members.end() }
      try file.commit()
    }
    refusal = CassetteFileError(.closed, path)
  }

  private func write(_ line: [UInt8]) throws(CassetteFileError) {
    try attempt { () throws(CassetteFileError) in
      guard line.count < MemberIndex.longestText else {
        throw CassetteFileError(.tooLarge, path, detail: "a line of \(line.count >> 20) MiB")
      }
      try put { () throws(GzipError) in try members.add(line + [0x0A]) }
    }
  }

  private func put(_ make: () throws(GzipError) -> [[UInt8]]) throws(CassetteFileError) {
    let members: [[UInt8]]
    do throws(GzipError) { members = try make() } catch { throw CassetteFileError(error, path) }
    for member in members { try file.write(member) }
  }

  private func attempt(_ step: () throws(CassetteFileError) -> Void) throws(CassetteFileError) {
    if let refusal { throw refusal }
    do throws(CassetteFileError) {
      try step()
    } catch {
      refusal = error
      throw error
    }
  }
}
