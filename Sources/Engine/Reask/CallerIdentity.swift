// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
internal import Documents

/// Whose credentials sign: the call that asks AWS, and what it answers (AWS STS API reference, "GetCallerIdentity").
package enum CallerIdentity {
  package static let action = Action(service: "sts", operation: "GetCallerIdentity")

  /// The request, not signed yet.
  static var request: HTTPRequest {
    let body = Array("Action=GetCallerIdentity&Version=2011-06-15".utf8)
    return HTTPRequest(
      head: HTTPRequestHead(
        method: "POST", target: "/",
        fields: [HTTPField("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]),
      body: body)
  }

  /// The twelve digits of the account in an answer; nil where it names none.
  package static func account(in response: HTTPResponse) -> [UInt8]? {
    guard response.head.status == 200 else { return nil }
    var values = response.answerDocument.map { [$0.root] } ?? []
    // XML nests it two deep, JSON not at all.
    while let value = values.popLast() {
      if let account = value["Account"], account.bytes.count == 12, account.bytes.allSatisfy({ $0 &- 0x30 < 10 }) {
        return Array(account.bytes)
      }
      if values.count < 16 { values += value.members.prefix(8).map(\.value).filter { $0.kind == .object } }
    }
    return nil
  }
}
