// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Engine

@Suite("Whom a recording proxy serves")
struct ClientGateTests {
  private let deck = Deck.of(forwards: true, journal: MemoryJournal(), gate: true)

  @Test("are clients that sign with the session's key, and clients that do not sign")
  func served() {
    #expect(deck.forwarded(Client.request()) != nil)
    #expect(deck.forwarded(Client.request(signedBy: nil)) != nil)
    #expect(deck.log.summary.refusals.isEmpty)
  }

  @Test("are none that sign with another key or another way")
  func refused() throws {
    let other = Credentials(accessKeyID: "AKIAOTHER", secretAccessKey: "other")
    let forged = Credentials(accessKeyID: Client.key.accessKeyID, secretAccessKey: "guessed")
    var asymmetric = Client.request()
    asymmetric.head.fields.set(
      "Authorization",
      "AWS4-ECDSA-P256-SHA256 Credential=\(Client.key.accessKeyID)/20261122/s3/aws4_request, SignedHeaders=host, "
        + "Signature=ab")
    let old = Client.request(fields: [HTTPField("Authorization", "AWS AKIA:sig")], signedBy: nil)
    let oldURL = Client.request(
      method: "GET", target: "/b/k?AWSAccessKeyId=AKIA&Signature=s&Expires=1", operation: nil, body: "", signedBy: nil)
    for (request, reason) in [
      (oldURL, "Signature Version 2"),
      (Client.request(signedBy: other), "another access key"), (Client.request(signedBy: forged), "its signature"),
      (asymmetric, "AWS4-ECDSA-P256-SHA256"), (old, "Signature Version 2"),
    ] {
      let answer = try #require(deck.answer(request))
      #expect(answer.hasPrefix("HTTP/1.1 403 Forbidden\r\n") && answer.contains("TapedeckRefused"))
      #expect(answer.contains(reason))
    }
    #expect(deck.log.summary.refusals.count == 5)
  }

  @Test("are none whose body was changed after it was signed")
  func changedBody() {
    var request = Client.request()
    request.body = Array("{\"a\":1}".utf8)
    #expect(deck.answer(request)?.contains("its signature") == true)
  }

  @Test("are none that sign chunk by chunk, which nobody can sign anew")
  func signedChunks() {
    let hash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
    let request = Client.request(
      method: "PUT", operation: nil, fields: [HTTPField("X-Amz-Content-Sha256", hash)], service: "s3", payloadHash: hash
    )
    #expect(deck.answer(request)?.contains("signed chunks") == true)
  }

  @Test("are clients with presigned URLs of S3, whose payload is not part of the signature")
  func presigned() throws {
    // Made by botocore 1.43.11: S3SigV4QueryAuth with the session's key on 2026-11-22 at 09:08:07 for eu-west-1.
    let target =
      "/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIATAPEDECKSESSION1%2F20261122%2Feu-west-1%2Fs3%2F"
      + "aws4_request&X-Amz-Date=20261122T090807Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host"
      + "&X-Amz-Signature=f222fa570a5d2eda791ee6378c80c9be186d8c4cc649c32ef5eedac8ad7ab674"
    let request = Client.request(method: "GET", target: target, operation: nil, body: "", signedBy: nil)
    let forwarded = try #require(deck.forwarded(request), "\(deck.log.summary.refusals)")
    #expect(forwarded.request.head.target == "/b/k")
    #expect(forwarded.request.head.fields["X-Amz-Content-Sha256"] == "UNSIGNED-PAYLOAD")
  }
}
