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

  /// Finds out by target header, signature, form and host, in this order.
  ///
  /// - Parameter body: as much as there is of it: a form's `Action` is looked for in it.
  package init(_ head: HTTPRequestHead, body: ArraySlice<UInt8> = [], index: ServiceIndex) {
    let scope = SignatureScope(head)
    let host = index.service(host: (head.fields["Host"] ?? "").prefix { $0 != ":" })
    self.scope = scope
    region = scope.map(\.region).flatMap { $0.isEmpty ? nil : $0 } ?? host?.region ?? ""
    let target = head.fields["X-Amz-Target"].flatMap(RequestIdentity.split)
    let byTarget = target.flatMap { index.service(targetPrefix: $0.prefix) }
    let candidates = scope.map { index.services(signingName: $0.service) } ?? []
    if let target, let service = byTarget ?? candidates.first {
      self.service = service
      action = Action(service: service.name, operation: String(target.operation))
      dialect = Dialect(head, service: service, isForm: false)
    } else if let form = RequestIdentity.formAction(head, body) {
      let service = candidates.first { $0.operation(named: form) != nil } ?? candidates.first ?? host?.service
      self.service = service
      action = Action(service: service?.name ?? scope?.service ?? "http", operation: form)
      dialect = Dialect(head, service: service, isForm: true)
    } else {
      let service = candidates.first ?? host?.service
      self.service = service
      action = Action(
        service: service?.name ?? scope?.service ?? "http", operation: "\(head.method) \(head.path)")
      dialect = Dialect(head, service: service, isForm: false)
    }
  }

  /// `PREFIX.Operation`; the prefix may have dots itself.
  private static func split(_ target: String) -> (prefix: Substring, operation: Substring)? {
    guard let dot = target.lastIndex(of: ".") else { return nil }
    let operation = target[target.index(after: dot)...]
    return operation.isEmpty ? nil : (target[..<dot], operation)
  }

  /// The `Action` of awsQuery and ec2Query, in the body or, with GET, in the query.
  private static func formAction(_ head: HTTPRequestHead, _ body: ArraySlice<UInt8>) -> String? {
    let isForm = (head.fields["Content-Type"] ?? "").asciiLowercased.hasPrefix("application/x-www-form-urlencoded")
    let fields =
      isForm && !body.isEmpty
      ? FormField.parse(body, plusIsSpace: true) : FormField.parse((head.query ?? "").utf8, plusIsSpace: true)
    return fields.first { $0.name.elementsEqual("Action".utf8) && !$0.value.isEmpty }
      .map { String(decoding: $0.value, as: UTF8.self) }
  }
}
