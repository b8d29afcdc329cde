// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What the header of a cassette tells of its exchanges: gathered line by line, before the first of them is written.
package struct CassetteFacts: Sendable {
  private var sources: Set<String> = []
  private var protocols: Set<String> = []
  private var recordedAt: Timestamp?
  private var hasPieces = false
  private var count = 0

  package init() {}

  /// Takes in the next exchange line, given without its newline.
  /// - Returns: its large bodies, the request's first.
  @discardableResult
  package mutating func add(_ line: [UInt8]) throws(CassetteError) -> [BodyPieces] {
    count += 1
    let view = try ExchangeView(CassetteLine.read(line, line.indices, number: count + 1), number: count + 1)
    let dialect = try view.dialect()
    let bodies = [try view.requestPieces(), try view.responsePieces()].compactMap(\.self)
    sources.insert(view.source)
    protocols.insert(dialect.rawValue)
    if let at = view.line["at"]?.string.flatMap({ Timestamp(rfc3339: $0) }) {
      recordedAt = min(at, recordedAt ?? at)
    }
    if !bodies.isEmpty { hasPieces = true }
    return bodies
  }

  /// - Parameters:
  ///   - tool: which program writes the cassette, `tapedeck 0.1.0`.
  ///   - redaction: the policy under which the lines were made.
  package func header(tool: String, redaction: String) -> CassetteHeader {
    CassetteHeader(
      version: hasPieces ? CassetteHeader.versionWithPieces : CassetteHeader.currentVersion, tool: tool,
      recordedAt: recordedAt, sources: sources.sorted(), protocols: protocols.sorted(), redaction: redaction)
  }
}
