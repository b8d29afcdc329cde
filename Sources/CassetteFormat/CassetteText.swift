// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// The plain text of a cassette, its lines found and its trailer read: what `zcat` shows.
///
/// Pages of it are read when they are asked for, from memory or from where they lie.
package struct CassetteText: Sendable {
  /// A page that holds exchanges, and the pieces of large bodies that stand before it.
  struct Page: Sendable {
    /// Among the pages of the source.
    let number: Int
    let pieces: Range<Int>
    /// The place of its first exchange.
    let start: Int
    /// The number of its first line in the text, from 1.
    let line: Int
    /// Whether its first line is the header.
    var hasHeader: Bool { number == 0 }
  }

  package let header: CassetteHeader
  /// How many exchanges it holds.
  package private(set) var count: Int
  let source: any CassettePages
  let pages: [Page]
  /// Whether parts of it may be lost.
  private(set) var isDamaged = false
  /// The digest that the trailer says, and where the trailer begins in the text of the last page.
  package private(set) var sealed: String?
  private(set) var trailerStart: Int?

  /// The places of the exchanges, in tape order.
  package var places: Range<Int> { 0..<count }

  /// Reads header and trailer. The rest is not looked at yet: ``check()`` does, or a ``SealCheck`` beside who reads it.
  ///
  /// Errors: everything that ``CassetteError`` names. A file whose digest does not fit is refused, because what was
  /// edited by hand may have been edited halfway: `tapedeck repair` accepts it and writes a new trailer.
  package init(_ source: any CassettePages) throws(CassetteError) {
    let (text, damage) = try CassetteText.open(source)
    if let damage { throw damage }
    self = text
  }

  /// Text in memory, all of it checked.
  package init(_ bytes: [UInt8]) throws(CassetteError) {
    try self.init(TextPages(bytes))
    try check()
  }

  /// Checks the digest, on this thread.
  package func check() throws(CassetteError) {
    let seal = SealCheck(self)
    for index in pages.indices { seal.add(try page(index), index) }
    if let flaw = seal.flaw { throw flaw }
  }

  private init(_ header: CassetteHeader, _ source: any CassettePages) {
    self.header = header
    self.source = source
    var pages: [Page] = []
    var (pieces, line, count) = (0, 1, 0)
    for (number, content) in source.contents.enumerated() {
      if !content.isPiece {
        pages.append(Page(number: number, pieces: pieces..<number, start: count, line: line))
        pieces = number + 1
        count += number == 0 ? max(0, content.lines - 1) : content.lines
      }
      line += content.lines
    }
    self.pages = pages
    self.count = count
  }

  /// - Returns: what there is, and what is wrong with its end.
  static func open(_ source: any CassettePages) throws(CassetteError) -> (text: CassetteText, damage: CassetteError?) {
    guard let beginning = source.contents.first else { throw CassetteError(.empty) }
    guard !beginning.isPiece else {
      throw CassetteError(.noHeader, line: 1, detail: "the first line is a piece of a body")
    }
    let first: CassettePage
    do throws(CassetteError) {
      first = try source.page(0, keeps: true)
    } catch {
      // What else there is tells enough of itself.
      guard source.contents.count > 1 else { throw error }
      var text = CassetteText(.unknown, source)
      _ = text.readTrailer()
      text.isDamaged = true
      return (text, error)
    }
    let line: DocumentValue
    do throws(DocumentError) {
      line = try JSONReader.read(first.text, range: first.lines.first ?? 0..<0).root
    } catch {
      throw CassetteError(.noHeader, line: 1, detail: "the first line is not JSON: \(error)")
    }
    let header = try CassetteHeader(line)
    if header.version < CassetteHeader.versionWithPieces, let at = source.contents.firstIndex(where: \.isPiece) {
      let line = source.contents[..<at].reduce(1) { $0 + $1.lines }
      throw CassetteError(.badLine, line: line, detail: "format \(header.version) has no pieces of bodies")
    }
    var text = CassetteText(header, source)
    let damage = text.readTrailer()
    text.isDamaged = damage != nil
    return (text, damage)
  }

  private static let trailerMark = Array("{\"exchanges\":".utf8)

  /// Takes the last line for the trailer if it is one; else, or if it says something else than is there, tells so.
  private mutating func readTrailer() -> CassetteError? {
    let last: CassettePage
    do throws(CassetteError) { last = try page(pages.count - 1) } catch { return error }
    // The header is no trailer, whatever it says besides.
    guard lineCount > 2, pages.last?.number == source.contents.count - 1, let line = last.lines.last,
      last.text[line].starts(with: CassetteText.trailerMark),
      let trailer = try? JSONReader.read(last.text, range: line).root
    else { return lackOfTrailer() }
    count -= 1
    trailerStart = line.lowerBound
    sealed = trailer["sha256"]?.string
    guard trailer["exchanges"]?.int == count else {
      let said = trailer["exchanges"]?.excerpt() ?? "nothing"
      return CassetteError(.wrongCount, detail: "\(count) there, \(said) said")
    }
    return nil
  }

  private func lackOfTrailer() -> CassetteError {
    for (index, page) in pages.enumerated() {
      guard let content = try? self.page(index),
        let at = content.lines.firstIndex(where: { content.text[$0].starts(with: CassetteText.trailerMark) })
      else {
        continue
      }
      if page.line + at + 1 < lineCount { return CassetteError(.afterTrailer, line: page.line + at + 1) }
    }
    return CassetteError(.noTrailer, detail: "\(count) whole exchanges are in it")
  }

  private var lineCount: Int { source.contents.reduce(1) { $0 + $1.lines } }
}

extension CassetteText {
  /// How long it is, in bytes, without the pieces of large bodies.
  package var length: Int { source.contents.reduce(0) { $1.isPiece ? $0 : $0 + $1.length } }

  /// How many pages hold exchanges.
  package var pageCount: Int { pages.count }

  /// The places of the exchanges of a page.
  package func places(onPage index: Int) -> Range<Int> {
    pages[index].start..<(index + 1 < pages.count ? pages[index + 1].start : count)
  }

  /// A page with exchanges, for one who reads page by page.
  /// - Parameter keeps: whether its exchanges are likely to be asked for again.
  package func page(_ index: Int, keeps: Bool = false) throws(CassetteError) -> CassettePage {
    try source.page(pages[index].number, keeps: keeps)
  }

  /// The exchange in the `index`-th place of the tape, from 0.
  package func view(_ index: Int) throws(CassetteError) -> ExchangeView {
    let place = self.place(of: index)
    return try view(index, on: place, of: source.page(place.number, keeps: true))
  }

  /// The same where its page has been read.
  package func view(_ index: Int, of page: CassettePage) throws(CassetteError) -> ExchangeView {
    try view(index, on: place(of: index), of: page)
  }

  package func exchange(_ index: Int) throws(CassetteError) -> Exchange {
    let view = try view(index)
    return try Exchange(view.line, number: view.number)
  }

  /// The line of an exchange, without its newline.
  package func line(_ index: Int) throws(CassetteError) -> ArraySlice<UInt8> {
    let place = self.place(of: index)
    let page = try source.page(place.number, keeps: true)
    return page.text[page.lines[place.offset(of: index)]]
  }

  /// The header's line, without its newline.
  package func headerLine() throws(CassetteError) -> [UInt8] {
    let page = try source.page(0, keeps: true)
    return Array(page.text[page.lines.first ?? 0..<0])
  }

  private func view(_ index: Int, on place: Page, of page: CassettePage) throws(CassetteError) -> ExchangeView {
    let offset = place.offset(of: index)
    let number = place.line + offset
    return try ExchangeView(CassetteLine.read(page.text, page.lines[offset], number: number), number: number)
  }

  /// The page that an exchange is on.
  func place(of index: Int) -> Page {
    var (low, high) = (0, pages.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if pages[middle].start <= index { low = middle } else { high = middle }
    }
    return pages[low]
  }
}

extension CassetteText.Page {
  /// Which of its lines an exchange is.
  func offset(of index: Int) -> Int { index - start + (hasHeader ? 1 : 0) }
}

extension CassetteText {
  /// The text of a cassette that holds these exchange lines, digest and all: the same lines give the same bytes.
  ///
  /// - Parameters:
  ///   - tool: which program writes it, `tapedeck 0.1.0`.
  ///   - redaction: the policy under which the lines were made.
  package static func write(_ lines: [[UInt8]], tool: String, redaction: String) throws(CassetteError) -> [UInt8] {
    var facts = CassetteFacts()
    for line in lines { try facts.add(line) }
    let header = facts.header(tool: tool, redaction: redaction)
    var seal = CassetteSeal(header)
    for line in lines { seal.add(line) }
    return Array(([header.encoded()] + lines + [seal.trailer, []]).joined(separator: [0x0A]))
  }
}
