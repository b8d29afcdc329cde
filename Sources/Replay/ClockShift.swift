// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// Moves the times in a recorded response to the time of its replay, each in the form that it has; all else stays byte
/// for byte.
///
/// When credentials end is always moved, so that a client does not take them for stale. A time that is relative
/// (`expiresIn`) stays.
package struct ClockShift: Sendable {
  /// Whole seconds, so that all forms of a moment move alike.
  private let seconds: Int64
  private let members: Set<String>?

  /// - Parameters:
  ///   - recordedAt: when the exchange was recorded; for all exchanges of a tape the same moment, where a time that
  ///     several of them tell must stay the same.
  ///   - members: the wire names of further members that are times; where given, `Last-Modified`, `Expires` and the
  ///     times of CBOR move, too.
  package init(recordedAt: Timestamp, now: Timestamp, members: Set<String>? = nil) {
    let (distance, isTooFar) = now.milliseconds.subtractingReportingOverflow(recordedAt.milliseconds)
    seconds = isTooFar ? 0 : Timestamp(milliseconds: distance).seconds
    self.members = members
  }

  /// Whether credentials may end in this body: a quick look, which most bodies do not pass.
  package static func mayTellExpiry(_ body: some Collection<UInt8>) -> Bool {
    let word = Array("xpir".utf8)
    func search(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
      var at = 0
      while at + word.count <= bytes.count {
        if bytes[at] == word[0], bytes[(at + 1)...].starts(with: word[1...]) { return true }
        at += 1
      }
      return false
    }
    return body.withContiguousStorageIfAvailable(search) ?? Array(body).withUnsafeBufferPointer(search)
  }

  /// Moves what is to be moved. Not for a body that is a file of the user's (a blob), whatever is written in it. The
  /// fields that vouch for the body are the caller's to mend: see `ResponseIntegrity`.
  package func apply(to response: inout HTTPResponse) {
    guard seconds != 0 else { return }
    if members != nil {
      for at in response.head.fields.list.indices {
        let field = response.head.fields.list[at]
        guard field.isNamed("Last-Modified") || field.isNamed("Expires") else { continue }
        let moved = MomentText.shifted(text: Array(field.value.utf8)[...], by: seconds)
        if let moved { response.head.fields.list[at].value = String(decoding: moved, as: UTF8.self) }
      }
    }
    if response.head.fields["Content-Type"]?.hasPrefix("application/cbor") == true {
      if members != nil, let moved = CBORMoments.shifted(response.body, by: seconds) { response.body = moved }
    } else if members != nil || ClockShift.mayTellExpiry(response.body) {
      moveMembers(of: &response.body)
    }
  }

  private static let expiries: Set<String> = ["expiration", "expires", "expiresat", "expiry", "clientsecretexpiresat"]
  /// What stands beside them where they are those of credentials: of STS, SSO, Cognito, S3 CreateSession, ECS and IMDS;
  /// ECR and CodeArtifact; Redshift; SSO OIDC.
  private static let secrets: Set<String> = [
    "accesskeyid", "sessiontoken", "authorizationtoken", "dbpassword", "clientsecret",
  ]

  private func moveMembers(of body: inout [UInt8]) {
    let found = TimedMembers(body).list.map { (member: $0, name: String(decoding: $0.name, as: UTF8.self)) }
    let credentials = Set(
      found.lazy.filter { ClockShift.secrets.contains($0.name.asciiLowercased) }.map(\.member.parent))
    var edits: [(range: Range<Int>, text: [UInt8])] = []
    for (member, name) in found {
      let isExpiry = credentials.contains(member.parent) && ClockShift.expiries.contains(name.asciiLowercased)
      guard isExpiry || members?.contains(name) == true, let range = member.range else { continue }
      let text = body[range]
      let moved =
        (member.isNumber ? nil : MomentText.shifted(text: text, by: seconds))
        ?? MomentText.shifted(number: text, by: seconds)
      if let moved { edits.append((range, moved)) }
    }
    guard !edits.isEmpty else { return }
    edits.sort { $0.range.lowerBound < $1.range.lowerBound }
    var out: [UInt8] = []
    out.reserveCapacity(body.count + 8 * edits.count)
    var at = 0
    for edit in edits {
      out += body[at..<edit.range.lowerBound]
      out += edit.text
      at = edit.range.upperBound
    }
    body = out + body[at...]
  }
}
