// SPDX-License-Identifier: Apache-2.0

/// The elements of an XML document as they stand in it, before those of one name are brought together.
struct XMLTree: Sendable {
  /// An element, an attribute (its name begins with `@`) or, without a name, a text among elements.
  struct Node: Sendable {
    /// Ranges of the tree's `text`.
    var name: Range<Int>
    var text = 0..<0
    var hasElements = false
    fileprivate(set) var firstChild: Int?
    fileprivate var lastChild: Int?
    fileprivate var next: Int?
  }

  var nodes: [Node] = []
  /// Names, attribute values and character data, one behind the other.
  var text: [UInt8] = []

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  mutating func add(name: Slice<UnsafeRawBufferPointer>, prefix: UInt8?) -> Int {
    let start = text.count
    if let prefix { text.append(prefix) }
    text.append(contentsOf: name)
    nodes.append(Node(name: start..<text.count))
    return nodes.count - 1
  }

  /// Takes back the node that was added last, which nothing knows yet, and all text from `mark` on.
  mutating func removeLast(text mark: Int) {
    nodes.removeLast()
    text.removeSubrange(mark...)
  }

  mutating func attach(_ node: Int, to parent: Int) {
    if let last = nodes[parent].lastChild { nodes[last].next = node } else { nodes[parent].firstChild = node }
    nodes[parent].lastChild = node
  }

  /// The tree as a document; its first node is the root element.
  func document(limits: DocumentLimits) throws(DocumentError) -> Document {
    var builder = DocumentBuilder(limits: limits)
    /// What is still to be written, the next last.
    var tasks: [Task] = [.close]
    try builder.open(.object)
    tasks.append(.node(0))
    tasks.append(.name(0))
    while let task = tasks.popLast() {
      switch task {
      case .close: builder.close()
      case .open: try builder.open(.array)
      case .name(let node): try builder.name(name(node))
      case .node(let node):
        if nodes[node].firstChild == nil {
          try builder.string(text[nodes[node].text])
        } else {
          try builder.open(.object)
          tasks.append(.close)
          for group in groups(of: node).reversed() { append(group, to: &tasks) }
        }
      }
    }
    return builder.document()
  }

  private enum Task {
    case name(Int), node(Int), open, close
  }

  /// What writes one member, the last step first.
  private func append(_ group: ArraySlice<Int>, to tasks: inout [Task]) {
    guard let first = group.first else { return }
    if group.count > 1 { tasks.append(.close) }
    for node in group.reversed() { tasks.append(.node(node)) }
    if group.count > 1 { tasks.append(.open) }
    tasks.append(.name(first))
  }

  private static let textName = Array("#text".utf8)

  private func name(_ node: Int) -> ArraySlice<UInt8> {
    nodes[node].name.isEmpty ? Self.textName[...] : text[nodes[node].name]
  }

  /// The children of a node by name, in the order of each name's first.
  private func groups(of parent: Int) -> [ArraySlice<Int>] {
    var children: [Int] = []
    var child = nodes[parent].firstChild
    while let node = child {
      children.append(node)
      child = nodes[node].next
    }
    if children.allSatisfy({ name($0) == name(children[0]) }) { return [children[...]] }
    // Nodes were added in the order of the source: their places are that order.
    children.sort { left, right in
      let (one, other) = (name(left), name(right))
      return one == other ? left < right : one.lexicographicallyPrecedes(other)
    }
    var groups: [ArraySlice<Int>] = []
    var rest = children[...]
    while let first = rest.first {
      let group = rest.prefix { name($0) == name(first) }
      groups.append(group)
      rest = rest[group.endIndex...]
    }
    return groups.sorted { $0[$0.startIndex] < $1[$1.startIndex] }
  }
}
