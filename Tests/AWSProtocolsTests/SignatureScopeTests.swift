// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("What a request says of its signature")
struct SignatureScopeTests {
  private func scope(_ authorization: String) -> SignatureScope? {
    SignatureScope(
      HTTPRequestHead(method: "GET", target: "/", fields: [HTTPField("Authorization", authorization)]))
  }

  @Test(
    "is read from the header with or without blanks behind its commas",
    arguments: [
      "AWS4-HMAC-SHA256 Credential=AK/20261122/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=ab",
      "AWS4-HMAC-SHA256 Credential=AK/20261122/eu-west-1/s3/aws4_request,SignedHeaders=host;x-amz-date,Signature=ab",
      "AWS4-HMAC-SHA256  Signature=ab,  SignedHeaders=host;x-amz-date,Credential=AK/20261122/eu-west-1/s3/aws4_request",
    ])
  func header(text: String) throws {
    let scope = try #require(self.scope(text))
    #expect(scope.place == .header && scope.algorithm == "AWS4-HMAC-SHA256" && scope.accessKeyID == "AK")
    #expect(scope.date == "20261122" && scope.region == "eu-west-1" && scope.service == "s3")
    #expect(scope.signedHeaders == ["host", "x-amz-date"] && scope.signature == "ab")
  }

  @Test("has no region with SigV4A")
  func asymmetric() throws {
    let scope = try #require(
      self.scope("AWS4-ECDSA-P256-SHA256 Credential=AK/20261122/s3/aws4_request, SignedHeaders=host, Signature=ab"))
    #expect(scope.algorithm == "AWS4-ECDSA-P256-SHA256" && scope.region == "" && scope.service == "s3")
  }

  @Test(
    "is none where the signature is another kind or broken",
    arguments: [
      "", "Bearer abc", "AWS AK:sig", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=AK/20261122/eu-west-1/s3/x",
      "AWS4-HMAC-SHA256 Credential=AK/20261122/eu-west-1/s3/aws4_request, Signature=ab",
      "AWS4-HMAC-SHA256 Credential=AK/20261122/eu-west-1/s3/x, SignedHeaders=host, Signature=ab",
      "AWS4-HMAC-SHA256 Credential=/20261122/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=ab",
    ])
  func broken(text: String) {
    #expect(scope(text) == nil)
  }

  @Test("is read from a presigned query, and taken out of the target again")
  func query() throws {
    let vector = try #require(SigV4Vector.all.first { $0.name == "presigned STS" })
    let scope = try #require(SignatureScope(vector.signedHead))
    #expect(scope.place == .query && scope.service == "sts" && scope.signedHeaders == ["host"])
    #expect(vector.signedHead.targetWithoutSignature == vector.target)
  }

  @Test(
    "leaves all other parameters of the target as they are",
    arguments: [
      ("/", "/"), ("/a?b", "/a?b"), ("/?X-Amz-Date=1", "/"), ("/?a=%2f&X-Amz-Signature=x&&b", "/?a=%2f&&b"),
      ("/?x-amz-date=1", "/?x-amz-date=1"), ("/?X%2DAmz%2DDate=1&a", "/?a"), ("/?", "/?"),
    ])
  func targets(target: String, expected: String) {
    #expect(HTTPRequestHead(method: "GET", target: target).targetWithoutSignature == expected)
  }
}
