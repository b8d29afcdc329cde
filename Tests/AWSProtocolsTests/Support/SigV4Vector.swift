// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

/// One request before and after another implementation signed it, on 2026-11-22 at 09:08:07 for `eu-west-1`.
struct SigV4Vector: Sendable, CustomTestStringConvertible {
  var name: String
  var method: String
  var service: String
  var sessionToken: String?
  var target: String
  var unsigned: [HTTPField]
  var signedTarget: String
  var signed: [HTTPField]
  var payloadHash: String

  static let moment = Timestamp(seconds: 1_795_338_487)

  var testDescription: String { name }

  var credentials: Credentials {
    Credentials(
      accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      sessionToken: sessionToken)
  }

  var unsignedHead: HTTPRequestHead { HTTPRequestHead(method: method, target: target, fields: HTTPFields(unsigned)) }
  var signedHead: HTTPRequestHead { HTTPRequestHead(method: method, target: signedTarget, fields: HTTPFields(signed)) }
  var isPresigned: Bool { signedTarget != target }

  func isVerified(_ head: HTTPRequestHead) -> Bool {
    SigV4.isVerified(head, payloadHash: payloadHash, credentials: credentials)
  }
}

extension SigV4 {
  static func isVerified(_ head: HTTPRequestHead, payloadHash: String, credentials: Credentials) -> Bool {
    SignatureScope(head).map { verify(head, $0, payloadHash: payloadHash, credentials: credentials) } == true
  }
}
