// SPDX-License-Identifier: Apache-2.0

/// Walks over the texts of XML: those between tags, the values of attributes, and what stands in comments and processing
/// instructions.
///
/// Texts of white space alone are passed over. Tags that do not fit together do not end the walk.
struct XMLScalars: ~Copyable {
  private var visitor: ScalarVisitor
  private let input: UnsafeRawBufferPointer
  private var at = 0
  /// How many elements are open below the deepest whose name is known.
  private var beyond = 0

  init(_ visitor: consuming ScalarVisitor) {
    input = visitor.input
    self.visitor = visitor
  }

  mutating func run() -> (bytes: [UInt8]?, isWhole: Bool) {
    _ = skip("\u{FEFF}")
    while at < input.count {
      if input[at] != 0x3C || starts(with: Self.section) {
        text()
      } else {
        markup()
      }
    }
    if visitor.place.depth > 0 { visitor.isWhole = false }
    return visitor.finish()
  }

  private static let section: StaticString = "<![CDATA["

  private func starts(with word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard count <= input.count - at else { return false }
    for offset in 0..<count where input[at + offset] != word.utf8Start[offset] { return false }
    return true
  }

  private mutating func skip(_ word: StaticString) -> Bool {
    guard starts(with: word) else { return false }
    at += word.utf8CodeUnitCount
    return true
  }

  private mutating func skipSpace() {
    while at < input.count, XMLTree.isSpace(input[at]) { at += 1 }
  }

  /// Goes to a word, or to the end where there is none. Says what lies before.
  private mutating func find(_ word: StaticString) -> Range<Int> {
    let start = at
    while at < input.count, input[at] != word.utf8Start[0] || !starts(with: word) { at += 1 }
    if at == input.count { visitor.isWhole = false }
    return start..<at
  }

  /// Characters, references and CDATA sections, up to the next tag.
  private mutating func text() {
    let start = at
    while at < input.count, input[at] != 0x3C, input[at] != 0x26 { at += 1 }
    if at == input.count || input[at] == 0x3C && !starts(with: Self.section) {
      return take(input.bytes(start..<at), at: start..<at)
    }
    var text = visitor.takeBuffer()
    text.append(contentsOf: input.bytes(start..<at))
    while at < input.count {
      if input[at] == 0x26 {
        reference(to: &text)
      } else if skip(Self.section) {
        let section = find("]]>")
        text.append(contentsOf: input.bytes(section))
        _ = skip("]]>")
      } else if input[at] == 0x3C {
        break
      } else {
        let run = at
        while at < input.count, input[at] != 0x3C, input[at] != 0x26 { at += 1 }
        text.append(contentsOf: input.bytes(run..<at))
      }
    }
    text.withUnsafeBytes { take($0, at: start..<at) }
    visitor.giveBack(text)
  }

  private mutating func reference(to text: inout [UInt8]) {
    if let end = XMLReference.undo(input, at: at, to: &text) {
      at = end
    } else {
      visitor.isWhole = false
      text.append(input[at])
      at += 1
    }
  }

  private mutating func take(_ text: UnsafeRawBufferPointer, at range: Range<Int>) {
    if text.allSatisfy(XMLTree.isSpace) { return }
    if visitor.place.depth == 0 { visitor.isWhole = false }
    guard let other = visitor.offer(.string, text) else { return }
    visitor.put(range) { XMLEscape.appendText(other, to: &$0) }
  }

  private mutating func markup() {
    if skip("<!--") {
      remark(to: "-->")
    } else if skip("<?") {
      remark(to: "?>")
    } else if skip("</") {
      endTag()
    } else if skip("<!") {
      visitor.isWhole = false
      _ = find(">")
    } else {
      at += 1
      startTag()
    }
  }

  private mutating func remark(to end: StaticString) {
    let range = find(end)
    visitor.place.pushNameless()
    if let other = visitor.offer(.string, input.bytes(range)) {
      visitor.put(range) { XMLEscape.appendRemark(other, to: &$0) }
    }
    visitor.place.pop()
    _ = skip(end)
  }

  /// A name without its prefix, or that where nothing stands behind it; empty where no name stands here.
  private mutating func name() -> UnsafeRawBufferPointer {
    let first = at
    var start = at
    scan: while at < input.count {
      switch input[at] {
      case 0x20, 0x0A, 0x0D, 0x09, 0x2F, 0x3E, 0x3C, 0x3D, 0x22, 0x27: break scan
      case 0x3A: start = at + 1
      default: break
      }
      at += 1
    }
    return input.bytes((start == at ? first : start)..<at)
  }

  private mutating func endTag() {
    let name = name()
    if beyond > 0 {
      beyond -= 1
    } else {
      if !name.elementsEqual(visitor.place.member) { visitor.isWhole = false }
      visitor.place.pop()
    }
    skipSpace()
    if !skip(">") { visitor.isWhole = false }
  }

  private mutating func startTag() {
    let name = name()
    // A `<` that begins no tag.
    if name.isEmpty { return visitor.isWhole = false }
    let isBeyond = visitor.place.depth == ScalarRewriter.depth
    if isBeyond {
      visitor.isWhole = false
      beyond += 1
    } else {
      visitor.place.push(name)
    }
    while true {
      skipSpace()
      if skip(">") { return }
      if skip("/>") {
        if isBeyond { beyond -= 1 } else { visitor.place.pop() }
        return
      }
      guard at < input.count, input[at] != 0x3C else { return visitor.isWhole = false }
      attribute()
    }
  }

  private mutating func attribute() {
    let name = name()
    skipSpace()
    guard !name.isEmpty, skip("=") else {
      visitor.isWhole = false
      // What is neither a name nor the end of the tag.
      if name.isEmpty { at += 1 }
      return
    }
    skipSpace()
    guard at < input.count, input[at] == 0x22 || input[at] == 0x27 else { return visitor.isWhole = false }
    let quote = input[at]
    at += 1
    visitor.place.push(name)
    attributeValue(to: quote)
    visitor.place.pop()
    guard at < input.count, input[at] == quote else { return visitor.isWhole = false }
    at += 1
  }

  private mutating func attributeValue(to quote: UInt8) {
    let start = at
    while at < input.count, input[at] != quote, input[at] != 0x3C, input[at] != 0x26 { at += 1 }
    let other: [UInt8]?
    if at < input.count, input[at] == 0x26 {
      var text = visitor.takeBuffer()
      text.append(contentsOf: input.bytes(start..<at))
      while at < input.count, input[at] != quote, input[at] != 0x3C {
        if input[at] == 0x26 {
          reference(to: &text)
        } else {
          text.append(input[at])
          at += 1
        }
      }
      other = text.withUnsafeBytes { visitor.offer(.string, $0) }
      visitor.giveBack(text)
    } else {
      other = visitor.offer(.string, input.bytes(start..<at))
    }
    if let other { visitor.put(start..<at) { XMLEscape.appendAttribute(other, to: &$0) } }
  }
}
