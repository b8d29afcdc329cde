// SPDX-License-Identifier: Apache-2.0

/// What a member of a cassette says of itself in its header, so that a reader finds the next one without inflating it:
/// the subfield `TD` of the extra field (RFC 1952 section 2.3.1.1).
struct MemberTag: Equatable, Sendable {
  /// Of the whole member, header to trailer, in bytes.
  var length: UInt32 = 0
  /// Of its text, in bytes.
  var textLength: UInt32 = 0
  var lines: UInt32
  /// Whether it is a piece of a large body: one line, which only that body needs.
  var isPiece: Bool

  private static let name = Array("TD".utf8)
  private static let contentLength = 13
  private static let pieceFlag: UInt8 = 1

  /// The extra field of a header, without its own length.
  var extraField: [UInt8] {
    MemberTag.name + [UInt8(MemberTag.contentLength), 0] + [length, textLength, lines].flatMap { GzipFrame.bytes($0) }
      + [isPiece ? MemberTag.pieceFlag : 0]
  }

  /// Where that stands in a header.
  static func place(of field: [UInt8]) -> Range<Int> {
    GzipFrame.headerLength + 2..<GzipFrame.headerLength + 2 + field.count
  }
}

extension MemberTag {
  /// How many bytes of a member its tag is looked for in.
  static let reach = 64

  /// Finds the tag in the first bytes of a member; nil where there is none.
  init?(header: UnsafeRawBufferPointer) {
    guard let field = GzipFrame.extraField(header) else { return nil }
    var rest = field[...]
    while rest.count >= 4 {
      let field = UnsafeRawBufferPointer(rebasing: rest)
      let length = Int(field[2]) | Int(field[3]) << 8
      guard length <= field.count - 4 else { return nil }
      if field.starts(with: MemberTag.name), length == MemberTag.contentLength {
        self.init(
          length: GzipFrame.word(field, at: 4), textLength: GzipFrame.word(field, at: 8),
          lines: GzipFrame.word(field, at: 12), isPiece: field[16] & MemberTag.pieceFlag != 0)
        return
      }
      rest = rest.dropFirst(4 + length)
    }
    return nil
  }
}
