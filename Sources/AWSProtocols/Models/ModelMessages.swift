// SPDX-License-Identifier: Apache-2.0

extension Service {
  /// Whether the model says what messages in that form look like. SQS's has forgotten the names in forms, which it takes
  /// still.
  package func hasModel(of dialect: Dialect) -> Bool { notation(dialect) != nil }

  /// What the body of a successful answer looks like, with what the protocol puts round it; nil where the model does not
  /// know the form.
  ///
  /// The root element of XML may have any name. An operation without an output has an empty structure, and one that
  /// answers with bytes or text may answer with anything.
  package func answer(of operation: Operation, in dialect: Dialect) -> ModelCursor? {
    guard let notation = notation(dialect) else { return nil }
    let output = shapes.operation(operation.number).output
    if operation.responsePayload == .events { return ModelCursor(shapes, .scalar(.eventStream), notation) }
    switch dialect {
    case .awsQuery:
      let id = member("RequestId", text(notation))
      return root(
        notation,
        members: [
          member("\(operation.name)Result", ModelCursor(shapes, .shape(output), notation)),
          member("ResponseMetadata", ModelCursor(shapes, .envelope(.init(members: [id])), notation)),
        ])
    case .ec2Query:
      return root(
        notation, members: ["requestId", "RequestId"].map { member($0, text(notation)) },
        inner: ModelCursor(shapes, .shape(output), notation))
    case .restJson1, .restXml: return body(output, notation, operation.responsePayload)
    case .awsJson1_0, .awsJson1_1, .rpcv2Cbor, .http: return ModelCursor(shapes, .shape(output), notation)
    }
  }

  /// What a request looks like, as ``CanonicalRequest/document`` has it; nil where the model does not know the form.
  package func request(of operation: Operation, in dialect: Dialect) -> ModelCursor? {
    guard let notation = notation(dialect) else { return nil }
    let input = shapes.operation(operation.number).input
    switch dialect {
    case .awsQuery, .ec2Query:
      let notation: ModelCursor.Notation = dialect == .ec2Query ? .ec2Form : .form
      let own = Self.fieldsOfQuery.map { member($0, text(notation)) }
      return ModelCursor(
        shapes, .envelope(.init(members: own, inner: ModelCursor(shapes, .shape(input), notation))), notation)
    case .restJson1, .restXml: return rest(operation, input, notation)
    case .awsJson1_0, .awsJson1_1, .rpcv2Cbor, .http: return ModelCursor(shapes, .shape(input), notation)
    }
  }

  /// The headers of a successful answer that members are bound to.
  package func answerHeaders(of operation: Operation) -> [ModelHeader] {
    shapes.members(of: shapes.operation(operation.number).output).compactMap { header in
      guard header.binding == .header || header.binding == .headers else { return nil }
      let isPrefix = header.binding == .headers
      let shape = isPrefix ? shapes.shape(header.shape).inner : header.shape
      return ModelHeader(
        name: String(decoding: shapes.name(header.name), as: UTF8.self), isPrefix: isPrefix,
        isRequired: header.isRequired, place: ModelCursor(shapes, .shape(shape), .header))
    }
  }

  /// Where the results of an operation with pages stand; nil for any other.
  package func pagination(of operation: Operation) -> Pagination? {
    if operation.pages.isEmpty { return nil }
    let shapes = shapes.operation(operation.number)
    return Pagination(tokens: operation.pages, results: shapes.results, more: shapes.more)
  }

  /// Fields of any Query request, those of signatures of version 2 among them.
  private static let fieldsOfQuery = [
    "Version", "AWSAccessKeyId", "Expires", "SecurityToken", "Signature", "SignatureMethod", "SignatureVersion",
    "Timestamp",
  ]

  /// How the service writes bodies of answers in that form.
  func notation(_ dialect: Dialect) -> ModelCursor.Notation? {
    switch dialect {
    case .awsJson1_0, .awsJson1_1: protocols.contains { $0.hasPrefix("json") } ? .json : nil
    case .restJson1: protocols.contains("rest-json") ? .json : nil
    case .rpcv2Cbor: protocols.contains("smithy-rpc-v2-cbor") ? .cbor : nil
    case .awsQuery: protocols.contains("query") ? .xml : nil
    case .ec2Query: protocols.contains("ec2") ? .xml : nil
    case .restXml: isRESTXML ? .xml : nil
    case .http: nil
    }
  }

  func member(_ name: String, _ place: ModelCursor, isRequired: Bool = false) -> ModelCursor.Member {
    ModelCursor.Member(name: name, isRequired: isRequired, place: place)
  }

  func text(_ notation: ModelCursor.Notation) -> ModelCursor { ModelCursor(shapes, .scalar(.string), notation) }

  /// A document of one element of any name.
  func root(
    _ notation: ModelCursor.Notation, members: [ModelCursor.Member] = [], inner: ModelCursor? = nil
  ) -> ModelCursor {
    let element = ModelCursor(shapes, .envelope(.init(members: members, inner: inner)), notation)
    return ModelCursor(shapes, .envelope(.init(others: element)), notation)
  }

  /// What stands in the body of a REST message; anything where that is no document of the protocol.
  private func body(
    _ message: Int, _ notation: ModelCursor.Notation, _ payload: Operation.Payload
  ) -> ModelCursor {
    guard payload == .document else { return ModelCursor(shapes, .scalar(.document), notation) }
    let member = shapes.members(of: message).first { $0.binding == .payload }
    let content = ModelCursor(shapes, member.map { .shape($0.shape) } ?? .bound(message, .body), notation)
    return content.isText ? ModelCursor(shapes, .envelope(.init(others: content)), notation) : content
  }

  private func rest(_ operation: Operation, _ input: Int, _ notation: ModelCursor.Notation) -> ModelCursor {
    let members = shapes.members(of: input)
    func part(_ name: String, _ binding: ShapeTable.Binding, _ notation: ModelCursor.Notation) -> ModelCursor.Member {
      member(
        name, ModelCursor(shapes, .bound(input, binding), notation),
        isRequired: members.contains { $0.binding == binding && $0.isRequired })
    }
    let headers = ModelCursor(shapes, .bound(input, .header), .header)
    // Of these no recording says whether they were sent.
    let uncertain = headers.members.filter { !operation.headerMembers.contains($0.name) }
      .map { member($0.name, $0.place) }
    let isHeaderRequired = headers.members.contains { one in
      one.isRequired && !uncertain.contains { $0.name == one.name }
    }
    let body = body(input, notation, operation.requestPayload)
    return ModelCursor(
      shapes,
      .envelope(
        .init(members: [
          part("uri", .label, .uri), part("query", .query, .uri),
          member(
            "headers", ModelCursor(shapes, .envelope(.init(members: uncertain, inner: headers)), .header),
            isRequired: isHeaderRequired),
          member(
            "body", body,
            isRequired: members.contains { ($0.binding == .body || $0.binding == .payload) && $0.isRequired }),
        ])), notation)
  }
}
