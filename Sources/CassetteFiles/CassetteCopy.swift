// SPDX-License-Identifier: Apache-2.0

package import CassetteFormat

extension CassetteWriter {
  /// Appends an exchange of another cassette, with the pieces of its large bodies.
  /// - Parameter line: what stands for its line, if that was changed.
  package func copy(_ place: Int, of text: CassetteText, as line: [UInt8]? = nil) throws {
    let view = try text.view(place)
    for page in try text.bodies(of: place, view).pages { try add(piece: text.pieceLine(page)) }
    try add(line ?? Array(text.line(place)))
  }
}

extension CassetteFile {
  /// Puts a cassette of some exchanges of another at `path`, with their large bodies, in the manner of
  /// ``CassetteWriter``.
  /// - Parameters:
  ///   - line: what stands for the line of an exchange; nil for those that stay.
  ///   - tool: which program recorded them, `tapedeck 0.1.0`.
  ///   - redaction: the policy under which the lines were made.
  package static func replace(
    _ path: String, with places: [Int], of text: CassetteText, tool: String, redaction: String,
    line: (Int) -> [UInt8]? = { _ in nil }
  ) throws {
    var facts = CassetteFacts()
    for place in places { try facts.add(line(place) ?? Array(text.line(place))) }
    let writer = try CassetteWriter(replacing: path, facts.header(tool: tool, redaction: redaction))
    for place in places { try writer.copy(place, of: text, as: line(place)) }
    try writer.finish()
  }
}
