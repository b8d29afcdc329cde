// SPDX-License-Identifier: Apache-2.0

/// A set of ``DocumentPath``s, and a place below which it is asked: stepped down a document beside whoever walks it.
///
/// The set without paths, and any place that no path leads through, costs nothing to copy or to step.
package struct PathSet: Sendable {
  /// One step that some path has behind the steps before it.
  private struct Node: Sendable {
    /// Sorted by name.
    var named: [(name: [UInt8], next: Int)] = []
    var any: Int?
    var anyDepth: Int?
    /// A `**`: any step leads back to it.
    var isAnyDepth = false
    var isEnd = false
  }

  private var nodes: [Node]
  /// The nodes that the steps so far lead to, sorted.
  private var reached: [Int]

  /// The set without paths.
  package static let none = PathSet()

  private init(nodes: [Node] = [], reached: [Int] = []) {
    self.nodes = nodes
    self.reached = reached
  }

  package init(_ paths: some Collection<DocumentPath>) {
    self.init()
    if paths.isEmpty { return }
    nodes = [Node()]
    for path in paths {
      var at = 0
      for step in path.steps { at = child(of: at, step) }
      nodes[at].isEnd = true
    }
    var first: [Int] = []
    reach(0, &first)
    reached = first.sorted()
  }

  /// Whether no path leads to this place or below it.
  package var isEmpty: Bool { reached.isEmpty }

  /// Whether a path ends here.
  package var isMatch: Bool { reached.contains { nodes[$0].isEnd } }

  /// The set as seen from the member of that name.
  package func member(_ name: UnsafeRawBufferPointer) -> PathSet {
    // As a rule no path leads on, which then has to cost little.
    var next: [Int] = []
    for place in reached {
      if !nodes[place].named.isEmpty, let named = PathSet.find(name, in: nodes[place].named) { reach(named, &next) }
      if let any = nodes[place].any { reach(any, &next) }
      if nodes[place].isAnyDepth { reach(place, &next) }
    }
    if next.isEmpty { return PathSet() }
    if next.count > 1 { next.sort() }
    return PathSet(nodes: nodes, reached: next)
  }

  /// The set as seen from the element of a list at that index, from 0.
  package func element(_ index: Int) -> PathSet {
    if reached.isEmpty { return self }
    return Array(String(index).utf8).withUnsafeBytes { member($0) }
  }

  /// Adds a node, and the `**` behind it, which may be no step at all.
  private func reach(_ place: Int, _ reached: inout [Int]) {
    var place = place
    while !reached.contains(place) {
      reached.append(place)
      guard let next = nodes[place].anyDepth else { return }
      place = next
    }
  }

  private mutating func child(of place: Int, _ step: DocumentPath.Step) -> Int {
    switch step {
    case .any:
      if let next = nodes[place].any { return next }
      nodes[place].any = nodes.count
      nodes.append(Node())
    case .anyDepth:
      // `**/**` says no more than `**`.
      if nodes[place].isAnyDepth { return place }
      if let next = nodes[place].anyDepth { return next }
      nodes[place].anyDepth = nodes.count
      nodes.append(Node(isAnyDepth: true))
    case .name(let name):
      let name = Array(name.utf8)
      let at = name.withUnsafeBytes { Self.position(of: $0, in: nodes[place].named) }
      if at < nodes[place].named.count, nodes[place].named[at].name == name { return nodes[place].named[at].next }
      nodes[place].named.insert((name, nodes.count), at: at)
      nodes.append(Node())
    }
    return nodes.count - 1
  }

  private static func find(_ name: UnsafeRawBufferPointer, in named: [(name: [UInt8], next: Int)]) -> Int? {
    let at = position(of: name, in: named)
    guard at < named.count, named[at].name.count == name.count,
      named[at].name.withUnsafeBytes({ order($0, name) == 0 })
    else { return nil }
    return named[at].next
  }

  /// The first entry whose name is not below `name`.
  private static func position(of name: UnsafeRawBufferPointer, in named: [(name: [UInt8], next: Int)]) -> Int {
    var range = 0..<named.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if named[middle].name.withUnsafeBytes({ order($0, name) < 0 }) {
        range = middle + 1..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return range.lowerBound
  }

  /// Below, equal or above 0 as `left` stands before, with or behind `right`.
  private static func order(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    for index in 0..<min(left.count, right.count) where left[index] != right[index] {
      return left[index] < right[index] ? -1 : 1
    }
    return left.count - right.count
  }
}
