// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// The compared documents of requests that are more than a body.
extension CanonicalRequest {
  /// Room for a body as large and deep as may be, and what is round it.
  private static let limits = DocumentLimits(bytes: .max, depth: DocumentLimits.standard.depth + 3, nodes: .max)

  /// What an operation of a REST service is asked; nil where that is not what the request asks for.
  static func rest(
    _ plan: CanonicalPlan, _ head: HTTPRequestHead, _ body: CanonicalBody.Content, _ route: RoutedOperation?,
    _ host: () -> String?
  ) -> Document? {
    guard let service = plan.service, let operation = plan.operation, service.isREST,
      let route = route ?? service.route(head.at(host)), route.operation.name == operation.name
    else { return nil }
    let kind: CanonicalBody.Kind =
      operation.requestPayload != .document ? .text : service.isRESTXML ? .xml : .json
    return try? build { (builder) throws(DocumentError) in
      if !route.labels.isEmpty {
        try builder.name("uri".utf8)
        try builder.open(.object)
        for label in route.labels {
          try builder.name(label.name.utf8)
          try builder.string(lossless(label.value))
        }
        builder.close()
      }
      try append(query: head, to: &builder) { plan.fixedParameters.contains($0) }
      try append(headers: head.fields, plan, to: &builder)
      try CanonicalBody.append(body, as: kind, isEmptyObjectLeftOut: true, to: &builder)
    }
  }

  static func plain(_ head: HTTPRequestHead, _ body: CanonicalBody.Content) -> Document {
    let document = try? build { (builder) throws(DocumentError) in
      try builder.name("method".utf8)
      try builder.string(head.method.utf8)
      try builder.name("path".utf8)
      try builder.string(PercentEncoding.normalised(target: head.path).utf8)
      try append(query: head, to: &builder) { _ in false }
      try CanonicalBody.append(body, as: body.kind(head.fields["Content-Type"]), to: &builder)
    }
    // Only a request of more than 4 GiB has none.
    return document ?? .empty
  }

  private static func build(
    _ members: (inout DocumentBuilder) throws(DocumentError) -> Void
  ) throws(DocumentError) -> Document {
    var builder = DocumentBuilder(limits: limits)
    try builder.open(.object)
    try members(&builder)
    builder.close()
    return builder.document()
  }

  private static func append(
    query head: HTTPRequestHead, to builder: inout DocumentBuilder, leavesOut: (ArraySlice<UInt8>) -> Bool
  ) throws(DocumentError) {
    guard let query = head.queryWithoutSignature else { return }
    let fields = try FormReader.read(
      Array(query.utf8)[...], isFolded: false, plusIsSpace: false, limits: limits, leavesOut: leavesOut)
    guard fields.root.count > 0 else { return }
    try builder.name("query".utf8)
    try builder.copy(fields.root)
  }

  /// The headers that mean something to the operation; the values of one name are one list (RFC 9110 §5.3).
  private static func append(
    headers fields: HTTPFields, _ plan: CanonicalPlan, to builder: inout DocumentBuilder
  ) throws(DocumentError) {
    if plan.headers.isEmpty, plan.headerPrefixes.isEmpty { return }
    var values: [String: [String]] = [:]
    for field in fields {
      let name = field.name.asciiLowercased
      guard plan.headers.contains(name) || plan.headerPrefixes.contains(where: { name.hasPrefix($0) }) else { continue }
      values[name, default: []].append(field.value)
    }
    // How a body is chunked is no part of what is asked.
    if values["content-encoding"] != nil {
      values["content-encoding"] = AWSChunked.contentEncoding(fields).map { [$0] }
    }
    if values.isEmpty { return }
    try builder.name("headers".utf8)
    try builder.open(.object)
    for (name, list) in values.sorted(by: { $0.key < $1.key }) {
      try builder.name(name.utf8)
      try builder.string(list.joined(separator: ", ").utf8)
    }
    builder.close()
  }
}

extension CanonicalBody.Content {
  fileprivate func kind(_ contentType: String?) -> CanonicalBody.Kind {
    switch self {
    case .bytes(let bytes): CanonicalBody.Kind(contentType, bytes)
    case .digest: .blob
    }
  }
}

extension HTTPRequestHead {
  /// The head with `Host`, its own if it has one.
  fileprivate func at(_ host: () -> String?) -> HTTPRequestHead {
    guard !fields.contains("Host"), let host = host() else { return self }
    var head = self
    head.fields.append("Host", host)
    return head
  }

  /// The query but for what presigns the request; nil where there is none.
  var queryWithoutSignature: Substring? {
    guard query != nil else { return nil }
    let target = targetWithoutSignature
    return target.firstIndex(of: "?").map { target[target.index(after: $0)...] }
  }
}
