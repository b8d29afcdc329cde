// SPDX-License-Identifier: Apache-2.0

/// What can be saved of a damaged cassette: every line that is a whole exchange with all its pieces.
package struct CassetteSalvage: Sendable {
  /// What is read on the way, for whoever looks for something in it.
  package struct Visitor {
    /// A line, with its number in the text, from 1: the header, an exchange, the trailer, or one that is damaged.
    package var line: (UnsafeRawBufferPointer, Int) -> Void
    /// A piece of a large body of an exchange, with the number of its line.
    package var piece: ([UInt8], Int, LargeBodyPlace) -> Void

    package init(
      line: @escaping (UnsafeRawBufferPointer, Int) -> Void,
      piece: @escaping ([UInt8], Int, LargeBodyPlace) -> Void
    ) {
      self.line = line
      self.piece = piece
    }
  }

  package let text: CassetteText
  /// The places of those exchanges.
  package private(set) var whole: [Int] = []
  /// What is wrong with the rest.
  package private(set) var damage: [CassetteError] = []

  /// Reads all of it. Throws where its beginning is no header, without which nothing is an exchange, and where nothing
  /// can be read.
  /// - Parameters:
  ///   - visitor: is given what is read.
  ///   - progress: is told of how many pages how many are done.
  package init(
    _ source: any CassettePages, visitor: Visitor? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws(CassetteError) {
    let (text, flaw) = try CassetteText.open(source)
    self.text = text
    let seal = SealCheck(text)
    var isReadable = true
    for index in text.pages.indices {
      do throws(CassetteError) {
        let page = try text.page(index)
        seal.add(page, index)
        visitor?.read(page, from: text.pages[index].line)
        let pieces = text.pages[index].pieces
        var (claimed, isTold) = (pieces.upperBound, false)
        for place in text.places(onPage: index) {
          guard let own = check(place, of: page, visitor) else {
            isTold = true
            continue
          }
          if !own.isEmpty { claimed = own.lowerBound }
        }
        let line = text.pages[index].line - (pieces.upperBound - claimed)
        readUnclaimed(pieces.lowerBound..<claimed, to: line, isTold: isTold, visitor)
      } catch {
        isReadable = false
        damage.append(error)
      }
      progress(text.pages[index].number, source.contents.count)
    }
    let last = text.pages.last?.number ?? 0
    let end = source.contents.reduce(1) { $0 + $1.lines }
    readUnclaimed(last + 1..<source.contents.count, to: end, isTold: false, visitor)
    // Where a part of it is not there, the digest is a matter of course.
    if let flaw = flaw ?? (isReadable ? seal.flaw : nil), !damage.contains(flaw) { damage.append(flaw) }
  }

  /// - Returns: the pages of its pieces; nil where it is not whole.
  private mutating func check(_ place: Int, of page: CassettePage, _ visitor: Visitor?) -> Range<Int>? {
    do throws(CassetteError) {
      let view = try text.view(place, of: page)
      _ = try Exchange(view.line, number: view.number)
      let pages = try text.checkBodies(of: place, view) { visitor?.piece($0, $1, $2) }
      whole.append(place)
      return pages
    } catch {
      damage.append(error)
      return nil
    }
  }

  /// Pieces that belong to no exchange that is whole.
  /// - Parameters:
  ///   - line: the number of the line behind the last of them.
  ///   - isTold: whether what is wrong with them is known.
  private mutating func readUnclaimed(_ pieces: Range<Int>, to line: Int, isTold: Bool, _ visitor: Visitor?) {
    if !pieces.isEmpty, !isTold {
      let detail = "pieces of a body whose exchange is lost: \(pieces.count)"
      damage.append(CassetteError(.wrongPieces, line: line - pieces.count, detail: detail))
    }
    for number in pieces {
      guard let page = try? text.source.page(number, keeps: false) else { continue }
      visitor?.read(page, from: line - (pieces.upperBound - number))
    }
  }
}

/// Which large body a piece is of.
package struct LargeBodyPlace: Sendable {
  /// `service:operation` as recorded.
  package let action: String
  /// `/request/body` or `/response/body`.
  package let pointer: String
}

extension CassetteSalvage.Visitor {
  fileprivate func read(_ page: CassettePage, from number: Int) {
    page.text.withUnsafeBytes { text in
      for (offset, range) in page.lines.enumerated() {
        line(UnsafeRawBufferPointer(rebasing: text[range]), number + offset)
      }
    }
  }
}
