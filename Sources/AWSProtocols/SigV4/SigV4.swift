// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// AWS Signature Version 4 with HMAC-SHA256 in the `Authorization` header.
///
/// After "Signature Version 4 signing process" of the AWS General Reference. Nothing in it reads a clock.
package struct SigV4: Sendable {
  package var region: String
  /// The signing name (`codestar-connections`, `s3`).
  package var service: String

  package init(region: String, service: String) {
    self.region = region
    self.service = service
  }

  /// S3 signs the path as it is sent; all others normalise it and encode it once more.
  private var keepsPath: Bool { ["s3", "s3-outposts", "s3-object-lambda", "s3express"].contains(service) }

  /// The value of `x-amz-content-sha256` for a body that is not part of the signature.
  package static let unsignedPayload = "UNSIGNED-PAYLOAD"

  /// Signs a request: sets `X-Amz-Date`, `X-Amz-Security-Token` (or removes it), `X-Amz-Content-Sha256` where the
  /// service wants it, and `Authorization`.
  ///
  /// `Host` must be among the fields. Signed are it, `Content-Type`, `Content-MD5` and all `x-amz-` fields; hop-by-hop
  /// and tracing fields are not, because a proxy on the way may change them.
  /// - Parameter payloadHash: SHA-256 of the body in hex, or one of the words that stand for it.
  package func sign(
    _ head: inout HTTPRequestHead, payloadHash: String, credentials: Credentials, at time: Timestamp
  ) {
    head.fields.remove("Authorization")
    head.fields.set("X-Amz-Date", time.basic)
    if let token = credentials.sessionToken {
      head.fields.set("X-Amz-Security-Token", token)
    } else {
      head.fields.remove("X-Amz-Security-Token")
    }
    if keepsPath || head.fields.contains("X-Amz-Content-Sha256") || payloadHash == SigV4.unsignedPayload {
      head.fields.set("X-Amz-Content-Sha256", payloadHash)
    }
    let names = Set(head.fields.map(\.name.asciiLowercased).filter(SigV4.isSigned)).sorted()
    let date = String(time.basic.prefix(8))
    let signature = signature(
      of: head, signedHeaders: names, payloadHash: payloadHash, date: date, stamp: time.basic,
      secret: credentials.secretAccessKey)
    head.fields.append(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(date)/\(region)/\(service)/aws4_request, "
        + "SignedHeaders=\(names.joined(separator: ";")), Signature=\(signature)")
  }

  /// Whether the request carries the signature that `credentials` would have made, in its header or presigned.
  ///
  /// The date of the signature is not judged: the caller knows what time it takes for now.
  package static func verify(_ head: HTTPRequestHead, payloadHash: String, credentials: Credentials) -> Bool {
    guard let scope = SignatureScope(head), scope.algorithm == "AWS4-HMAC-SHA256",
      scope.accessKeyID == credentials.accessKeyID
    else { return false }
    var head = head
    let stamp: String?
    switch scope.place {
    case .header:
      stamp = head.fields["X-Amz-Date"]
    case .query:
      let fields = FormField.parse((head.query ?? "").utf8, plusIsSpace: false)
      stamp = fields.first { $0.name.elementsEqual("X-Amz-Date".utf8) }.map {
        String(decoding: $0.value, as: UTF8.self)
      }
      let kept = (head.query ?? "").split(separator: "&").filter { !$0.hasPrefix("X-Amz-Signature=") }
      head.target = "\(head.path)?\(kept.joined(separator: "&"))"
    }
    guard let stamp, scope.signedHeaders.contains("host") else { return false }
    let expected = SigV4(region: scope.region, service: scope.service).signature(
      of: head, signedHeaders: scope.signedHeaders, payloadHash: payloadHash, date: scope.date, stamp: stamp,
      secret: credentials.secretAccessKey)
    // Takes the same time wherever the first difference lies.
    let (left, right) = (Array(expected.utf8), Array(scope.signature.utf8))
    return left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func isSigned(_ name: String) -> Bool {
    switch name {
    case "host", "content-type", "content-md5": true
    case "x-amzn-trace-id": false
    default: name.hasPrefix("x-amz-")
    }
  }

  private func signature(
    of head: HTTPRequestHead, signedHeaders: [String], payloadHash: String, date: String, stamp: String,
    secret: String
  ) -> String {
    let canonical = canonicalRequest(head, signedHeaders: signedHeaders, payloadHash: payloadHash)
    let toSign =
      "AWS4-HMAC-SHA256\n\(stamp)\n\(date)/\(region)/\(service)/aws4_request\n\(sha256Hex(Array(canonical.utf8)))"
    var key = hmacSHA256(key: "AWS4\(secret)".utf8, date)
    for part in [region, service, "aws4_request"] { key = hmacSHA256(key: key, part) }
    return hexEncoded(hmacSHA256(key: key, toSign))
  }

  /// Task 1 of the signing process.
  func canonicalRequest(_ head: HTTPRequestHead, signedHeaders: [String], payloadHash: String) -> String {
    var values: [String: [String]] = [:]
    for field in head.fields {
      values[field.name.asciiLowercased, default: []].append(SigV4.trimmed(field.value))
    }
    var lines = [head.method, canonicalPath(String(head.path)), SigV4.canonicalQuery(head.query ?? "")]
    lines += signedHeaders.map { "\($0):\(values[$0, default: []].joined(separator: ","))" }
    lines += ["", signedHeaders.joined(separator: ";"), payloadHash]
    return lines.joined(separator: "\n")
  }

  private func canonicalPath(_ path: String) -> String {
    if keepsPath { return path.isEmpty ? "/" : path }
    return PercentEncoding.encode(SigV4.withoutDotSegments(path).utf8, keeping: 0x2F)
  }

  /// RFC 3986 §5.2.4, and runs of `/` taken as one.
  private static func withoutDotSegments(_ path: String) -> String {
    var kept: [Substring] = []
    for segment in path.split(separator: "/") {
      if segment == ".." {
        _ = kept.popLast()
      } else if segment != "." {
        kept.append(segment)
      }
    }
    let normal = "/" + kept.joined(separator: "/")
    return path.hasSuffix("/") && normal != "/" ? normal + "/" : normal
  }

  private static func canonicalQuery(_ query: Substring) -> String {
    var pairs = query.split(separator: "&").map { pair in
      let parts = pair.utf8.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
      return (
        PercentEncoding.encode(PercentEncoding.decode(parts[0])),
        parts.count > 1 ? PercentEncoding.encode(PercentEncoding.decode(parts[1])) : ""
      )
    }
    pairs.sort { $0.0 == $1.0 ? $0.1 < $1.1 : $0.0 < $1.0 }
    return pairs.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
  }

  /// White space at the ends gone, runs of it inside made one blank.
  private static func trimmed(_ value: String) -> String {
    value.utf8.split { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
  }
}
