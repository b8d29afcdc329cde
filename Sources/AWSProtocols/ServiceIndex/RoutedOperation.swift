// SPDX-License-Identifier: Apache-2.0

/// The operation that a REST request asks for, and what its path says.
package struct RoutedOperation: Sendable {
  /// A part of the path that a member of the input is bound to.
  package struct Label: Hashable, Sendable {
    package let name: String
    /// Without percent-encoding; any bytes.
    package let value: [UInt8]
  }

  package let operation: Operation
  /// In the order of the template.
  package let labels: [Label]
  /// How much of the path the template spells out, to choose between services.
  let closeness: Int

  /// - Parameter path: one that fits the template.
  init(_ operation: Operation, _ template: URITemplate, _ path: RequestPath) {
    self.operation = operation
    closeness = template.closeness(to: path)
    let greedy = template.segments.firstIndex { if case .greedy = $0 { true } else { false } }
    labels = template.segments.enumerated().compactMap { number, segment in
      // Behind a greedy label, segments are counted from the end.
      let isBehind = greedy.map { number > $0 } ?? false
      let at = isBehind ? path.count - (template.segments.count - number) : number
      switch segment {
      case .literal: return nil
      case .label(let name): return Label(name: name, value: path.decoded(at))
      case .greedy(let name):
        let behind = template.segments.count - number - 1
        return Label(name: name, value: path.decodedRest(from: number, dropping: behind))
      }
    }
  }
}

extension Service {
  /// Whether its operations are told by method and path.
  package var isREST: Bool { protocols.contains { $0.hasPrefix("rest-") } }

  /// The operation of a request to this service; nil for a service that is not REST, and where no URI template fits.
  ///
  /// The template with more literal segments goes first, then the one with more fixed query parameters, then the one
  /// that needs more query and header members that are there. The bucket of an S3 request may be in its `Host`.
  /// - Parameter signingName: what the request is signed for, where that is known.
  package func route(_ head: HTTPRequestHead, signingName: String? = nil) -> RoutedOperation? {
    guard isREST else { return nil }
    let line = RequestLine(head)
    func find(_ path: some StringProtocol) -> RoutedOperation? {
      RequestPath(path).flatMap { routes.find(line, path: $0, signingName: signingName) }
    }
    if name == "s3", let bucket = S3Bucket.name(inHost: head.fields["Host"] ?? ""),
      let found = find("/\(bucket)\(head.path)")
    {
      return found
    }
    if let found = find(head.path) { return found }
    let base = endpoints.basePaths.first { head.path.hasPrefix($0 + "/") }
    return base.flatMap { find(head.path.dropFirst($0.count)) }
  }
}
