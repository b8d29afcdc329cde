// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Redaction

@Suite("What headers give away")
struct HeaderSecretsTests {
  private func secrets(_ name: String, _ value: String) -> [String] {
    HeaderSecrets.all(in: HTTPField(name, value)).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("is nothing of SigV4, whose signature is another one for each request")
  func signature() {
    let value =
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261123/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe"
    #expect(secrets("Authorization", value) == [])
  }

  @Test("is key and signature of SigV2, user and password, and a token")
  func credentials() {
    #expect(
      secrets("Authorization", "AWS AKIAIOSFODNN7EXAMPLE:c2lnbmF0dXJl").suffix(2) == [
        "AKIAIOSFODNN7EXAMPLE", "c2lnbmF0dXJl",
      ])
    let basic = secrets("authorization", "Basic amFuZTpodW50ZXIyLTE=")
    #expect(basic == ["Basic amFuZTpodW50ZXIyLTE=", "amFuZTpodW50ZXIyLTE=", "jane:hunter2-1", "jane", "hunter2-1"])
    #expect(secrets("Proxy-Authorization", "Bearer planted-token") == ["Bearer planted-token", "planted-token"])
    #expect(secrets("X-Api-Key", "planted-token") == ["planted-token", "planted-token"])
  }

  @Test("are the values of cookies, not their attributes")
  func cookies() {
    #expect(secrets("Cookie", "a=planted-1; b=\"planted-2\"").dropFirst() == ["planted-1", "planted-2"])
    let set = secrets(
      "Set-Cookie", "id=planted-3; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Domain=.console.aws.amazon.com")
    #expect(set.dropFirst() == ["planted-3"])
  }

  @Test("is nothing where a server asks")
  func challenges() {
    let value = #"Basic realm="https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/",service="ecr.amazonaws.com""#
    #expect(secrets("WWW-Authenticate", value).isEmpty && secrets("Proxy-Authenticate", value).isEmpty)
  }
}

@Suite("Presigned targets")
struct PresignedTargetTests {
  private func split(_ target: String) -> (kept: String, dropped: [String]) {
    var dropped: [String] = []
    let kept = PresignedTarget.without(HTTPRequestHead(method: "GET", target: target)) {
      dropped.append(String(decoding: $0, as: UTF8.self))
    }
    return (kept, dropped)
  }

  @Test("lose what presigns them, and tell what lets in")
  func presigned() {
    let four = split(
      "/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20261123&a=1&X-Amz-Date=2&X-Amz-Expires=60"
        + "&X-Amz-SignedHeaders=host&X-Amz-Security-Token=tok%2Ben&X-Amz-Signature=0a1b&b=%20")
    #expect(four.kept == "/k?a=1&b=%20" && four.dropped == ["0a1b", "tok+en"])
    let two = split("/k?AWSAccessKeyId=AKIA&Expires=1795338487&Signature=c2ln%3D&versionId=3")
    #expect(two.kept == "/k?versionId=3" && two.dropped == ["c2ln="])
    #expect(split("/k?AWSAccessKeyId=A&Expires=1&Signature=s").kept == "/k")
  }

  @Test("are others as they are", arguments: ["/", "/k?", "/k?a=b&Expires=1", "/k?Signature=s&b", "/a?b?c=d&&"])
  func ordinary(target: String) {
    let (kept, dropped) = split(target)
    #expect(kept == target && dropped.isEmpty)
  }
}
