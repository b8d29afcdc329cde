// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// Turns a client's request into the one that goes to the upstream: where to, with which fields, signed anew.
package struct Forwarder: Sendable {
  package enum Route: Sendable {
    /// The service's own AWS endpoint.
    case aws(fips: Bool, dualStack: Bool)
    /// Scheme and authority of one endpoint for all services.
    case fixed(origin: String)
  }

  package let upstream: any Upstream
  private let route: Route
  private let credentials: any CredentialSource
  private let defaultRegion: String?
  private let index: ServiceIndex

  /// - Parameter defaultRegion: for requests that name none, because they are not signed.
  package init(
    upstream: any Upstream, route: Route, credentials: any CredentialSource, defaultRegion: String?,
    index: ServiceIndex = .standard
  ) {
    self.upstream = upstream
    self.route = route
    self.credentials = credentials
    self.defaultRegion = defaultRegion
    self.index = index
  }

  /// The request as it leaves. What the client did not sign is not signed.
  func prepare(
    _ head: HTTPRequestHead, identity: RequestIdentity, payloadHash: String, body: UpstreamRequest.Body,
    at time: Timestamp
  ) throws(ForwardError) -> UpstreamRequest {
    let destination = try destination(head, identity)
    let authority = destination.origin.drop { $0 != "/" }.drop { $0 == "/" }
    var fields: HTTPFields = [HTTPField("Host", String(authority))]
    fields.list.reserveCapacity(head.fields.list.count + 5)
    for field in HopByHop.removed(from: head.fields) where !Self.ownNames.contains(where: field.isNamed) {
      fields.list.append(field)
    }
    // An answer that is compressed for this one client could not be replayed to another.
    fields.append("Accept-Encoding", "identity")
    var out = HTTPRequestHead(
      method: head.method,
      target: destination.path + PercentEncoding.normalised(target: head.targetWithoutSignature), fields: fields)
    if identity.scope != nil {
      let own: Credentials
      do {
        own = try credentials.current()
      } catch {
        throw ForwardError(.credentials, "\(error)")
      }
      SigV4(region: destination.region, service: destination.signingName)
        .sign(&out, payloadHash: payloadHash, credentials: own, at: time)
    }
    return UpstreamRequest(
      origin: destination.origin, head: out, body: body, clientKeyID: identity.scope?.accessKeyID,
      isRepeatable: { [index, action = identity.action] in
        ActionKind(action, head: head, index: index) == .read || ActionKind.isRepeatable(action, index: index)
      })
  }

  /// What the client said of these was for this connection.
  private static let ownNames = ["Host", "Content-Length", "Expect", "Accept-Encoding"]

  private func destination(
    _ head: HTTPRequestHead, _ identity: RequestIdentity
  ) throws(ForwardError) -> (origin: String, path: String, region: String, signingName: String) {
    let region = identity.region.isEmpty ? defaultRegion ?? "" : identity.region
    switch route {
    case .fixed(let origin):
      return (origin, Self.bucket(head, identity), region, identity.scope?.service ?? "")
    case .aws(let fips, let dualStack):
      guard let service = identity.service else {
        throw ForwardError(
          .endpoint, "no AWS service is known for \(identity.action); name its endpoint with --upstream URL")
      }
      guard
        let endpoint = index.endpoint(
          of: service, region: region, fips: fips, dualStack: dualStack, operation: identity.operation)
      else {
        let place = region.isEmpty ? "without a region; set AWS_REGION" : "in region '\(region)'"
        throw ForwardError(.endpoint, "\(service.name) has no known endpoint \(place), or name it with --upstream URL")
      }
      // A few endpoints have a path (geo-routes: /v2), which stands before that of every request.
      let host = endpoint.url.dropFirst("https://".count).prefix { $0 != "/" }
      let path = endpoint.url.dropFirst("https://".count + host.count)
      let prefix = identity.operation?.hostPrefix?.text(for: head) ?? ""
      return (
        "https://\(prefix)\(host)", path + Self.bucket(head, identity), endpoint.signingRegion, endpoint.signingName
      )
    }
  }

  /// The path of the bucket that the client put before its host, which is not the host that this goes to.
  static func bucket(_ head: HTTPRequestHead, _ identity: RequestIdentity) -> String {
    guard identity.service?.name == "s3", let bucket = S3Bucket.name(inHost: head.fields["Host"] ?? ""),
      let label = identity.route?.labels.first, label.value.elementsEqual(bucket.utf8)
    else { return "" }
    return "/\(bucket)"
  }
}

/// Why a request cannot be forwarded.
package struct ForwardError: Error, Sendable {
  package enum Code: Sendable { case credentials, endpoint }
  package let code: Code
  package let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
