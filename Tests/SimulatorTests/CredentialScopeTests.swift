// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Simulator

@Suite("Credential scope")
struct CredentialScopeTests {
  @Test("Region and service are those of the scope, however the parameters are spaced")
  func read() throws {
    for separator in [", ", ",", ",  "] {
      let parameters = [
        "Credential=AKID/20261122/eu-west-1/codeconnections/aws4_request", "SignedHeaders=a", "Signature=f",
      ]
      let scope = try CredentialScope(authorization: "AWS4-HMAC-SHA256 " + parameters.joined(separator: separator))
      #expect(scope.region == "eu-west-1")
      #expect(scope.service == "codeconnections")
      #expect(scope.accessKeyID == "AKID")
    }
  }

  @Test("No signature at all is told apart from a broken one", arguments: [nil, ""])
  func missing(field: String?) {
    #expect(throws: ServiceError.missingAuthentication) { try CredentialScope(authorization: field) }
    #expect(ServiceError.missingAuthentication.status == 403)
  }

  @Test(
    "A broken signature is incomplete",
    arguments: [
      "Basic dTpw", "AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256 Credential=,Signature=,SignedHeaders=",
      "AWS4-HMAC-SHA256 Credential=AKID/20261122/eu-west-1/s/aws4_request, SignedHeaders=a",
      "AWS4-HMAC-SHA256 Credential=AKID/20261122/eu-west-1/aws4_request, SignedHeaders=a, Signature=f",
      "AWS4-HMAC-SHA256 Credential=AKID/2026112x/eu-west-1/s/aws4_request, SignedHeaders=a, Signature=f",
      "AWS4-HMAC-SHA256 Credential=AKID/20261122/EU:1/s/aws4_request, SignedHeaders=a, Signature=f",
      "AWS4-HMAC-SHA256 Credential=/20261122/eu-west-1/s/aws4_request, SignedHeaders=a, Signature=f",
      "AWS4-HMAC-SHA256 Credential=AKID/20261122/eu-west-1/s/aws5_request, SignedHeaders=a, Signature=f",
    ])
  func broken(field: String) {
    let error = #expect(throws: ServiceError.self) { try CredentialScope(authorization: field) }
    #expect(error?.code == "IncompleteSignatureException")
    #expect(error?.status == 400)
    #expect(error?.message.contains("AKID") == false)
  }
}
