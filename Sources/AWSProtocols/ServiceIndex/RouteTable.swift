// SPDX-License-Identifier: Apache-2.0

/// Finds the operation of a REST request: a trie over the segments of the URI templates of one service.
///
/// At each segment a literal goes before a label, and that before a greedy label. A look-up visits a node of the trie
/// once at most, so that its costs have a bound that no path moves.
final class RouteTable: Sendable {
  private struct Node: Sendable {
    var literals: [String: Int] = [:]
    var label: Int?
    /// The routes that end here.
    var ends: [Int] = []
    /// The routes whose greedy label starts here.
    var greedy: [Int] = []
  }

  private struct Route: Sendable {
    let operation: Operation
    let template: URITemplate
    /// What stands behind the greedy label.
    let suffix: ArraySlice<URITemplate.Segment>
    let signingNames: Set<String>
  }

  private let nodes: [Node]
  private let routes: [Route]

  /// Where nothing else tells two operations apart, the first by name is found.
  init(_ operations: some Collection<Operation>, endpoints: EndpointRules) {
    var nodes = [Node()]
    var routes: [Route] = []
    for operation in operations.sorted(by: { $0.name < $1.name }) {
      let template = URITemplate(operation.uri)
      let greedy = template.segments.firstIndex { if case .greedy = $0 { true } else { false } }
      var at = 0
      for segment in template.segments[..<(greedy ?? template.segments.endIndex)] {
        let next: Int?
        if case .literal(let text) = segment { next = nodes[at].literals[text] } else { next = nodes[at].label }
        let child = next ?? nodes.count
        if next == nil { nodes.append(Node()) }
        if case .literal(let text) = segment { nodes[at].literals[text] = child } else { nodes[at].label = child }
        at = child
      }
      if greedy == nil { nodes[at].ends.append(routes.count) } else { nodes[at].greedy.append(routes.count) }
      routes.append(
        Route(
          operation: operation, template: template, suffix: template.segments[(greedy ?? 0)...].dropFirst(),
          signingNames: endpoints.signingNames(variant: operation.endpointVariant)))
    }
    self.nodes = nodes
    self.routes = routes
  }

  /// The operation whose template fits best, or nil where none fits.
  /// - Parameter signingName: what the request is signed for, where that is known.
  func find(_ line: RequestLine, path: RequestPath, signingName: String?) -> RoutedOperation? {
    // One level deeper each time, and never deeper than the templates are long.
    func visit(_ number: Int, _ depth: Int) -> Route? {
      let node = nodes[number]
      if depth == path.count { return best(node.ends, line, signingName) }
      if !path.isEmpty(depth) {
        if let next = node.literals[path.text(depth)], let found = visit(next, depth + 1) { return found }
        if let next = node.label, let found = visit(next, depth + 1) { return found }
      }
      let fitting = node.greedy.filter { fits(routes[$0].suffix, path, from: depth) }
      return best(fitting, line, signingName)
    }
    return visit(0, 0).map { RoutedOperation($0.operation, $0.template, path) }
  }

  /// Whether the path ends as the template does behind its greedy label, and leaves something to that.
  private func fits(_ suffix: ArraySlice<URITemplate.Segment>, _ path: RequestPath, from depth: Int) -> Bool {
    guard path.count - suffix.count > depth else { return false }
    return zip(suffix, (path.count - suffix.count)...).allSatisfy { segment, at in
      if case .literal(let text) = segment { path.text(at) == text } else { !path.isEmpty(at) }
    }
  }

  /// Of routes with one path, the one that says most of what is there; nil where no route has all that it needs.
  private func best(_ candidates: [Int], _ line: RequestLine, _ signingName: String?) -> Route? {
    var best: (route: Route, score: [Int])?
    for number in candidates {
      let route = routes[number]
      guard route.operation.method == line.method, let score = score(route, line, signingName) else { continue }
      if best.map({ $0.score.lexicographicallyPrecedes(score) }) ?? true { best = (route, score) }
    }
    return best?.route
  }

  private func score(_ route: Route, _ line: RequestLine, _ signingName: String?) -> [Int]? {
    for fixed in route.template.fixed {
      guard line.hasParameter(fixed.name, value: fixed.value) else { return nil }
    }
    for needed in route.operation.neededMembers {
      guard line.has(needed) else { return nil }
    }
    let isNamed = line.hasParameter("x-id", value: route.operation.name)
    let isSignedFor = signingName.map { route.signingNames.contains($0) } ?? false
    return [
      isNamed ? 1 : 0, route.suffix.count, route.template.fixed.count, route.operation.neededMembers.count,
      isSignedFor ? 1 : 0, route.operation.isDeprecated ? 0 : 1,
    ]
  }
}
