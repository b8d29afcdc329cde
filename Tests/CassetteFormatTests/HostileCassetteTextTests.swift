// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CassetteFormat

@Suite("The text of hostile cassettes")
struct HostileCassetteTextTests {
  private func code(_ text: String) -> CassetteError.Code? {
    do throws(CassetteError) {
      _ = try CassetteText(Array(text.utf8))
      return nil
    } catch {
      return error.code
    }
  }

  private static let digest = String(repeating: "0", count: 64)

  @Test(
    "whose only line is header and trailer at once is refused",
    arguments: [
      #"{"exchanges":-1,"tapedeck":1}"#, #"{"exchanges":-1,"tapedeck":2,"sha256":"0"}"#,
      #"{"exchanges":0,"tapedeck":1}"#,
    ])
  func headerAsTrailer(text: String) {
    for end in ["", "\n", "\n\n"] { #expect(code(text + end) == .noTrailer) }
    #expect((try? CassetteSalvage(TextPages(Array(text.utf8))))?.text.count == 0)
  }

  @Test("whose first line is a piece of a body is refused")
  func pieceAsHeader() {
    let piece = #"{"piece":1,"tapedeck":2,"text":"x"}"#
    for text in [piece, "\(piece)\n\(piece)\n", "\(piece)\n" + #"{"exchanges":0,"sha256":"\#(Self.digest)"}"#] {
      #expect(code(text) == .noHeader)
      #expect(throws: CassetteError.self) { try CassetteSalvage(TextPages(Array(text.utf8))) }
    }
  }

  @Test("with nothing but pieces behind its header lacks its trailer")
  func piecesOnly() throws {
    let header = CassetteHeader(tool: "t", recordedAt: nil, sources: [], protocols: [], redaction: "r").encoded()
    let text = String(decoding: header, as: UTF8.self).replacing(#""tapedeck":1"#, with: #""tapedeck":2"#)
    let pieces = String(repeating: #"{"piece":1,"text":"x"}"# + "\n", count: 100)
    #expect(code("\(text)\n\(pieces)") == .noTrailer)
    let salvage = try CassetteSalvage(TextPages(Array("\(text)\n\(pieces)".utf8)))
    #expect(salvage.whole.isEmpty && !salvage.damage.isEmpty)
  }
}
