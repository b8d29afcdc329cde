// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Synchronization

/// What requests are made canonical by: the service index, the user's rules and a decoder of gzip.
///
/// Keeps what both say of each action, so that only the first request of an action looks it up. One is shared by all
/// that compare with each other; it may be used from any thread.
package final class CanonicalContext: Sendable {
  /// The bytes of a gzip file (RFC 1952), or nil where it is none or too large. The decoder bounds its output.
  package typealias Inflate = @Sendable (ArraySlice<UInt8>) -> [UInt8]?

  package let index: ServiceIndex
  package let rules: MatchRules
  /// Whether a service that AWS renamed is one service under both its names.
  package let unitesRenamed: Bool
  package let inflate: Inflate
  private let plans = Mutex<[Action: CanonicalPlan]>([:])
  /// Actions that are method and path may be without number: no more than this many are kept.
  private static let mostPlans = 4096

  package init(
    index: ServiceIndex = .standard, rules: MatchRules = .none, unitesRenamed: Bool = true,
    inflate: @escaping Inflate = { _ in nil }
  ) {
    self.index = index
    self.rules = rules
    self.unitesRenamed = unitesRenamed
    self.inflate = inflate
  }

  /// The action by which requests are compared: under its service's newest name.
  package func canonical(_ action: Action) -> Action {
    guard unitesRenamed else { return action }
    return Action(service: ServiceRenames.canonicalName(of: action.service), operation: action.operation)
  }

  /// Whether the answers to an action are documents of the service's, and no files of the user's.
  package func answersDocument(_ action: Action) -> Bool {
    let operation = index.service(named: action.service)?.operation(named: action.operation)
    return operation.map { $0.responsePayload == .document } ?? true
  }

  /// What the user's rules say of what an action does; nil where they say nothing.
  package func kind(of action: Action) -> ActionKind? { rules.kind(of: names(of: canonical(action))) }

  /// An action under all the names of its service: rules may use any of them.
  private func names(of action: Action) -> [Action] {
    guard unitesRenamed else { return [action] }
    return [action]
      + ServiceRenames.oldNames(of: action.service).map { Action(service: $0, operation: action.operation) }
  }

  func plan(for action: Action) -> CanonicalPlan {
    if let plan = plans.withLock({ $0[action] }) { return plan }
    let plan = CanonicalPlan(action, index: index, rules: rules.rules(for: names(of: action)))
    plans.withLock { plans in
      if plans.count < CanonicalContext.mostPlans { plans[action] = plan }
    }
    return plan
  }
}

/// What there is to know of one action before its requests are compared.
final class CanonicalPlan: Sendable {
  let service: Service?
  let operation: Operation?
  let rules: ActionRules
  /// Where idempotency tokens stand in the compared document, in the order of the index.
  let tokens: [DocumentPath]
  let paths: CanonicalPaths?
  /// The same where texts are written as skeletons: what a rule lets bind is there, whatever it is.
  let skeletonPaths: CanonicalPaths?
  /// The headers that count, in lower case, and the beginnings of more such names.
  let headers: Set<String>
  let headerPrefixes: [String]
  /// The names of query parameters that only tell the operation.
  let fixedParameters: Set<ArraySlice<UInt8>>

  init(_ action: Action, index: ServiceIndex, rules: ActionRules) {
    let service = index.service(named: action.service)
    let operation = service?.operation(named: action.operation)
    let places = operation?.idempotencyTokens ?? []
    self.service = service
    self.operation = operation
    self.rules = rules
    tokens = places.map { CanonicalPlan.path(to: $0, in: service) }
    paths = CanonicalPaths(placeholders: PathSet(tokens), omitted: rules.ignored, kept: rules.kept)
    skeletonPaths = CanonicalPaths(
      placeholders: PathSet(tokens + rules.boundPaths), omitted: rules.ignored, kept: rules.kept)
    let tokenHeaders = places.compactMap { $0.location == .header ? $0.path.first?.asciiLowercased : nil }
    headers = Set((operation?.headerMembers ?? []) + tokenHeaders)
    headerPrefixes = operation?.headerPrefixes ?? []
    let template = operation.map { URITemplate($0.uri) }
    fixedParameters = Set((template?.fixed ?? []).map { Array($0.name.utf8)[...] } + [Array("x-id".utf8)[...]])
  }

  /// The path of a token in the compared document, which for REST services has the parts of the request as members.
  private static func path(to place: WirePlace, in service: Service?) -> DocumentPath {
    let names = place.path.map { DocumentPath.Step.name($0) }
    guard let service, service.isREST else { return DocumentPath(steps: names) }
    switch place.location {
    case .uri: return DocumentPath(steps: [.name("uri")] + names)
    case .query: return DocumentPath(steps: [.name("query")] + names)
    case .header: return DocumentPath(steps: [.name("headers")] + place.path.map { .name($0.asciiLowercased) })
    // In XML the path begins below the root element, whatever that is called.
    case .body: return DocumentPath(steps: [.name("body")] + (service.isRESTXML ? [.any] : []) + names)
    }
  }
}

extension Service {
  /// Whether bodies of its REST operations are XML, else they are JSON.
  var isRESTXML: Bool { protocols.contains("rest-xml") }
}
