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
  private static let sections: [(start: [UInt8], end: [UInt8])] = [
    (Array("<![CDATA[".utf8), Array("]]>".utf8)), (Array("<!--".utf8), Array("-->".utf8)),
  ]

  private let text: UnsafeRawBufferPointer
  private var at = 0
  /// The end of the start tag that is being read.
  private var tagEnd: Int?
  private(set) var frames: [Frame] = []

  init(_ text: UnsafeRawBufferPointer) {
    self.text = text
  }

  var kind: NameKind { frames.last?.kind ?? [] }

  mutating func next() -> Event? {
    while at < text.count {
      if let end = tagEnd {
        if let attribute = attribute(before: end) { return attribute }
        tagEnd = nil
        at = min(end + 1, text.count)
      } else if text[at] != 0x3C {
        let start = at
        while at < text.count, text[at] != 0x3C { at += 1 }
        return .text(start..<at)
      } else if let section = section() {
        return .text(section)
      } else {
        tag()
      }
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

  private mutating func tag() {
    at += 1
    let isEnd = at < text.count && text[at] == 0x2F
    if isEnd { at += 1 }
    let start = at
    while at < text.count, XMLEvents.isName(text[at]) { at += 1 }
    let name = local(start..<at)
    let end = tagEnd(from: at)
    if isEnd {
      close(name)
      at = min(end + 1, text.count)
    } else {
      let isEmpty = end > start && end < text.count && text[end - 1] == 0x2F
      if !name.isEmpty, !isEmpty, frames.count < XMLEvents.deepest {
        frames.append(Frame(name: name, kind: NameKind(UnsafeRawBufferPointer(rebasing: text[name]), inside: kind)))
      }
      tagEnd = end
    }
  }

  private mutating func close(_ name: Range<Int>) {
    // Elements that were never closed, as in HTML, end with the one round them.
    guard let index = frames.suffix(8).lastIndex(where: { text[$0.name].elementsEqual(text[name]) }) else { return }
    frames.removeSubrange(index...)
  }

  /// The `>` of a tag, or the end of the text; a `<` before ends it, too.
  private func tagEnd(from start: Int) -> Int {
    var quote: UInt8 = 0
    var end = start
    while end < text.count {
      let byte = text[end]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x3E {
        return end
      } else if byte == 0x3C {
        return end - 1
      }
      end += 1
    }
    return text.count
  }

  private mutating func attribute(before end: Int) -> Event? {
    while at < end, !XMLEvents.isName(text[at]), text[at] != 0x22, text[at] != 0x27 { at += 1 }
    guard at < end else { return nil }
    let start = at
    while at < end, XMLEvents.isName(text[at]) { at += 1 }
    let name = local(start..<at)
    while at < end, text[at] == 0x20 || text[at] == 0x3D { at += 1 }
    guard at < end, text[at] == 0x22 || text[at] == 0x27 else { return .attribute(name: 0..<0, value: start..<at) }
    let quote = text[at]
    let value = at + 1
    at = value
    while at < end, text[at] != quote { at += 1 }
    let attribute = Event.attribute(name: name, value: value..<at)
    if at < end { at += 1 }
    return attribute
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
