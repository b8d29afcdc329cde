// SPDX-License-Identifier: Apache-2.0

/// The elements of an XML document as they stand in it, before those of one name are brought together.
struct XMLTree: Sendable {
  /// An element, an attribute (its name begins with `@`) or, without a name, a text among elements.
  ///
  /// A document may have many: places are kept in four bytes, which bound the input as a ``Document`` does.
  struct Node: Sendable {
    private var nameStart: UInt32
    private var nameEnd: UInt32
    private var textStart: UInt32 = 0
    private var textEnd: UInt32 = 0
    // The root, which is node 0, is nobody's child: 0 stands for none.
    fileprivate var first: UInt32 = 0
    fileprivate var last: UInt32 = 0
    fileprivate var next: UInt32 = 0
    var hasElements = false

    init(name: Range<Int>) {
      (nameStart, nameEnd) = (UInt32(name.lowerBound), UInt32(name.upperBound))
    }

    /// Ranges of the tree's `text`.
    var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
    var text: Range<Int> {
      get { Int(textStart)..<Int(textEnd) }
      set { (textStart, textEnd) = (UInt32(newValue.lowerBound), UInt32(newValue.upperBound)) }
    }
    var hasChildren: Bool { first != 0 }
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
    if nodes[parent].hasChildren {
      nodes[Int(nodes[parent].last)].next = UInt32(node)
    } else {
      nodes[parent].first = UInt32(node)
    }
    nodes[parent].last = UInt32(node)
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
        if !nodes[node].hasChildren {
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
    var child = Int(nodes[parent].first)
    while child != 0 {
      children.append(child)
      child = Int(nodes[child].next)
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
