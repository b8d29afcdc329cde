// SPDX-License-Identifier: Apache-2.0

/// What a signed request says of its signature, in the `Authorization` header or in a presigned query
/// (AWS General Reference, "Signature Version 4").
package struct SignatureScope: Sendable {
  package enum Place: Sendable { case header, query }

  package let place: Place
  package let accessKeyID: String
  /// `20261122`
  package let date: String
  /// Empty with SigV4A, which signs for a set of regions.
  package let region: String
  package let service: String
  private let source: Source

  /// Where the parts are that only a check of the signature asks for.
  private enum Source: Sendable {
    /// The header, and where the values behind `SignedHeaders=` and `Signature=` start in it.
    case authorization(String, signedHeaders: Int, signature: Int)
    case query(algorithm: String, signedHeaders: String, signature: String)
  }

  /// Reads the scope of a request; nil where it carries none or a broken one.
  package init?(_ head: HTTPRequestHead) {
    if let header = head.fields["Authorization"], header.hasPrefix("AWS4-") {
      self.init(authorization: header)
    } else if let query = head.query, query.utf8.count < 65_536 {
      self.init(query: query)
    } else {
      return nil
    }
  }

  private init?(authorization: String) {
    // On the path of every replayed request: one pass over the bytes, and strings only for what is asked for there.
    var text = authorization
    let found = text.withUTF8 { bytes -> (String, String, String, String, headers: Int, signature: Int)? in
      guard let starts = SignatureScope.values(in: bytes),
        let parts = SignatureScope.parts(SignatureScope.value(at: starts.credential, in: bytes))
      else { return nil }
      return (
        String(decoding: parts.key, as: UTF8.self), String(decoding: parts.date, as: UTF8.self),
        String(decoding: parts.region, as: UTF8.self), String(decoding: parts.service, as: UTF8.self),
        starts.signedHeaders, starts.signature
      )
    }
    guard let found else { return nil }
    place = .header
    (accessKeyID, date, region, service) = (found.0, found.1, found.2, found.3)
    source = .authorization(authorization, signedHeaders: found.headers, signature: found.signature)
  }

  /// Where the three values start; nil where one is missing.
  private static func values(
    in bytes: UnsafeBufferPointer<UInt8>
  ) -> (credential: Int, signedHeaders: Int, signature: Int)? {
    guard var at = bytes.firstIndex(of: 0x20) else { return nil }
    var (credential, headers, signature) = (Int?.none, Int?.none, Int?.none)
    while at + 1 < bytes.count {
      if bytes[at] == 0x20 || bytes[at] == 0x2C {
        if bytes[at + 1] == 0x43 {
          credential = credential ?? value(of: "Credential=", in: bytes, at: at + 1)
        } else if bytes[at + 1] == 0x53 {
          headers = headers ?? value(of: "SignedHeaders=", in: bytes, at: at + 1)
          signature = signature ?? value(of: "Signature=", in: bytes, at: at + 1)
        }
      }
      at += 1
    }
    guard let credential, let headers, let signature else { return nil }
    return (credential, headers, signature)
  }

  private static func value(at start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Slice<UnsafeBufferPointer<UInt8>> {
    bytes[start...].prefix { $0 != 0x2C && $0 != 0x20 }
  }

  /// Where the value behind `name` starts, if that stands at a place.
  private static func value(of name: StaticString, in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
    let count = name.utf8CodeUnitCount
    guard start + count <= bytes.count else { return nil }
    for index in 0..<count where bytes[start + index] != name.utf8Start[index] { return nil }
    return start + count
  }

  /// Key, date, region and service of `KEY/DATE/REGION/SERVICE/aws4_request`; SigV4A has no region.
  private static func parts<Bytes: Collection<UInt8>>(
    _ scope: Bytes
  ) -> (key: Bytes.SubSequence, date: Bytes.SubSequence, region: Bytes.SubSequence, service: Bytes.SubSequence)? {
    func next(_ rest: inout Bytes.SubSequence) -> Bytes.SubSequence? {
      guard let slash = rest.firstIndex(of: 0x2F) else { return nil }
      defer { rest = rest[rest.index(after: slash)...] }
      return rest[..<slash]
    }
    var rest = scope[...]
    guard let key = next(&rest), !key.isEmpty, let date = next(&rest), let third = next(&rest) else { return nil }
    let fourth = next(&rest)
    guard rest.elementsEqual("aws4_request".utf8) else { return nil }
    return (key, date, fourth == nil ? key[key.endIndex...] : third, fourth ?? third)
  }

  private init?(query: Substring) {
    var pieces: [String: String] = [:]
    for field in FormField.parse(query.utf8, plusIsSpace: false) {
      let name = String(decoding: field.name, as: UTF8.self)
      if name.hasPrefix("X-Amz-") { pieces[name] = String(decoding: field.value, as: UTF8.self) }
    }
    guard let algorithm = pieces["X-Amz-Algorithm"], let credential = pieces["X-Amz-Credential"],
      let signed = pieces["X-Amz-SignedHeaders"], let signature = pieces["X-Amz-Signature"]
    else { return nil }
    guard let parts = SignatureScope.parts(credential.utf8) else { return nil }
    place = .query
    accessKeyID = String(parts.key) ?? ""
    date = String(parts.date) ?? ""
    region = String(parts.region) ?? ""
    service = String(parts.service) ?? ""
    source = .query(algorithm: algorithm, signedHeaders: signed, signature: signature)
  }

  /// `AWS4-HMAC-SHA256`, or `AWS4-ECDSA-P256-SHA256` for SigV4A.
  package var algorithm: String {
    switch source {
    case .authorization(let header, _, _): String(decoding: header.utf8.prefix { $0 != 0x20 }, as: UTF8.self)
    case .query(let algorithm, _, _): algorithm
    }
  }

  /// Lower case, in the order of the signature; empty where the request names none.
  package var signedHeaders: [String] {
    withSignedHeaders { names in names.split(separator: 0x3B).map { String(decoding: $0, as: UTF8.self) } }
  }

  /// Whether a field is among the signed ones; the case of its name does not count.
  package func covers(_ name: String) -> Bool {
    var name = name
    return name.withUTF8 { name in
      withSignedHeaders { names in
        var start = names.startIndex
        while start + name.count <= names.endIndex {
          let end = names[start...].firstIndex(of: 0x3B) ?? names.endIndex
          if end - start == name.count,
            name.indices.allSatisfy({ names[start + $0] == name[$0].asciiLowercased })
          {
            return true
          }
          start = end + 1
        }
        return false
      }
    }
  }

  /// Their names as they stand there, `;` between them.
  private func withSignedHeaders<Result>(_ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Result) -> Result {
    var text: String
    var start = 0
    switch source {
    case .authorization(let header, let names, _): (text, start) = (header, names)
    case .query(_, let names, _): text = names
    }
    return text.withUTF8 { body(SignatureScope.value(at: start, in: $0)) }
  }

  /// The signature in hex; empty where the request has none.
  package var signature: String {
    switch source {
    case .authorization(var header, _, let start):
      header.withUTF8 { String(decoding: SignatureScope.value(at: start, in: $0), as: UTF8.self) }
    case .query(_, _, let signature): signature
    }
  }
}

extension HTTPRequestHead {
  /// Whether it is signed as S3 alone still accepts it, with version 2, in the header or in the query.
  package var isSignedWithVersion2: Bool {
    if fields["Authorization"]?.hasPrefix("AWS ") == true { return true }
    guard let query, query.utf8.count < 65_536, query.contains("AWSAccessKeyId=") else { return false }
    let names = query.split(separator: "&").map { $0.prefix { $0 != "=" } }
    return ["AWSAccessKeyId", "Signature", "Expires"].allSatisfy { names.contains($0[...]) }
  }

  /// The names of the query parameters that presign a request.
  package static let presignParameters: Set<String> = [
    "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Security-Token", "X-Amz-Signature",
    "X-Amz-SignedHeaders",
  ]

  /// The target without the parameters that presign it, the others as they were.
  package var targetWithoutSignature: String {
    guard let query else { return target }
    let kept = query.split(separator: "&", omittingEmptySubsequences: false).filter { pair in
      let name = PercentEncoding.decode(pair.utf8.prefix { $0 != 0x3D })
      return !HTTPRequestHead.presignParameters.contains(String(decoding: name, as: UTF8.self))
    }
    return kept.isEmpty ? String(path) : "\(path)?\(kept.joined(separator: "&"))"
  }
}
