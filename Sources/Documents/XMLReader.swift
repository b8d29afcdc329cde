// SPDX-License-Identifier: Apache-2.0

/// Reads XML 1.0 in UTF-8, as AWS writes it, into a ``Document``: strict, bounded and without recursion.
///
/// An element without attributes and elements in it is the string of its text, any other an object: attributes are
/// members `@name` (but not `xmlns` ones), texts beside them `#text`, elements that stand several times a list, wherever
/// they stand. White space between elements is left out, all other text kept byte for byte. The root element is the one
/// member of the document. A document type is refused, and so is every entity but XML's own five.
package enum XMLReader {
  package static func read(
    _ bytes: ArraySlice<UInt8>, limits: DocumentLimits = .standard
  ) throws(DocumentError) -> Document {
    guard bytes.count <= limits.bytes else { throw DocumentError(.tooLarge, at: limits.bytes) }
    let outcome: Result<XMLTree, DocumentError> = bytes.withUnsafeBytes { input in
      var scan = XMLScan(input, limits: limits)
      do throws(DocumentError) {
        try scan.document()
        return .success(scan.tree)
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get().document(limits: limits)
  }
}

/// The state of one reading.
private struct XMLScan {
  private let input: UnsafeRawBufferPointer
  private let limits: DocumentLimits
  private var at = 0
  private(set) var tree = XMLTree()
  /// The elements that are still open, outermost first.
  private var open: [Int] = []
  /// Where in the tree's text the characters since the last tag begin.
  private var textStart = 0

  init(_ input: UnsafeRawBufferPointer, limits: DocumentLimits) {
    self.input = input
    self.limits = limits
  }

  mutating func document() throws(DocumentError) {
    if let bad = firstInvalidUTF8(input) { throw DocumentError(.badUTF8, at: bad) }
    _ = skip("\u{FEFF}")
    try betweenElements()
    guard at < input.count else { throw error(.unexpectedEnd) }
    try startTag()
    while !open.isEmpty {
      guard at < input.count else { throw error(.unexpectedEnd) }
      switch input[at] {
      case 0x3C: try markup()
      case 0x26: try reference()
      default: try characters(to: [0x3C, 0x26])
      }
    }
    try betweenElements()
    guard at == input.count else { throw error(.trailingBytes) }
  }

  private func error(_ code: DocumentError.Code) -> DocumentError { DocumentError(code, at: at) }

  /// Skips a word where it stands here.
  private mutating func skip(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard at + count <= input.count else { return false }
    for offset in 0..<count where input[at + offset] != word.utf8Start[offset] { return false }
    at += count
    return true
  }

  private mutating func skipSpace() {
    while at < input.count, XMLTree.isSpace(input[at]) { at += 1 }
  }

  /// Goes behind the next occurrence of a word and returns what stands before it.
  private mutating func take(to word: StaticString) throws(DocumentError) -> Range<Int> {
    let start = at
    while at < input.count {
      let end = at
      if input[at] == word.utf8Start[0], skip(word) { return start..<end }
      at += 1
    }
    throw error(.unexpectedEnd)
  }

  /// White space, comments and processing instructions before and behind the root element.
  private mutating func betweenElements() throws(DocumentError) {
    while true {
      skipSpace()
      if skip("<!--") {
        _ = try take(to: "-->")
      } else if skip("<?") {
        _ = try take(to: "?>")
      } else if skip("<!") {
        throw error(.badEntity)
      } else {
        return
      }
    }
  }

  private mutating func markup() throws(DocumentError) {
    if skip("</") {
      try endTag()
    } else if skip("<!--") {
      _ = try take(to: "-->")
    } else if skip("<![CDATA[") {
      let text = try take(to: "]]>")
      try append(text)
    } else if skip("<?") {
      _ = try take(to: "?>")
    } else if skip("<!") {
      throw error(.badEntity)
    } else {
      endText(isBeforeElement: true)
      try startTag()
    }
  }

  /// Appends characters as they are, up to one of `stops`.
  private mutating func characters(to stops: [UInt8]) throws(DocumentError) {
    let start = at
    while at < input.count, !stops.contains(input[at]) { at += 1 }
    try append(start..<at)
  }

  private mutating func append(_ range: Range<Int>) throws(DocumentError) {
    for index in range where input[index] < 0x20 && !XMLTree.isSpace(input[index]) {
      throw DocumentError(.controlCharacter, at: index)
    }
    tree.text.append(contentsOf: input[range])
  }

  private mutating func reference() throws(DocumentError) {
    guard let end = XMLReference.undo(input, at: at, to: &tree.text) else { throw error(.badEntity) }
    at = end
  }

  private mutating func name() throws(DocumentError) -> Range<Int> {
    let start = at
    while at < input.count, XMLScan.isName(input[at], first: at == start) { at += 1 }
    guard at > start else { throw at < input.count ? error(.unexpectedByte) : error(.unexpectedEnd) }
    return start..<at
  }

  private static func isName(_ byte: UInt8, first: Bool) -> Bool {
    switch byte {
    case 0x41...0x5A, 0x61...0x7A, 0x5F, 0x3A, 0x80...: true
    case 0x30...0x39, 0x2D, 0x2E: !first
    default: false
    }
  }

  private mutating func startTag() throws(DocumentError) {
    guard skip("<") else { throw error(.unexpectedByte) }
    guard open.count < limits.depth else { throw error(.tooDeep) }
    let element = try add(name: try name(), prefix: nil)
    open.append(element)
    while true {
      let hasSpace = at < input.count && XMLTree.isSpace(input[at])
      skipSpace()
      if skip("/>") {
        textStart = tree.text.count
        close(element)
        return
      }
      if skip(">") { break }
      guard hasSpace else { throw at < input.count ? error(.unexpectedByte) : error(.unexpectedEnd) }
      try attribute()
    }
    textStart = tree.text.count
  }

  private mutating func attribute() throws(DocumentError) {
    let name = try name()
    skipSpace()
    guard skip("=") else { throw error(.unexpectedByte) }
    skipSpace()
    guard at < input.count else { throw error(.unexpectedEnd) }
    let quote = input[at]
    guard quote == 0x22 || quote == 0x27 else { throw error(.unexpectedByte) }
    at += 1
    let mark = tree.text.count
    let attribute = try add(name: name, prefix: 0x40)
    let start = tree.text.count
    while at < input.count, input[at] != quote {
      switch input[at] {
      case 0x3C: throw error(.unexpectedByte)
      case 0x26: try reference()
      default: try characters(to: [quote, 0x3C, 0x26])
      }
    }
    guard at < input.count else { throw error(.unexpectedEnd) }
    at += 1
    if XMLScan.isNamespace(input[name]) {
      tree.removeLast(text: mark)
    } else {
      tree.nodes[attribute].text = start..<tree.text.count
      if let element = open.last { tree.attach(attribute, to: element) }
    }
  }

  /// `xmlns` or `xmlns:…`.
  private static func isNamespace(_ name: Slice<UnsafeRawBufferPointer>) -> Bool {
    name.starts(with: "xmlns".utf8) && (name.count == 5 || name[name.startIndex + 5] == 0x3A)
  }

  private mutating func add(name: Range<Int>, prefix: UInt8?) throws(DocumentError) -> Int {
    guard tree.nodes.count < limits.nodes else { throw error(.tooLarge) }
    return tree.add(name: input[name], prefix: prefix)
  }

  private mutating func endTag() throws(DocumentError) {
    let start = at
    let name = try name()
    skipSpace()
    guard let element = open.last, tree.text[tree.nodes[element].name].elementsEqual(input[name]) else {
      throw DocumentError(.mismatchedTag, at: start)
    }
    guard skip(">") else { throw at < input.count ? error(.unexpectedByte) : error(.unexpectedEnd) }
    endText(isBeforeElement: false)
    close(element)
  }

  private mutating func close(_ element: Int) {
    open.removeLast()
    if let parent = open.last {
      tree.attach(element, to: parent)
      tree.nodes[parent].hasElements = true
    }
    textStart = tree.text.count
  }

  /// Gives the characters since the last tag to the innermost element: as its text where it has nothing else, else as a
  /// text among others, if they are more than space.
  private mutating func endText(isBeforeElement: Bool) {
    guard let element = open.last else { return }
    let range = textStart..<tree.text.count
    let node = tree.nodes[element]
    if !isBeforeElement, !node.hasChildren {
      tree.nodes[element].text = range
    } else if range.isEmpty || (isBeforeElement || node.hasElements) && tree.text[range].allSatisfy(XMLTree.isSpace) {
      tree.text.removeSubrange(range)
    } else {
      let text = tree.add(name: UnsafeRawBufferPointer(start: nil, count: 0)[...], prefix: nil)
      tree.nodes[text].text = range
      tree.attach(text, to: element)
    }
  }
}
