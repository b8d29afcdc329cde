// SPDX-License-Identifier: Apache-2.0

package import Documents

/// A line of a cassette or journal that holds a piece of a large body.
package struct PieceLine: Hashable, Sendable {
  /// The number that ``BodyPieces/number`` says.
  package var number: Int
  package var body: [UInt8]

  package init(number: Int, body: [UInt8]) {
    self.number = number
    self.body = body
  }

  /// How all such lines begin, and no other.
  package static let start = Array("{\"piece\":".utf8)

  /// The line, without its newline.
  package func encoded() -> [UInt8] {
    var writer = JSONWriter()
    writer.object { line in
      line.member("piece", number)
      BodyForm.writePiece(body, to: &line)
    }
    return writer.bytes
  }

  /// Whether a line holds a piece.
  package static func isOne(_ line: some Collection<UInt8>) -> Bool { line.starts(with: start) }

  /// Reads such a line.
  /// - Parameter line: its number in the file, for errors.
  package init(_ value: DocumentValue, number line: Int) throws(CassetteError) {
    guard let number = value["piece"]?.int, number > 0, let body = BodyForm.read(value), !body.isEmpty else {
      throw CassetteError(.badLine, line: line, detail: "a piece of a body needs its number and its bytes")
    }
    self.init(number: number, body: Array(body))
  }
}
