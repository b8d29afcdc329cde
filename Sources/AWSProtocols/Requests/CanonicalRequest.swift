// SPDX-License-Identifier: Apache-2.0

package import Documents

/// The normal form of a request: equal for two requests that mean the same.
///
/// It is the action and one document (``form``). Signature, transport and SDK headers are no part of it; content
/// encodings of the body are undone; idempotency tokens stand as placeholders.
package struct CanonicalRequest: Sendable {
  /// What the compared document is.
  package enum Form: String, Sendable {
    /// The body of an awsJson request; an empty one is an empty object.
    case json
    /// The fields of an awsQuery or ec2Query request, folded, without `Action`.
    case query
    /// The body of an RPC v2 CBOR request; an empty one is an empty object.
    case cbor
    /// An object of `uri` (labels of the path), `query`, `headers` (those that the model binds, in lower case) and
    /// `body`, of which empty ones are left out.
    case rest
    /// For all else an object of `method`, `path`, `query` and `body`, of which empty ones are left out.
    case plain
  }

  package let action: Action
  package let form: Form
  package let document: Document
  private let plan: CanonicalPlan

  /// - Parameters:
  ///   - head: the request as it came.
  ///   - body: all of the body, with its encodings.
  ///   - route: where the path of a REST request leads, if that is known; else it is found out.
  ///   - host: where a recorded request went to, whose head has no `Host`: S3 may have its bucket there.
  package init(
    action: Action, head: HTTPRequestHead, body: ArraySlice<UInt8>, context: CanonicalContext,
    route: RoutedOperation? = nil, host: @autoclosure () -> String? = nil
  ) {
    let plan = context.plan(for: action)
    self.action = action
    self.plan = plan
    var body = CanonicalBody.decoded(body, head, context)
    if context.unitesRenamed { body = ServiceRenames.renamed(body, of: action.service) }
    if head.fields.contains("X-Amz-Target"), let document = CanonicalRequest.rpc(body, .json) {
      (form, self.document) = (.json, document)
    } else if head.fields["smithy-protocol"] == "rpc-v2-cbor", let document = CanonicalRequest.rpc(body, .cbor) {
      (form, self.document) = (.cbor, document)
    } else if let document = CanonicalRequest.query(plan, head, body) {
      (form, self.document) = (.query, document)
    } else if let document = CanonicalRequest.rest(plan, head, .bytes(body), route, host) {
      (form, self.document) = (.rest, document)
    } else {
      (form, document) = (.plain, CanonicalRequest.plain(head, .bytes(body)))
    }
  }

  /// The same for a request whose body is too large to be held.
  /// - Parameter digest: of the body without its `aws-chunked` coding.
  package init(
    action: Action, head: HTTPRequestHead, digest: BodyDigest, context: CanonicalContext,
    route: RoutedOperation? = nil, host: @autoclosure () -> String? = nil
  ) {
    plan = context.plan(for: action)
    self.action = action
    if let document = CanonicalRequest.rest(plan, head, .digest(digest), route, host) {
      (form, self.document) = (.rest, document)
    } else {
      (form, document) = (.plain, CanonicalRequest.plain(head, .digest(digest)))
    }
  }

  /// The key under which a tape holds the request.
  package var key: CanonicalKey { key(.literal) }

  /// The key with texts in another form.
  package func key(_ texts: TextForm) -> CanonicalKey {
    var writer = CanonicalWriter(paths: texts.isSkeleton ? plan.skeletonPaths : plan.paths, form: texts)
    writer.begin(with: action, form)
    do {
      try writer.write(document.root)
      return CanonicalKey(hashing: writer.bytes)
    } catch {
      // Members that stand twice have no meaning that all agree on: such a body is equal to itself as written.
      var writer = CanonicalWriter()
      writer.begin(with: action, form)
      writer.append("=")
      writer.writeAsIs(document.root)
      return CanonicalKey(hashing: writer.bytes)
    }
  }

  /// Which places of the document are no part of the key: idempotency tokens, and what the user's rules ignore; nil
  /// where all are.
  package var paths: CanonicalPaths? { plan.paths }

  /// What the user's rules say of the action.
  package var rules: ActionRules { plan.rules }

  /// The idempotency tokens that the request has and that no rule says something else of, in the order of the index.
  package var tokens: [String] {
    plan.tokens.compactMap { path in
      var value = document.root
      var place = plan.paths
      for step in path.steps {
        guard let member = value.members.first(where: { $0.name.isNamed(step) }) else { return nil }
        value = member.value
        place = member.name.withBytes { place?.member($0) }
      }
      guard let place, place.isPlaceholder, !place.isOmitted else { return nil }
      return value.string
    }
  }

  private static func rpc(_ body: ArraySlice<UInt8>, _ form: Form) -> Document? {
    if body.isEmpty { return .empty }
    return form == .cbor ? try? CBORReader.read(body) : try? JSONReader.read(Array(body))
  }

  /// The fields of a form or, without a body, of the query; nil where it is not a service's known operation that is asked.
  private static func query(
    _ plan: CanonicalPlan, _ head: HTTPRequestHead, _ body: ArraySlice<UInt8>
  ) -> Document? {
    guard let service = plan.service, plan.operation != nil, !service.isREST, head.path == "/" else { return nil }
    let query = Array((head.queryWithoutSignature ?? "").utf8)
    // SQS takes forms still, though its model has forgotten them.
    let isForm = MediaType(head.fields["Content-Type"]) == .form
    guard body.isEmpty ? !query.isEmpty : isForm && query.isEmpty else { return nil }
    return try? FormReader.read(body.isEmpty ? query[...] : body, isFolded: true) { name in
      name.elementsEqual("Action".utf8)
    }
  }
}

extension DocumentValue {
  /// Whether a member name is the next step of a path, any being one for `*`.
  fileprivate func isNamed(_ step: DocumentPath.Step) -> Bool {
    guard case .name(let name) = step else { return true }
    return bytes.elementsEqual(name.utf8)
  }
}

extension CanonicalWriter {
  /// The action stands before the request, so that equal bodies of two operations have two keys.
  fileprivate mutating func begin(with action: Action, _ form: CanonicalRequest.Form) {
    append(action.service)
    append(":")
    append(action.group.operation)
    append("\0")
    // An answer in JSON is none to who asked in CBOR or with a form.
    if form != .json {
      append(form.rawValue)
      append("\0")
    }
  }
}
