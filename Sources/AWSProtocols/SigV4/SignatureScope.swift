// SPDX-License-Identifier: Apache-2.0

/// What a signed request says of its signature, in the `Authorization` header or in a presigned query
/// (AWS General Reference, "Signature Version 4").
package struct SignatureScope: Sendable {
  package enum Place: Sendable { case header, query }

  package var place: Place
  /// `AWS4-HMAC-SHA256`, or `AWS4-ECDSA-P256-SHA256` for SigV4A.
  package var algorithm: String
  package var accessKeyID: String
  /// `20261122`
  package var date: String
  /// Empty with SigV4A, which signs for a set of regions.
  package var region: String
  package var service: String
  private var source: Source

  /// Where the parts are that only a check of the signature asks for.
  private enum Source: Sendable {
    case authorization(String)
    case query(signedHeaders: String, signature: String)
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
    let found = text.withUTF8 {
      bytes -> (algorithm: String, key: String, date: String, region: String, service: String)? in
      guard let blank = bytes.firstIndex(of: 0x20),
        let start = SignatureScope.value(of: "Credential=", in: bytes, from: blank),
        SignatureScope.value(of: "SignedHeaders=", in: bytes, from: blank) != nil,
        SignatureScope.value(of: "Signature=", in: bytes, from: blank) != nil
      else { return nil }
      let scope = bytes[start...].prefix { $0 != 0x2C && $0 != 0x20 }
      guard let parts = SignatureScope.parts(scope) else { return nil }
      func string(_ part: Slice<UnsafeBufferPointer<UInt8>>) -> String { String(decoding: part, as: UTF8.self) }
      return (string(bytes[..<blank]), string(parts.0), string(parts.1), string(parts.2), string(parts.3))
    }
    guard let found else { return nil }
    place = .header
    (algorithm, accessKeyID, date, region, service) = found
    source = .authorization(authorization)
  }

  /// Where the value behind `name` starts; names stand behind a blank or a comma.
  private static func value(
    of name: StaticString, in bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    let count = name.utf8CodeUnitCount
    var at = start
    while at + 1 + count <= bytes.count {
      if bytes[at] == 0x20 || bytes[at] == 0x2C, bytes[at + 1] == name.utf8Start[0],
        (1..<count).allSatisfy({ bytes[at + 1 + $0] == name.utf8Start[$0] })
      {
        return at + 1 + count
      }
      at += 1
    }
    return nil
  }

  /// Key, date, region and service of `KEY/DATE/REGION/SERVICE/aws4_request`; SigV4A has no region.
  private static func parts<Bytes: Collection<UInt8>>(
    _ scope: Bytes
  ) -> (Bytes.SubSequence, Bytes.SubSequence, Bytes.SubSequence, Bytes.SubSequence)? {
    let parts = scope.split(separator: 0x2F, omittingEmptySubsequences: false)
    guard let last = parts.last, last.elementsEqual("aws4_request".utf8), let key = parts.first, !key.isEmpty else {
      return nil
    }
    switch parts.count {
    case 5: return (key, parts[1], parts[2], parts[3])
    case 4: return (key, parts[1], key[key.endIndex...], parts[2])
    default: return nil
    }
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
    self.algorithm = algorithm
    accessKeyID = String(parts.0) ?? ""
    date = String(parts.1) ?? ""
    region = String(parts.2) ?? ""
    service = String(parts.3) ?? ""
    source = .query(signedHeaders: signed, signature: signature)
  }

  /// Lower case, in the order of the signature; empty where the request names none.
  package var signedHeaders: [String] {
    switch source {
    case .authorization(let header):
      SignatureScope.piece("SignedHeaders=", of: header)?.split(separator: ";").map(String.init) ?? []
    case .query(let signed, _): signed.split(separator: ";").map(String.init)
    }
  }

  /// The signature in hex; empty where the request has none.
  package var signature: String {
    switch source {
    case .authorization(let header): SignatureScope.piece("Signature=", of: header) ?? ""
    case .query(_, let signature): signature
    }
  }

  private static func piece(_ name: StaticString, of header: String) -> String? {
    var header = header
    return header.withUTF8 { bytes in
      value(of: name, in: bytes, from: 0).map { start in
        String(decoding: bytes[start...].prefix { $0 != 0x2C && $0 != 0x20 }, as: UTF8.self)
      }
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
