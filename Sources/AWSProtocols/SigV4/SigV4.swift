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

  /// S3 signs the path as it is sent, and always tells the hash of the payload; all others normalise the path and encode
  /// it once more.
  package var isForS3: Bool { ["s3", "s3-outposts", "s3-object-lambda", "s3express"].contains(service) }

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
    let stamp = time.basic
    head.fields.remove("Authorization")
    head.fields.set("X-Amz-Date", stamp)
    if let token = credentials.sessionToken {
      head.fields.set("X-Amz-Security-Token", token)
    } else {
      head.fields.remove("X-Amz-Security-Token")
    }
    if isForS3 || head.fields.contains("X-Amz-Content-Sha256") || payloadHash == SigV4.unsignedPayload {
      head.fields.set("X-Amz-Content-Sha256", payloadHash)
    }
    var names: [String] = []
    for field in head.fields.list where SigV4.isSigned(field.name) {
      let name = field.name.asciiLowercased
      if !names.contains(name) { names.append(name) }
    }
    names.sort()
    let date = String(decoding: stamp.utf8.prefix(8), as: UTF8.self)
    let signature = signature(
      of: head, signedHeaders: names, payloadHash: payloadHash, date: date, stamp: stamp,
      secret: credentials.secretAccessKey)
    var header: [UInt8] = []
    header.reserveCapacity(320)
    header += "AWS4-HMAC-SHA256 Credential=".utf8
    header += credentials.accessKeyID.utf8
    header.append(0x2F)
    appendScope(date, to: &header)
    header += ", SignedHeaders=".utf8
    SigV4.append(names, to: &header)
    header += ", Signature=".utf8
    header += signature.utf8
    head.fields.append("Authorization", String(decoding: header, as: UTF8.self))
  }

  /// `20261122/eu-west-1/sts/aws4_request`
  private func appendScope(_ date: String, to out: inout [UInt8]) {
    for part in [date, region, service] {
      out += part.utf8
      out.append(0x2F)
    }
    out += "aws4_request".utf8
  }

  private static func append(_ names: [String], to out: inout [UInt8]) {
    for (place, name) in names.enumerated() {
      if place > 0 { out.append(0x3B) }
      out += name.utf8
    }
  }

  /// Whether the request carries the signature that `credentials` would have made, in its header or presigned.
  ///
  /// The date of the signature is not judged: the caller knows what time it takes for now.
  /// - Parameter scope: what was read of the head.
  package static func verify(
    _ head: HTTPRequestHead, _ scope: SignatureScope, payloadHash: String, credentials: Credentials
  ) -> Bool {
    guard scope.algorithm == "AWS4-HMAC-SHA256", scope.accessKeyID == credentials.accessKeyID else { return false }
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
    let signedHeaders = scope.signedHeaders
    guard let stamp, signedHeaders.contains("host") else { return false }
    let expected = SigV4(region: scope.region, service: scope.service).signature(
      of: head, signedHeaders: signedHeaders, payloadHash: payloadHash, date: scope.date, stamp: stamp,
      secret: credentials.secretAccessKey)
    // Takes the same time wherever the first difference lies.
    let (left, right) = (Array(expected.utf8), Array(scope.signature.utf8))
    return left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func isSigned(_ name: String) -> Bool {
    if name.beginsIgnoringASCIICase("x-amz-") { return true }
    return ["host", "content-type", "content-md5"].contains { name.equalsIgnoringASCIICase($0) }
  }

  private func signature(
    of head: HTTPRequestHead, signedHeaders: [String], payloadHash: String, date: String, stamp: String,
    secret: String
  ) -> String {
    let canonical = canonicalRequest(head, signedHeaders: signedHeaders, payloadHash: payloadHash)
    var toSign: [UInt8] = []
    toSign.reserveCapacity(192)
    toSign += "AWS4-HMAC-SHA256\n".utf8
    toSign += stamp.utf8
    toSign.append(0x0A)
    appendScope(date, to: &toSign)
    toSign.append(0x0A)
    toSign += sha256Hex(canonical).utf8
    return hexEncoded(SigningKey.of(secret: secret, date: date, region: region, service: service).sign(toSign))
  }

  /// Task 1 of the signing process. As bytes: this is on the path of every recorded request, twice.
  func canonicalRequest(_ head: HTTPRequestHead, signedHeaders: [String], payloadHash: String) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(1024)
    func line(_ text: String) {
      out.append(contentsOf: text.utf8)
      out.append(0x0A)
    }
    line(head.method)
    line(head.target == "/" ? "/" : canonicalPath(String(head.path)))
    line(head.query.map(SigV4.canonicalQuery) ?? "")
    for name in signedHeaders {
      out.append(contentsOf: name.utf8)
      out.append(0x3A)
      var isFirst = true
      for field in head.fields where field.isNamed(name) {
        if !isFirst { out.append(0x2C) }
        isFirst = false
        SigV4.appendTrimmed(field.value, to: &out)
      }
      out.append(0x0A)
    }
    out.append(0x0A)
    SigV4.append(signedHeaders, to: &out)
    out.append(0x0A)
    out.append(contentsOf: payloadHash.utf8)
    return out
  }

  private func canonicalPath(_ path: String) -> String {
    if path.isEmpty || path == "/" { return "/" }
    if isForS3 { return path }
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
  private static func appendTrimmed(_ value: String, to out: inout [UInt8]) {
    // As a rule there is none to be taken out.
    if !hasLooseSpace(value) { return out.append(contentsOf: value.utf8) }
    let start = out.count
    var isPending = false
    for byte in value.utf8 {
      if byte == 0x20 || byte == 0x09 {
        isPending = out.count > start
        continue
      }
      if isPending { out.append(0x20) }
      isPending = false
      out.append(byte)
    }
  }

  /// Whether there is a tab, a blank behind another, or one at either end.
  private static func hasLooseSpace(_ value: String) -> Bool {
    var last: UInt8 = 0x20
    for byte in value.utf8 {
      if byte == 0x09 || byte == 0x20 && last == 0x20 { return true }
      last = byte
    }
    return last == 0x20 && !value.isEmpty
  }
}
