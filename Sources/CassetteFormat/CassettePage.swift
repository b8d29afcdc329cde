// SPDX-License-Identifier: Apache-2.0

/// A stretch of a cassette's text in memory: whole lines.
package struct CassettePage: Sendable {
  package let text: [UInt8]
  /// The part of `text` that it is.
  package let range: Range<Int>
  /// Where its lines lie in `text`, without their newlines, empty ones left out.
  package let lines: [Range<Int>]

  package init(_ text: [UInt8], _ range: Range<Int>? = nil) {
    let range = range ?? text.indices
    self.text = text
    self.range = range
    lines = text.withUnsafeBytes { LineSearch.ranges(in: $0, range) }
  }
}

/// What is known of a page before it is read.
package struct PageContent: Hashable, Sendable {
  /// How long its text is, in bytes.
  package var length: Int
  package var lines: Int
  /// Whether it is a piece of a large body: one line, which only that body needs.
  package var isPiece: Bool

  package init(length: Int, lines: Int, isPiece: Bool) {
    self.length = length
    self.lines = lines
    self.isPiece = isPiece
  }
}

/// The text of a cassette in pages, each read when it is asked for. May be called from any thread.
package protocol CassettePages: Sendable {
  var contents: [PageContent] { get }

  /// A page, which holds as many lines as its content says. Blocks; throws where it cannot be read as it was written.
  /// - Parameter keeps: whether it is likely to be asked for again.
  func page(_ index: Int, keeps: Bool) throws(CassetteError) -> CassettePage
}
