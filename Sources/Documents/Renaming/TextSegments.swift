// SPDX-License-Identifier: Apache-2.0

/// A text in pieces: those that are base64 of a text or of a ZIP archive, and what lies between them.
struct TextSegments: Sequence, IteratorProtocol {
  struct Segment {
    var range: Range<Int>
    /// What the piece is base64 of; nil for a plain piece.
    var decoded: [UInt8]?
    /// Whether `decoded` may be put back in another form: an archive may not, it was made comparable.
    var isText = true
  }

  /// Base64 in base64 is looked into so deep.
  private static let deepest = 2
  /// Shorter pieces are taken as they are: eight bytes hardly look like text by chance.
  private static let shortest = 12

  private let text: UnsafeRawBufferPointer
  private let looksInside: Bool
  private var at = 0
  private var found: Segment?

  /// - Parameter text: must stay valid as long as this is used.
  init(_ text: UnsafeRawBufferPointer, depth: Int) {
    self.text = text
    looksInside = depth < TextSegments.deepest && text.count >= TextSegments.shortest
  }

  mutating func next() -> Segment? {
    if let segment = found {
      found = nil
      return segment
    }
    guard at < text.count else { return nil }
    let start = at
    guard looksInside else {
      at = text.count
      return Segment(range: start..<at)
    }
    while at < text.count {
      guard TextSegments.isAlphabet(text[at]) else {
        at += 1
        continue
      }
      let first = at
      while at < text.count, TextSegments.isAlphabet(text[at]) { at += 1 }
      while at < text.count, text[at] == 0x3D, (at - first) & 3 != 0 { at += 1 }
      guard at - first >= TextSegments.shortest, (at - first) & 3 == 0,
        var segment = TextSegments.segment(UnsafeRawBufferPointer(rebasing: text[first..<at]))
      else { continue }
      segment.range = first..<at
      if first == start { return segment }
      found = segment
      return Segment(range: start..<first)
    }
    return Segment(range: start..<at)
  }

  private static func isAlphabet(_ byte: UInt8) -> Bool {
    ByteClass.isAlphanumeric(byte) || byte == 0x2B || byte == 0x2F
  }

  /// What the base64 says, if that is text or an archive.
  private static func segment(_ base64: UnsafeRawBufferPointer) -> Segment? {
    // Hexadecimal digits are a number: the last group of one UUID in a thousand would read as a text.
    guard !base64.allSatisfy(ByteClass.isHexDigit), let decoded = Base64.decode(base64) else { return nil }
    if let archive = ZIPArchive.comparable(decoded) { return Segment(range: 0..<0, decoded: archive, isText: false) }
    guard decoded.isUTF8 else { return nil }
    let isPlain = decoded.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    return isPlain ? Segment(range: 0..<0, decoded: decoded) : nil
  }
}
