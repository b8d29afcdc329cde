// SPDX-License-Identifier: Apache-2.0

/// What a signed request says of its signature, in the `Authorization` header or in a presigned query
/// (AWS General Reference, "Signature Version 4").
package struct SignatureScope: Hashable, Sendable {
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
  /// Lower case, in the order of the signature.
  package var signedHeaders: [String]
  package var signature: String

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
    let parts = authorization.split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    var pieces: [Substring: Substring] = [:]
    for piece in parts[1].split(separator: ",") {
      let pair = piece.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
      if pair.count == 2 { pieces[pair[0]] = pair[1] }
    }
    guard let credential = pieces["Credential"], let signature = pieces["Signature"],
      let signed = pieces["SignedHeaders"]
    else { return nil }
    self.init(
      .header, algorithm: parts[0], credential: credential, signedHeaders: signed, signature: signature)
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
    self.init(
      .query, algorithm: algorithm[...], credential: credential[...], signedHeaders: signed[...],
      signature: signature[...])
  }

  private init?(
    _ place: Place, algorithm: Substring, credential: Substring, signedHeaders: Substring, signature: Substring
  ) {
    var parts = credential.split(separator: "/", omittingEmptySubsequences: false)
    // SigV4A has no region in its scope.
    if parts.count == 4 { parts.insert("", at: 2) }
    guard parts.count == 5, parts[4] == "aws4_request", !parts[0].isEmpty else { return nil }
    self.place = place
    self.algorithm = String(algorithm)
    accessKeyID = String(parts[0])
    date = String(parts[1])
    region = String(parts[2])
    service = String(parts[3])
    self.signedHeaders = signedHeaders.split(separator: ";").map(String.init)
    self.signature = String(signature)
  }
}

extension HTTPRequestHead {
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
