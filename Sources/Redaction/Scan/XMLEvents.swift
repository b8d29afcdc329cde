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
    frames.append(Frame(name: name, kind: kind(of: name)))
    return nil
  }

  /// The name of a start tag, with its attributes kept; nil where it does not have the form of one.
  private mutating func readTag(_ tag: Range<Int>) -> Range<Int>? {
    let nameEnd = end(of: tag, from: tag.lowerBound, XMLEvents.isName)
    let name = tag.lowerBound..<nameEnd
    guard !name.isEmpty else { return nil }
    var found: [Event] = []
    var place = nameEnd
    while place < tag.upperBound {
      let start = end(of: tag, from: place, ByteClass.isSpace)
      if start == tag.upperBound { break }
      guard start > place, let (attribute, next) = readAttribute(tag, start) else { return nil }
      found.append(attribute)
      place = next
    }
    attributes = found.reversed()
    // A name that long may be a value itself.
    if name.count >= XMLEvents.longName { attributes.append(.attribute(name: 0..<0, value: name)) }
    return local(name)
  }

  private func readAttribute(_ tag: Range<Int>, _ start: Int) -> (Event, end: Int)? {
    let nameEnd = end(of: tag, from: start, XMLEvents.isName)
    let equals = end(of: tag, from: nameEnd, ByteClass.isSpace)
    guard nameEnd > start, equals < tag.upperBound, text[equals] == 0x3D else { return nil }
    let open = end(of: tag, from: equals + 1, ByteClass.isSpace)
    guard open < tag.upperBound, text[open] == 0x22 || text[open] == 0x27 else { return nil }
    let quote = text[open]
    let close = end(of: tag, from: open + 1) { $0 != quote }
    guard close < tag.upperBound else { return nil }
    return (.attribute(name: local(start..<nameEnd), value: open + 1..<close), close + 1)
  }

  /// Where a run of such bytes ends.
  private func end(of tag: Range<Int>, from start: Int, _ isPart: (UInt8) -> Bool) -> Int {
    var end = start
    while end < tag.upperBound, isPart(text[end]) { end += 1 }
    return end
  }

  private func kind(of name: Range<Int>) -> NameKind {
    NameKind(UnsafeRawBufferPointer(rebasing: text[name])).resolved(inside: kind)
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
