// SPDX-License-Identifier: Apache-2.0

/// What is known of a request before it is compared: what it asks for, of whom and where.
package struct RequestIdentity: Sendable {
  package let action: Action
  /// The service in the index; nil for a request that is none of AWS's.
  package let service: Service?
  /// The protocol in which errors are answered.
  package let dialect: Dialect
  /// What the client signed for; nil where it did not sign.
  package let scope: SignatureScope?
  /// The region that the client signed for or that the host names; empty where neither says.
  package let region: String
  /// Answers to HEAD have no body (RFC 9110 §9.3.2).
  package let isHEAD: Bool

  /// Finds out by target header, signature, form and host, in this order.
  ///
  /// - Parameter body: as much as there is of it: a form's `Action` is looked for in it.
  package init(_ head: HTTPRequestHead, body: ArraySlice<UInt8> = [], index: ServiceIndex) {
    let scope = SignatureScope(head)
    self.scope = scope
    isHEAD = head.method == "HEAD"
    let target = head.fields["X-Amz-Target"].flatMap(RequestIdentity.split)
    if let target, let service = RequestIdentity.service(of: target, scope, index) {
      self.service = service
      action = Action(service: service.name, operation: String(target.operation))
      dialect = Dialect(head, service: service, isForm: false)
      region = RequestIdentity.region(scope, head, index)
      return
    }
    let candidates = scope.map { index.services(signingName: $0.service) } ?? []
    let host = candidates.isEmpty ? RequestIdentity.host(head, index) : nil
    region = RequestIdentity.region(scope, head, index)
    let form = RequestIdentity.formAction(head, body)
    let service =
      form.flatMap { name in candidates.first { $0.operation(named: name) != nil } } ?? candidates.first
      ?? host?.service
    self.service = service
    action = Action(
      service: service?.name ?? scope?.service ?? "http", operation: form ?? "\(head.method) \(head.path)")
    dialect = Dialect(head, service: service, isForm: form != nil)
  }

  private static func host(_ head: HTTPRequestHead, _ index: ServiceIndex) -> (service: Service, region: String?)? {
    index.service(host: (head.fields["Host"] ?? "").prefix { $0 != ":" })
  }

  private static func region(_ scope: SignatureScope?, _ head: HTTPRequestHead, _ index: ServiceIndex) -> String {
    if let scope, !scope.region.isEmpty { return scope.region }
    return host(head, index)?.region ?? ""
  }

  /// The service of a target: by its prefix; where two share that, by the operation or the signature.
  private static func service(
    of target: (prefix: Substring, operation: Substring), _ scope: SignatureScope?, _ index: ServiceIndex
  ) -> Service? {
    let services = index.services(targetPrefix: target.prefix)
    if services.count < 2 { return services.first ?? scope.flatMap { index.services(signingName: $0.service).first } }
    return services.first { $0.operation(named: target.operation) != nil } ?? services.first
  }

  /// `PREFIX.Operation`; the prefix may have dots itself.
  private static func split(_ target: String) -> (prefix: Substring, operation: Substring)? {
    guard let dot = target.lastIndex(of: ".") else { return nil }
    let operation = target[target.index(after: dot)...]
    return operation.isEmpty ? nil : (target[..<dot], operation)
  }

  /// The `Action` of awsQuery and ec2Query, in the body or, with GET, in the query.
  private static func formAction(_ head: HTTPRequestHead, _ body: ArraySlice<UInt8>) -> String? {
    let isForm = MediaType(head.fields["Content-Type"]) == .form
    let fields =
      isForm && !body.isEmpty
      ? FormField.parse(body, plusIsSpace: true) : FormField.parse((head.query ?? "").utf8, plusIsSpace: true)
    return fields.first { $0.name.elementsEqual("Action".utf8) && !$0.value.isEmpty }
      .map { String(decoding: $0.value, as: UTF8.self) }
  }
}
