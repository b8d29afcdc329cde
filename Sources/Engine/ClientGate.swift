// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// Decides whom a recording proxy serves, so that it lends its credentials to nobody: clients that hold the session's
/// throw-away key, which their signature proves, and clients that do not sign and hence are not signed for.
package struct ClientGate: Sendable {
  /// How far a signature's date may be from now, in seconds: what AWS allows at most (Amazon S3, "RequestTimeTooSkewed").
  private static let skew: Int64 = 15 * 60

  private let key: Credentials
  private let clock: any WallClock
  private let callers: LocalCallers?

  /// - Parameters:
  ///   - key: the throw-away credentials that the session's clients were given.
  ///   - clock: what the dates of signatures are judged by: this machine's, whatever the upstream takes for now.
  ///   - callers: whose requests are taken that nobody signed; nil takes all.
  package init(key: Credentials, clock: any WallClock, callers: LocalCallers? = LocalCallers()) {
    self.key = key
    self.clock = clock
    self.callers = callers
  }

  /// Nil where the request may pass, else the reason why not.
  /// - Parameter payloadHash: what the client declared, or the hash of the body that came.
  package func refusal(_ head: HTTPRequestHead, scope: SignatureScope?, payloadHash: String) -> String? {
    guard let scope else { return SignatureForm.flaw(ofUnsigned: head) ?? callers?.refusal(head) }
    guard scope.algorithm == "AWS4-HMAC-SHA256" else {
      return "it is signed with \(scope.algorithm), which Tapedeck does not sign anew"
    }
    guard scope.accessKeyID == key.accessKeyID else {
      return "it is signed with another access key than this session's; give the client the environment that tapedeck "
        + "printed (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and no AWS_SESSION_TOKEN or AWS_PROFILE)"
    }
    if let flaw = SignatureForm.flaw(of: head, scope) ?? lateness(head, scope) { return flaw }
    guard SigV4.verify(head, scope, payloadHash: payloadHash, credentials: key) else {
      return "its signature is not one of this session's key"
    }
    return nil
  }

  /// Nil where the whole body has the hash that was signed for it, else the reason why the request may not pass.
  package func refusal(ofBody body: [UInt8], declared: String) -> String? {
    declared.utf8.count == 64 && sha256Hex(body) != declared ? "its body is not the one that was signed" : nil
  }

  /// What is wrong with the time of a signature: an old one may have been overheard.
  private func lateness(_ head: HTTPRequestHead, _ scope: SignatureScope) -> String? {
    guard let time = SignatureTime(head, scope), time.day == scope.date else {
      return "its signature has no date (X-Amz-Date), or another one than its credential scope"
    }
    let age = clock.now().seconds - time.made.seconds
    if age < -ClientGate.skew || age > (time.expires ?? ClientGate.skew) {
      return time.expires == nil
        ? "its signature was not made within 15 minutes of now; is the client's clock right?"
        : "the presigned URL has expired, or is not valid yet"
    }
    return nil
  }
}
