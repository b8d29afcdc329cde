// SPDX-License-Identifier: Apache-2.0

/// What is known of a request before it is compared: what it asks for, of whom and where.
package struct RequestIdentity: Sendable {
  package let action: Action
  /// The service in the index; nil for a request that is none of AWS's.
  package let service: Service?
  /// The operation by method, path and query, and the labels of its path; nil but for REST services.
  package let route: RoutedOperation?
  /// The protocol in which errors are answered.
  package let dialect: Dialect
  /// What the client signed for; nil where it did not sign.
  package let scope: SignatureScope?
  /// The region that the client signed for or that the host names; empty where neither says.
  package let region: String
  /// Answers to HEAD have no body (RFC 9110 §9.3.2).
  package let isHEAD: Bool

  /// Finds out by target header, signature, host, form and URI templates, in this order.
  ///
  /// - Parameter body: as much as there is of it: a form's `Action` is looked for in it.
  package init(_ head: HTTPRequestHead, body: ArraySlice<UInt8> = [], index: ServiceIndex) {
    let scope = SignatureScope(head)
    self.scope = scope
    isHEAD = head.method == "HEAD"
    region = RequestIdentity.region(scope, head, index)
    if let named = NamedOperation(head), let service = named.service(scope, index) {
      self.service = service
      action = Action(service: service.name, operation: named.operation)
      route = nil
      dialect = Dialect(head, service: service, isForm: false)
      return
    }
    let candidates = RequestIdentity.candidates(scope, head, index)
    let form = FormAction(head, body, candidates)
    let (service, route) =
      form.map { ($0.service(candidates), nil) } ?? RequestIdentity.route(head, candidates, scope?.service)
    self.service = service
    self.route = route
    action = Action(
      service: service?.name ?? scope?.service ?? "http",
      operation: form?.operation ?? route?.operation.name ?? "\(head.method) \(head.path)")
    dialect = Dialect(head, service: service, isForm: form != nil)
  }

  /// The operation in the index; nil for what is none, or is newer than the index.
  package var operation: Operation? { route?.operation ?? service?.operation(named: action.operation) }

  /// The action of a recorded request by its URI template, where the cassette is older than that and has method and
  /// path for it (`s3:GET /bucket/key`); else the recorded one.
  ///
  /// - Parameter host: where the request went to, if its head does not say.
  package static func action(
    recorded: Action, head: HTTPRequestHead, host: String? = nil, index: ServiceIndex
  ) -> Action {
    guard recorded.operation.contains(" "), let service = index.service(named: recorded.service) else {
      return recorded
    }
    var head = head
    if let host, !head.fields.contains("Host") { head.fields.append("Host", host) }
    if let named = NamedOperation(head), let service = named.service(nil, index) {
      return Action(service: service.name, operation: named.operation)
    }
    let candidates = narrowed(service.signingNames.flatMap { index.services(signingName: $0) }, head, index)
    let (found, route) = route(head, candidates, nil)
    guard let found, let route else { return recorded }
    return Action(service: found.name, operation: route.operation.name)
  }

  /// The services that may be meant, most plausible first.
  private static func candidates(
    _ scope: SignatureScope?, _ head: HTTPRequestHead, _ index: ServiceIndex
  ) -> [Service] {
    let signed = scope.map { index.services(signingName: $0.service) } ?? []
    if !signed.isEmpty { return narrowed(signed, head, index) }
    if let host = index.match(host: head.fields["Host"] ?? "") { return host.services }
    return head.isSignedWithVersion2 ? index.services(signingName: "s3") : []
  }

  /// Those of several services that are at the request's host, if that is a host of AWS.
  private static func narrowed(
    _ services: [Service], _ head: HTTPRequestHead, _ index: ServiceIndex
  ) -> [Service] {
    guard services.count > 1, let host = index.match(host: head.fields["Host"] ?? "") else { return services }
    let there = services.filter { service in host.services.contains { $0 === service } }
    return there.isEmpty ? services : there
  }

  /// The operation whose URI template spells out most of the path, and its service; else the likeliest service.
  private static func route(
    _ head: HTTPRequestHead, _ candidates: [Service], _ signingName: String?
  ) -> (Service?, RoutedOperation?) {
    var best: (service: Service, route: RoutedOperation)?
    for service in candidates {
      guard let route = service.route(head, signingName: signingName) else { continue }
      if best.map({ $0.route.closeness < route.closeness }) ?? true { best = (service, route) }
    }
    return (best?.service ?? candidates.first, best?.route)
  }

  private static func region(_ scope: SignatureScope?, _ head: HTTPRequestHead, _ index: ServiceIndex) -> String {
    if let scope, !scope.region.isEmpty { return scope.region }
    return index.match(host: head.fields["Host"] ?? "")?.region ?? ""
  }
}
