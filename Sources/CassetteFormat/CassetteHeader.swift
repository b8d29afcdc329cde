// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import Documents

/// The first line of a cassette: what the file is and where it comes from.
package struct CassetteHeader: Hashable, Sendable {
  /// The version that is written unless there are pieces of large bodies.
  package static let currentVersion = 1
  /// The version with them: the newest that is read.
  package static let versionWithPieces = 2

  package var version: Int
  /// Which program wrote it: `tapedeck 0.1.0`.
  package var tool: String
  /// When the first exchange began; nil where there is none.
  package var recordedAt: Timestamp?
  /// Who answered: `aws`, `simulator` or the origin of another upstream, sorted.
  package var sources: [String]
  /// The protocols that its requests are written in (`awsJson1_0`), sorted.
  package var protocols: [String]
  /// The redaction policy that was in force: `aliases-1`.
  package var redaction: String

  package init(
    version: Int = CassetteHeader.currentVersion, tool: String, recordedAt: Timestamp?, sources: [String],
    protocols: [String] = [], redaction: String
  ) {
    self.version = version
    self.tool = tool
    self.recordedAt = recordedAt
    self.sources = sources
    self.protocols = protocols
    self.redaction = redaction
  }

  /// What stands for a header that cannot be read.
  static let unknown = CassetteHeader(version: versionWithPieces, tool: "", recordedAt: nil, sources: [], redaction: "")

  /// The line, without its newline.
  package func encoded() -> [UInt8] {
    var writer = JSONWriter()
    writer.object { header in
      header.member("tapedeck", version)
      header.member("tool", tool)
      if let recordedAt { header.member("recordedAt", recordedAt.rfc3339) }
      header.member("sources", array: { list in sources.forEach { list.string($0) } })
      header.member("protocols", array: { list in protocols.forEach { list.string($0) } })
      header.member("redaction", redaction)
    }
    return writer.bytes
  }

  /// Reads a header line; members that it does not know are left aside.
  package init(_ line: DocumentValue) throws(CassetteError) {
    guard let version = line["tapedeck"]?.int, version > 0 else {
      throw CassetteError(.noHeader, line: 1, detail: "the first line has no \"tapedeck\": VERSION")
    }
    guard version <= CassetteHeader.versionWithPieces else {
      throw CassetteError(
        .newerVersion, line: 1,
        detail: "it has format \(version), this tapedeck reads up to \(CassetteHeader.versionWithPieces)")
    }
    self.version = version
    tool = line["tool"]?.string ?? ""
    recordedAt = line["recordedAt"]?.string.flatMap { Timestamp(rfc3339: $0) }
    sources = line["sources"]?.elements.compactMap(\.string) ?? []
    protocols = line["protocols"]?.elements.compactMap(\.string) ?? []
    redaction = line["redaction"]?.string ?? ""
  }
}
