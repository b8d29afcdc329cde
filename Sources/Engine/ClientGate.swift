// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// Decides whom a recording proxy serves, so that it lends its credentials to nobody: clients that hold the session's
/// throw-away key, which their signature proves, and clients that do not sign and hence are not signed for.
package struct ClientGate: Sendable {
  private let key: Credentials

  /// - Parameter key: the throw-away credentials that the session's clients were given.
  package init(key: Credentials) {
    self.key = key
  }

  /// Nil where the request may pass, else the reason why not.
  /// - Parameter payloadHash: what the client declared, or the hash of the body that came.
  package func refusal(_ head: HTTPRequestHead, scope: SignatureScope?, payloadHash: String) -> String? {
    guard let scope else {
      return isSignedTheOldWay(head)
        ? "it is signed with Signature Version 2, which Tapedeck does not sign anew" : nil
    }
    guard scope.algorithm == "AWS4-HMAC-SHA256" else {
      return "it is signed with \(scope.algorithm), which Tapedeck does not sign anew"
    }
    guard scope.accessKeyID == key.accessKeyID else {
      return "it is signed with another access key than this session's; give the client the environment that tapedeck "
        + "printed (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and no AWS_SESSION_TOKEN or AWS_PROFILE)"
    }
    guard SigV4.verify(head, payloadHash: payloadHash, credentials: key) else {
      return "its signature is not one of this session's key"
    }
    return nil
  }

  /// Signature Version 2 and its kin, in the header or in the query of a presigned URL.
  private func isSignedTheOldWay(_ head: HTTPRequestHead) -> Bool {
    if head.fields["Authorization"]?.hasPrefix("AWS ") == true { return true }
    let names = FormField.parse((head.query ?? "").utf8, plusIsSpace: false).map(\.name)
    return names.contains { $0.elementsEqual("AWSAccessKeyId".utf8) }
      && names.contains { $0.elementsEqual("Signature".utf8) }
  }
}
