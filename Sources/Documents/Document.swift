// SPDX-License-Identifier: Apache-2.0

/// A parsed document: one tree of values, held flat.
///
/// Nodes stand in preorder in one array and point into the bytes that were read (where a text has escapes or is no JSON,
/// into bytes of the document's own), so that a document costs three allocations however many values it has, and no
/// walk needs the stack of the one before it. An object's members are pairs of nodes: the name (a string) and its value.
///
/// Immutable, hence safe to share between threads. It keeps the bytes that it was read from alive.
package final class Document: Sendable {
  struct Node: Sendable {
    var kind: Document.Kind
    /// The text lies in `decoded` (it had escapes), not in `source`.
    var isDecoded: Bool
    /// Where the text of a scalar, or the whole of a container, starts.
    var start: UInt32
    /// How many bytes of it there are.
    var count: UInt32
    /// The index of the first node behind this one's subtree.
    var end: UInt32
    /// How many members or elements a container has.
    var children: UInt32
  }

  /// What a value is.
  package enum Kind: UInt8, Sendable {
    case null, `true`, `false`, number, string, array, object
  }

  let source: [UInt8]
  /// Added to the `start` of every node that lies in `source`.
  let base: Int
  let decoded: [UInt8]
  let nodes: [Node]

  init(source: [UInt8], base: Int, decoded: [UInt8], nodes: [Node]) {
    self.source = source
    self.base = base
    self.decoded = decoded
    self.nodes = nodes
  }

  /// An object without members.
  package static let empty = Document(
    source: [0x7B, 0x7D], base: 0, decoded: [],
    nodes: [Node(kind: .object, isDecoded: false, start: 0, count: 2, end: 1, children: 0)])

  /// The outermost value.
  package var root: DocumentValue { DocumentValue(document: self, index: 0) }
}

/// One value of a document: a light cursor that keeps its document alive.
package struct DocumentValue: Sendable {
  package let document: Document
  let index: Int

  var node: Document.Node { document.nodes[index] }

  package var kind: Document.Kind { node.kind }
  package var isNull: Bool { kind == .null }

  /// The number of members or elements; 0 for scalars.
  package var count: Int { Int(node.children) }

  /// The bytes of a string (escapes undone), of a number as it was written, or of a literal or container as it stands
  /// in the source, valid while `body` runs. Containers of other sources than JSON have none.
  package func withBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    let node = node
    let start = Int(node.start) + (node.isDecoded ? 0 : document.base)
    let range = start..<start + Int(node.count)
    // The closure of `withUnsafeBytes` is rethrowing, not generic in its error: carry the outcome across as a value.
    let outcome: Result<R, E> = (node.isDecoded ? document.decoded : document.source).withUnsafeBytes { all in
      do throws(E) {
        return .success(try body(UnsafeRawBufferPointer(rebasing: all[range])))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  /// The bytes of ``withBytes(_:)``, without a copy.
  package var bytes: ArraySlice<UInt8> {
    let node = node
    let start = Int(node.start) + (node.isDecoded ? 0 : document.base)
    return (node.isDecoded ? document.decoded : document.source)[start..<start + Int(node.count)]
  }

  /// Where this value stands in the source: a string with its quotes and escapes, a container with its brackets.
  /// Nil for a string whose text had escapes, and for all values of other sources than JSON.
  package var sourceRange: Range<Int>? {
    let node = node
    if node.isDecoded { return nil }
    let start = Int(node.start) + document.base
    let end = start + Int(node.count)
    return kind == .string ? start - 1..<end + 1 : start..<end
  }

  /// The text of a string, or nil for anything else. Lone surrogates come out as U+FFFD.
  package var string: String? {
    kind == .string ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// The number as it was written, or nil for anything else.
  package var numberLexeme: String? {
    kind == .number ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// The number, where it is a whole one that fits.
  package var int: Int? {
    numberLexeme.flatMap { Int($0) }
  }

  package var bool: Bool? {
    switch kind {
    case .true: true
    case .false: false
    default: nil
    }
  }

  /// The value of the first member of that name; nil where there is none or this is no object. Linear in the members.
  package subscript(name: String) -> DocumentValue? {
    guard kind == .object else { return nil }
    var name = name
    return name.withUTF8 { wanted in
      let wanted = UnsafeRawBufferPointer(wanted)
      for member in members where member.name.hasBytes(wanted) { return member.value }
      return nil
    }
  }

  private func hasBytes(_ wanted: UnsafeRawBufferPointer) -> Bool {
    guard node.count == wanted.count else { return false }
    return withBytes { bytes in
      for index in 0..<wanted.count where bytes[index] != wanted[index] { return false }
      return true
    }
  }

  package struct Member: Sendable {
    package let name: DocumentValue
    package let value: DocumentValue
  }

  /// The members of an object in the order of the source; empty for anything else.
  package var members: Members { Members(document: document, position: index + 1, left: kind == .object ? count : 0) }

  /// The elements of an array; empty for anything else.
  package var elements: Elements { Elements(document: document, position: index + 1, left: kind == .array ? count : 0) }

  package struct Members: Sequence, IteratorProtocol, Sendable {
    let document: Document
    var position: Int
    var left: Int

    package mutating func next() -> Member? {
      guard left > 0 else { return nil }
      left -= 1
      let name = DocumentValue(document: document, index: position)
      let value = DocumentValue(document: document, index: position + 1)
      position = Int(document.nodes[position + 1].end)
      return Member(name: name, value: value)
    }
  }

  package struct Elements: Sequence, IteratorProtocol, Sendable {
    package typealias Element = DocumentValue

    let document: Document
    var position: Int
    var left: Int

    package mutating func next() -> DocumentValue? {
      guard left > 0 else { return nil }
      left -= 1
      let value = DocumentValue(document: document, index: position)
      position = Int(document.nodes[position].end)
      return value
    }
  }
}
