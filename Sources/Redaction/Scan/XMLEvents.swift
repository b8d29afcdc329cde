// SPDX-License-Identifier: Apache-2.0

/// Reads XML, and what only looks like it, for the scan: texts and attributes with the elements they stand in.
///
/// It never fails, and leaves no text unread: comments, CDATA sections and declarations are texts, too. One pass, no
/// recursion.
struct XMLEvents {
  enum Event {
    case text(Range<Int>)
    case attribute(name: Range<Int>, value: Range<Int>)
  }

  struct Frame {
    let name: Range<Int>
    let kind: NameKind
  }

  private static let deepest = 256
  private static let longName = 16
  private static let sections: [(start: [UInt8], end: [UInt8])] = [
    (Array("<![CDATA[".utf8), Array("]]>".utf8)), (Array("<!--".utf8), Array("-->".utf8)),
  ]

  private let text: UnsafeRawBufferPointer
  private var at = 0
  /// The attributes of the start tag that was read, last first.
  private var attributes: [Event] = []
  private(set) var frames: [Frame] = []
  /// An empty element, which ends when its attributes are read.
  private var isEmpty = false

  init(_ text: UnsafeRawBufferPointer) {
    self.text = text
  }

  var kind: NameKind { frames.last?.kind ?? [] }

  mutating func next() -> Event? {
    while at < text.count || !attributes.isEmpty {
      if let attribute = attributes.popLast() { return attribute }
      if isEmpty {
        frames.removeLast()
        isEmpty = false
      }
      if text[at] != 0x3C {
        let start = at
        while at < text.count, text[at] != 0x3C { at += 1 }
        return .text(start..<at)
      }
      if let event = section().map({ Event.text($0) }) ?? tag() { return event }
    }
    return nil
  }

  private mutating func section() -> Range<Int>? {
    for section in XMLEvents.sections where text.starts(section.start, at: at) {
      let start = at + section.start.count
      var end = start
      while end < text.count, !text.starts(section.end, at: end) { end += 1 }
      at = min(end + section.end.count, text.count)
      return start..<end
    }
    return nil
  }

  /// Reads a tag; what is none is a text.
  private mutating func tag() -> Event? {
    let start = at + 1
    let end = tagEnd(from: start)
    at = end < text.count && text[end] == 0x3E ? end + 1 : end
    guard start < end else { return nil }
    if text[start] == 0x2F, text[(start + 1)..<end].allSatisfy(XMLEvents.isName) {
      close(local(start + 1..<end))
      return nil
    }
    isEmpty = text[end - 1] == 0x2F
    guard let name = readTag(start..<(isEmpty ? end - 1 : end)), frames.count < XMLEvents.deepest else {
      isEmpty = false
      attributes = []
      return .text(start..<end)
    }
    frames.append(Frame(name: name, kind: NameKind(UnsafeRawBufferPointer(rebasing: text[name]), inside: kind)))
    return nil
  }

  /// The name of a start tag, with its attributes kept; nil where it does not have the form of one.
  private mutating func readTag(_ tag: Range<Int>) -> Range<Int>? {
    var place = tag.lowerBound
    func skip(_ isPart: (UInt8) -> Bool) -> Range<Int> {
      let start = place
      while place < tag.upperBound, isPart(text[place]) { place += 1 }
      return start..<place
    }
    let name = skip(XMLEvents.isName)
    guard !name.isEmpty else { return nil }
    var found: [Event] = []
    while !skip(ByteClass.isSpace).isEmpty, place < tag.upperBound {
      let attribute = skip(XMLEvents.isName)
      _ = skip(ByteClass.isSpace)
      guard !attribute.isEmpty, place < tag.upperBound, text[place] == 0x3D else { return nil }
      place += 1
      _ = skip(ByteClass.isSpace)
      guard place < tag.upperBound, text[place] == 0x22 || text[place] == 0x27 else { return nil }
      let quote = text[place]
      place += 1
      let value = skip { $0 != quote }
      guard place < tag.upperBound else { return nil }
      place += 1
      found.append(.attribute(name: local(attribute), value: value))
    }
    guard place == tag.upperBound else { return nil }
    attributes = found.reversed()
    // A name that long may be a value itself.
    if name.count >= XMLEvents.longName { attributes.append(.attribute(name: 0..<0, value: name)) }
    return local(name)
  }

  private mutating func close(_ name: Range<Int>) {
    // Elements that were never closed, as in HTML, end with the one round them.
    guard let index = frames.suffix(8).lastIndex(where: { text[$0.name].elementsEqual(text[name]) }) else { return }
    frames.removeSubrange(index...)
  }

  /// Where a tag ends: its `>`, a `<` before that, or the end of the text.
  private func tagEnd(from start: Int) -> Int {
    var quote: UInt8 = 0
    var end = start
    while end < text.count {
      let byte = text[end]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x3E || byte == 0x3C {
        return end
      }
      end += 1
    }
    return text.count
  }

  private func local(_ name: Range<Int>) -> Range<Int> {
    guard let colon = text[name].lastIndex(of: 0x3A) else { return name }
    return colon + 1..<name.upperBound
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x80...0xFF: true
    default: false
    }
  }
}
