// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import Documents

/// What a message says of a body that stands in pieces on lines of their own, directly before its exchange.
package struct BodyPieces: Hashable, Sendable {
  /// Which of the large bodies of a cassette it is, from 1; while it is recorded, of the recording.
  package var number: Int
  /// How many pieces it has, all but the last of ``LargeBodyRule/pieceSize`` bytes.
  package var count: Int
  package var digest: BodyDigest

  package init(number: Int, count: Int, digest: BodyDigest) {
    self.number = number
    self.count = count
    self.digest = digest
  }

  /// How long the `index`-th piece is, from 0.
  package func length(of index: Int) -> Int {
    index + 1 < count ? LargeBodyRule.pieceSize : digest.bytes - (count - 1) * LargeBodyRule.pieceSize
  }

  static let name = "pieces"

  func write(to writer: inout JSONWriter) {
    writer.member(
      BodyPieces.name,
      object: { pieces in
        pieces.member("of", number)
        pieces.member("count", count)
        pieces.member("bytes", digest.bytes)
        pieces.member("sha256", digest.sha256)
      })
  }

  /// What a request or response says of its pieces; nil where it has a body of its own, or none. Throws where it says
  /// what cannot be.
  init?(_ message: DocumentValue, number line: Int) throws(CassetteError) {
    guard let pieces = message[BodyPieces.name] else { return nil }
    guard let number = pieces["of"]?.int, number > 0, let count = pieces["count"]?.int,
      let bytes = pieces["bytes"]?.int,
      bytes > 0, count == (bytes - 1) / LargeBodyRule.pieceSize + 1, let sha256 = pieces["sha256"]?.string,
      sha256.utf8.count == 64, sha256.utf8.allSatisfy({ hexValue($0) != nil })
    else {
      throw CassetteError(.badLine, line: line, detail: "\"pieces\" needs \"of\", \"count\", \"bytes\" and \"sha256\"")
    }
    self.init(number: number, count: count, digest: BodyDigest(sha256: sha256, bytes: bytes))
  }
}
