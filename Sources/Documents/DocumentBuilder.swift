// SPDX-License-Identifier: Apache-2.0

/// Builds a ``Document`` value by value in preorder, for readers whose texts do not stand in their source as they mean.
///
/// Its values have no ``DocumentValue/sourceRange``, its containers no bytes. The caller says a name before each value
/// of an object, and closes what it opens.
package struct DocumentBuilder: Sendable {
  /// Where in the input the caller is: what errors tell.
  package var offset = 0
  private let limits: DocumentLimits
  private var nodes: [Document.Node] = []
  private var decoded: [UInt8] = []
  /// The indices of the containers that are still open.
  private var open: [Int] = []

  package init(limits: DocumentLimits = .standard) {
    self.limits = limits
  }

  /// The values so far.
  package func document() -> Document {
    nodes.isEmpty ? .empty : Document(source: [], base: 0, decoded: decoded, nodes: nodes)
  }

  /// Opens an object or array.
  package mutating func open(_ kind: Document.Kind) throws(DocumentError) {
    guard open.count < limits.depth else { throw DocumentError(.tooDeep, at: offset) }
    let place = nodes.count
    try append(kind, count: 0)
    open.append(place)
  }

  /// Closes what was opened last.
  package mutating func close() {
    if let place = open.popLast() { nodes[place].end = UInt32(nodes.count) }
  }

  package mutating func name(_ text: some Collection<UInt8>) throws(DocumentError) {
    try append(.string, count: text.count, isName: true)
    decoded.append(contentsOf: text)
  }

  /// Text in UTF-8, or as ``lossless(_:)`` makes it.
  package mutating func string(_ text: some Collection<UInt8>) throws(DocumentError) {
    try append(.string, count: text.count)
    decoded.append(contentsOf: text)
  }

  /// A number as JSON writes it.
  package mutating func number(_ lexeme: String) throws(DocumentError) {
    try append(.number, count: lexeme.utf8.count)
    decoded.append(contentsOf: lexeme.utf8)
  }

  package mutating func bool(_ value: Bool) throws(DocumentError) {
    try literal(value ? .true : .false, value ? "true" : "false")
  }

  package mutating func null() throws(DocumentError) {
    try literal(.null, "null")
  }

  /// A copy of a value of another document, however deep: the reader of that one bounded it.
  package mutating func copy(_ value: DocumentValue) throws(DocumentError) {
    let range = value.index..<Int(value.node.end)
    guard range.count <= limits.nodes - nodes.count else { throw DocumentError(.tooLarge, at: offset) }
    countChild(isName: false)
    let shift = nodes.count - range.lowerBound
    for index in range {
      let other = DocumentValue(document: value.document, index: index)
      var node = other.node
      node.end = UInt32(Int(node.end) + shift)
      node.isDecoded = true
      if node.kind == .object || node.kind == .array { node.count = 0 }
      node.start = try place(of: Int(node.count))
      if node.count > 0 { other.withBytes { decoded.append(contentsOf: $0) } }
      nodes.append(node)
    }
  }

  private mutating func literal(_ kind: Document.Kind, _ word: StaticString) throws(DocumentError) {
    try append(kind, count: word.utf8CodeUnitCount)
    word.withUTF8Buffer { decoded.append(contentsOf: $0) }
  }

  /// Where a text of so many bytes will stand; nodes cannot address more than 4 GiB.
  private func place(of count: Int) throws(DocumentError) -> UInt32 {
    guard count <= Int(UInt32.max) - decoded.count else { throw DocumentError(.tooLarge, at: offset) }
    return UInt32(decoded.count)
  }

  private mutating func append(_ kind: Document.Kind, count: Int, isName: Bool = false) throws(DocumentError) {
    guard nodes.count < limits.nodes else { throw DocumentError(.tooLarge, at: offset) }
    let start = try place(of: count)
    countChild(isName: isName)
    nodes.append(
      Document.Node(
        kind: kind, isDecoded: true, start: start, count: UInt32(count), end: UInt32(nodes.count + 1), children: 0))
  }

  /// A member counts with its name, an element with its value.
  private mutating func countChild(isName: Bool) {
    if let parent = open.last, isName == (nodes[parent].kind == .object) { nodes[parent].children += 1 }
  }
}
