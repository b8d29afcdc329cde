// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// What a request's signature must be like, whatever it was made with: one, whole, and over all that AWS acts on.
enum SignatureForm {
  /// Covered by the signature without being among its fields, or told to nobody who acts on it.
  private static let free = ["x-amz-content-sha256", "x-amz-user-agent"]

  /// - Parameter scope: what was read of it.
  static func flaw(of head: HTTPRequestHead, _ scope: SignatureScope) -> String? {
    let inHeader = head.fields.list.count { $0.isNamed("Authorization") }
    let inQuery = scope.place == .query || head.query.map(hasSignature) == true
    guard inHeader + (inQuery ? 1 : 0) == 1 else { return "it is signed more than once" }
    let open = head.fields.first { field in
      field.name.beginsIgnoringASCIICase("x-amz-") && !scope.covers(field.name)
        && !free.contains(where: field.isNamed)
    }
    // AWS requires the same (AWS General Reference, "Create a canonical request").
    return open == nil ? nil : "it has x-amz- fields that its signature does not cover"
  }

  /// What is wrong with a request whose signature could not be read.
  static func flaw(ofUnsigned head: HTTPRequestHead) -> String? {
    if head.isSignedTheOldWay { return "it is signed with Signature Version 2, which Tapedeck does not sign anew" }
    let isOfAWS = head.fields.contains { field in
      field.isNamed("Authorization") && field.value.beginsIgnoringASCIICase("aws")
    }
    return isOfAWS || head.query.map(hasSignature) == true ? "its signature cannot be read" : nil
  }

  private static func hasSignature(_ query: Substring) -> Bool {
    FormField.parse(query.utf8, plusIsSpace: false).contains { $0.name.elementsEqual("X-Amz-Signature".utf8) }
  }
}

extension HTTPRequestHead {
  /// Whether it has Signature Version 2 or its kin, in the header or in the query of a presigned URL.
  fileprivate var isSignedTheOldWay: Bool {
    if fields["Authorization"]?.hasPrefix("AWS ") == true { return true }
    let names = FormField.parse((query ?? "").utf8, plusIsSpace: false).map(\.name)
    return names.contains { $0.elementsEqual("AWSAccessKeyId".utf8) }
      && names.contains { $0.elementsEqual("Signature".utf8) }
  }
}
