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

  /// The number that such a line says; nil where it says none.
  package static func number(of line: [UInt8]) -> Int? {
    let digits = line.dropFirst(start.count).prefix { $0 != 0x2C }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  /// Such a line with another number.
  package static func renumbered(_ line: [UInt8], _ number: Int) -> [UInt8] {
    start + Array("\(number)".utf8) + line.dropFirst(start.count).drop { $0 != 0x2C }
  }

  /// Reads such a line. One that holds anything else besides is none: nobody would look at that.
  /// - Parameter line: its number in the file, for errors.
  package init(_ value: DocumentValue, number line: Int) throws(CassetteError) {
    guard value.kind == .object, value.count == 2, let number = value["piece"]?.int, number > 0,
      let body = BodyForm.read(value),
      !body.isEmpty
    else {
      throw CassetteError(
        .badLine, line: line, detail: "a piece of a body has its number and its bytes, and nothing besides")
    }
    self.init(number: number, body: Array(body))
  }
}
