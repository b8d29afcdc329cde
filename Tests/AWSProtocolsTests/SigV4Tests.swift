// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("Signature Version 4")
struct SigV4Tests {
  private static let example = Credentials(
    accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
  private static let documentation = Credentials(
    accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
  private static let emptyHash = sha256Hex([])

  @Test(
    "is that of AWS's published test suite",
    arguments: [
      ("GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
      ("POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
      (
        "GET", "/?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
      ),
      ("GET", "/./", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
      ("GET", "/example/..", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
      ("GET", "//", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
    ])
  func published(method: String, target: String, signature: String) throws {
    var head = HTTPRequestHead(method: method, target: target, fields: [HTTPField("Host", "example.amazonaws.com")])
    SigV4(region: "us-east-1", service: "service").sign(
      &head, payloadHash: SigV4Tests.emptyHash, credentials: SigV4Tests.example,
      at: try #require(Timestamp(rfc3339: "2015-08-30T12:36:00Z")))
    #expect(
      head.fields["Authorization"]
        == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        + "SignedHeaders=host;x-amz-date, Signature=\(signature)")
  }

  @Test("verifies the presigned URL of the S3 documentation")
  func documentedPresigned() {
    let query =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2F"
      + "aws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
      + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    let head = HTTPRequestHead(
      method: "GET", target: "/test.txt?\(query)", fields: [HTTPField("Host", "examplebucket.s3.amazonaws.com")])
    #expect(
      SigV4.isVerified(head, payloadHash: SigV4.unsignedPayload, credentials: SigV4Tests.documentation))
  }

  @Test("verifies what botocore signed", arguments: SigV4Vector.all)
  func verifies(vector: SigV4Vector) {
    #expect(vector.isVerified(vector.signedHead))
  }

  @Test(
    "signs as botocore does, where both sign the same fields", arguments: SigV4Vector.all.filter { !$0.isPresigned })
  func signs(vector: SigV4Vector) throws {
    var head = vector.unsignedHead
    SigV4(region: "eu-west-1", service: vector.service).sign(
      &head, payloadHash: vector.payloadHash, credentials: vector.credentials, at: SigV4Vector.moment)
    #expect(vector.isVerified(head))
    let (own, other) = (try #require(SignatureScope(head)), try #require(SignatureScope(vector.signedHead)))
    if other.signedHeaders.contains("x-custom") {
      #expect(own.signedHeaders == ["host", "x-amz-date"])
    } else {
      #expect(own.signature == other.signature)
      #expect(own.signedHeaders == other.signedHeaders)
      #expect(own.region == other.region && own.service == other.service && own.accessKeyID == other.accessKeyID)
    }
  }

  @Test("is refused for anything that was changed after signing", arguments: SigV4Vector.all)
  func tampered(vector: SigV4Vector) throws {
    let head = vector.signedHead
    let scope = try #require(SignatureScope(head))
    var changed = [head, head, head, head]
    changed[0].method = "DELETE"
    changed[1].target = "\(head.path)x\(head.query.map { "?\($0)" } ?? "")"
    changed[2].target += "\(head.query == nil ? "?" : "&")x=1"
    changed[3].fields.set("Host", "evil.example")
    for (from, to) in [
      (scope.signature, String(scope.signature.reversed())), (scope.region, "us-east-1"),
      ("/\(scope.service)/", "/iam/"), ("%2F\(scope.service)%2F", "%2Fiam%2F"), ("20261122/", "20261123/"),
      ("20261122%2F", "20261123%2F"), ("AKIDEXAMPLE", "AKIDOTHER"), ("20261122T090807Z", "20261122T090808Z"),
      ("20261122T090807Z", ""),
    ] {
      var other = head
      other.target = other.target.replacing(from, with: to)
      for index in other.fields.list.indices {
        other.fields.list[index].value = other.fields.list[index].value.replacing(from, with: to)
      }
      if other != head { changed.append(other) }
    }
    for name in scope.signedHeaders where name != "x-amz-empty" {
      var other = head
      other.fields.remove(name)
      changed.append(other)
      other = head
      other.fields.append(name, "more")
      changed.append(other)
    }
    for other in changed { #expect(!vector.isVerified(other), "\(other)") }
    #expect(!SigV4.isVerified(head, payloadHash: sha256Hex([0x78, 0x79]), credentials: vector.credentials))
    let otherSecret = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "another")
    #expect(!SigV4.isVerified(head, payloadHash: vector.payloadHash, credentials: otherSecret))
  }

  @Test("does not mind what was not signed")
  func unsignedFields() throws {
    let vector = try #require(SigV4Vector.all.first)
    var head = vector.signedHead
    head.fields.append("User-Agent", "x")
    #expect(vector.isVerified(head))
  }

  @Test("must cover the host")
  func host() throws {
    var head = HTTPRequestHead(method: "GET", target: "/", fields: [HTTPField("X-Amz-Date", "20261122T090807Z")])
    head.fields.append(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/eu-west-1/sts/aws4_request, SignedHeaders=x-amz-date, "
        + "Signature=\(String(repeating: "0", count: 64))")
    #expect(!SigV4.isVerified(head, payloadHash: SigV4Tests.emptyHash, credentials: SigV4Tests.example))
  }

  @Test("replaces the signature, date and token that are there")
  func again() {
    var head = HTTPRequestHead(
      method: "POST", target: "/",
      fields: [
        HTTPField("Host", "a.example"), HTTPField("authorization", "old"), HTTPField("x-amz-date", "old"),
        HTTPField("X-AMZ-SECURITY-TOKEN", "old"),
      ])
    let signer = SigV4(region: "eu-west-1", service: "sts")
    signer.sign(&head, payloadHash: SigV4Tests.emptyHash, credentials: SigV4Tests.example, at: SigV4Vector.moment)
    #expect(head.fields.all("Authorization").count == 1 && head.fields.all("X-Amz-Date") == ["20261122T090807Z"])
    #expect(!head.fields.contains("X-Amz-Security-Token") && !head.fields.contains("X-Amz-Content-Sha256"))
    #expect(SigV4.isVerified(head, payloadHash: SigV4Tests.emptyHash, credentials: SigV4Tests.example))
  }

  @Test("tells S3 the hash of the payload, and other services where they said one")
  func contentHash() {
    for (service, hash, expected) in [
      ("s3", "abc", "abc"), ("sts", "abc", nil), ("sts", SigV4.unsignedPayload, SigV4.unsignedPayload),
    ] {
      var head = HTTPRequestHead(method: "GET", target: "/", fields: [HTTPField("Host", "a.example")])
      SigV4(region: "eu-west-1", service: service).sign(
        &head, payloadHash: hash, credentials: SigV4Tests.example, at: SigV4Vector.moment)
      #expect(head.fields["X-Amz-Content-Sha256"] == expected)
    }
  }
}
