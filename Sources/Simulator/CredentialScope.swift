// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// Where a SigV4 signature says the request goes: `Credential=KEY/DATE/REGION/SERVICE/aws4_request`.
struct CredentialScope: Equatable {
  let accessKeyID: String
  let region: String
  let service: String

  /// Reads an `Authorization` field. The signature itself is not looked at.
  init(authorization: String?) throws(ServiceError) {
    guard let authorization, !authorization.isEmpty else { throw .missingAuthentication }
    let scheme = "AWS4-HMAC-SHA256 "
    guard authorization.hasPrefix(scheme) else {
      throw .incompleteSignature("The Authorization header is not of the form \(scheme)Credential=…")
    }
    var parameters: [Substring: Substring] = [:]
    for part in authorization.dropFirst(scheme.count).split(separator: ",") {
      let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
      if pair.count == 2 { parameters[pair[0]] = pair[1] }
    }
    // The field's own text is kept out of the message: it would carry a signature into logs.
    let missing = ["Credential", "Signature", "SignedHeaders"].filter { parameters[$0[...]] == nil }
    guard missing.isEmpty, let credential = parameters["Credential"] else {
      throw .incompleteSignature(
        missing.map { "Authorization header requires '\($0)' parameter." }.joined(separator: " "))
    }
    let parts = credential.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[4] == "aws4_request", !parts[0].isEmpty, Self.isDate(parts[1]),
      Self.isName(parts[2]), Self.isName(parts[3])
    else {
      throw .incompleteSignature("Credential must be of the form KEY/YYYYMMDD/REGION/SERVICE/aws4_request.")
    }
    accessKeyID = String(parts[0])
    region = String(parts[2])
    service = String(parts[3])
  }

  private static func isDate(_ text: Substring) -> Bool {
    text.utf8.count == 8 && text.utf8.allSatisfy { $0 &- 0x30 < 10 }
  }

  private static func isName(_ text: Substring) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { $0 &- 0x30 < 10 || $0 &- 0x61 < 26 || $0 == UInt8(ascii: "-") }
  }
}
