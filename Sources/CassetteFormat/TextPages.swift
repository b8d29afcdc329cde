// SPDX-License-Identifier: Apache-2.0

/// Text in memory as pages of about 1 MiB, each piece of a large body a page of its own.
package struct TextPages: CassettePages {
  /// As much as a page has, unless one line is longer.
  private static let length = 1 << 20

  private let text: [UInt8]
  private var ranges: [Range<Int>] = []
  package private(set) var contents: [PageContent] = []

  /// Linear in the text.
  package init(_ text: [UInt8]) {
    self.text = text
    let lines = text.withUnsafeBytes { LineSearch.ranges(in: $0, text.indices) }
    var page = PageContent(length: 0, lines: 0, isPiece: false)
    var start = 0
    for (line, next) in zip(lines, lines.dropFirst().map(\.lowerBound) + [text.count]) {
      page.isPiece = PieceLine.isOne(text[line])
      page.lines += 1
      page.length = next - start
      // The next line would make it too long, or is of the other kind.
      let isNextPiece = PieceLine.isOne(text[next...])
      if page.isPiece || isNextPiece || page.length >= TextPages.length || next == text.count {
        contents.append(page)
        ranges.append(start..<next)
        page = PageContent(length: 0, lines: 0, isPiece: false)
        start = next
      }
    }
  }

  package func page(_ index: Int, keeps: Bool) -> CassettePage { CassettePage(text, ranges[index]) }
}
