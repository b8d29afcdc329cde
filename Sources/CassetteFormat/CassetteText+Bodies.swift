// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// The large bodies of a cassette, which stand in pieces before the exchange that they belong to.
extension CassetteText {
  /// The large bodies of one exchange.
  package struct Bodies: Sendable {
    /// The lines of all pieces among the pages of the source.
    package let pages: Range<Int>
    package let request: LargeBody?
    package let response: LargeBody?
  }

  /// The large bodies of an exchange; throws where there are not as many pieces as it says.
  package func bodies(of index: Int, _ view: ExchangeView) throws(CassetteError) -> Bodies {
    let (request, response) = (try view.requestPieces(), try view.responsePieces())
    let place = place(of: index)
    let there = index == place.start ? place.pieces : 0..<0
    let count = (request?.count ?? 0) + (response?.count ?? 0)
    // Before them there may be those of an exchange that is lost.
    guard isDamaged ? there.count >= count : there.count == count else {
      throw CassetteError(.wrongPieces, line: view.number, detail: "\(there.count) there, \(count) said")
    }
    let pages = there.upperBound - count..<there.upperBound
    // Each piece is a line.
    let line = view.number - count
    return Bodies(
      pages: pages, request: request.map { body($0, from: pages.lowerBound, line: line) },
      response: response.map { body($0, from: pages.upperBound - $0.count, line: view.number - $0.count) })
  }

  private func body(_ pieces: BodyPieces, from first: Int, line: Int) -> LargeBody {
    let source = source
    return LargeBody(bytes: pieces.digest.bytes, pieces: pieces.count) { index in
      let number = line + index
      let piece = try PieceLine(source.page(first + index, keeps: false), number: number)
      guard piece.number == pieces.number, piece.body.count == pieces.length(of: index) else {
        throw CassetteError(
          .wrongPieces, line: number, detail: "piece \(index + 1) of body \(pieces.number) is another")
      }
      return piece.body
    }
  }

  /// Reads all pieces of an exchange and throws where they are not what it says.
  /// - Parameter visit: is given each of them, with the number of its line.
  /// - Returns: their pages.
  @discardableResult
  package func checkBodies(
    of index: Int, _ view: ExchangeView, visit: ([UInt8], Int, LargeBodyPlace) -> Void
  ) throws(CassetteError) -> Range<Int> {
    let bodies = try bodies(of: index, view)
    var line = view.number - bodies.pages.count
    for (body, said, name) in [
      (bodies.request, try view.requestPieces(), "request"), (bodies.response, try view.responsePieces(), "response"),
    ] {
      guard let body, let said else { continue }
      let place = LargeBodyPlace(action: view.action.description, pointer: "/\(name)/body")
      var hash = BodyHash()
      for number in 0..<body.pieces {
        let piece = try body.checkedPiece(number, line: line)
        piece.withUnsafeBytes { hash.update($0) }
        visit(piece, line, place)
        line += 1
      }
      guard hash.finalize() == said.digest else {
        throw CassetteError(.wrongPieces, line: view.number, detail: "body \(said.number) has another digest")
      }
    }
    return bodies.pages
  }

  /// The line of a piece, without its newline.
  /// - Parameter page: of ``Bodies/pages``.
  package func pieceLine(_ page: Int) throws(CassetteError) -> [UInt8] {
    let page = try source.page(page, keeps: false)
    return Array(page.text[page.lines.first ?? 0..<0])
  }
}

extension LargeBody {
  fileprivate func checkedPiece(_ number: Int, line: Int) throws(CassetteError) -> [UInt8] {
    do {
      return try piece(number)
    } catch {
      throw error as? CassetteError ?? CassetteError(.wrongPieces, line: line, detail: "\(error)")
    }
  }
}

extension PieceLine {
  fileprivate init(_ page: CassettePage, number: Int) throws(CassetteError) {
    guard page.lines.count == 1, let line = page.lines.first, PieceLine.isOne(page.text[line]) else {
      throw CassetteError(.badLine, line: number, detail: "where a piece of a body belongs stands something else")
    }
    try self.init(CassetteLine.read(page.text, line, number: number), number: number)
  }
}
