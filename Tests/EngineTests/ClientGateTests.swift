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

  @Test("are none with a hash that their body does not have")
  func otherBody() throws {
    var request = Client.request(
      method: "PUT", target: "/b/k", operation: nil,
      fields: [HTTPField("X-Amz-Content-Sha256", sha256Hex(Array("{}".utf8)))], service: "s3")
    #expect(deck.forwarded(request) != nil)
    request.body = Array("[]".utf8)
    #expect(deck.answer(request)?.contains("its body is not the one that was signed") == true)
  }

  @Test("are none whose signature leaves open what AWS acts on, or that have two")
  func form() {
    var open = Client.request()
    open.head.fields.append("X-Amz-Acl", "public-read")
    #expect(deck.answer(open)?.contains("does not cover") == true)
    var agent = Client.request()
    agent.head.fields.append("X-Amz-User-Agent", "aws-sdk-js/3")
    #expect(deck.forwarded(agent) != nil)
    var twice = Client.request()
    twice.head.fields.append("Authorization", twice.head.fields["Authorization"] ?? "")
    #expect(deck.answer(twice)?.contains("more than once") == true)
    var both = Client.request()
    both.head.target = "/?X%2DAmz-Signature=ab"
    #expect(deck.answer(both)?.contains("more than once") == true)
  }

  @Test(
    "are none whose signature cannot be read",
    arguments: ["AWS4-HMAC-SHA256 nonsense", "aws4-hmac-sha256 Credential=a", "AWS3-HTTPS a", "Aws x:y"])
  func unreadable(authorization: String) {
    let request = Client.request(fields: [HTTPField("Authorization", authorization)], signedBy: nil)
    #expect(deck.answer(request)?.contains("its signature cannot be read") == true)
  }

  @Test("are clients that bring a token of their own, which is not of AWS's signatures")
  func bearer() {
    let request = Client.request(fields: [HTTPField("Authorization", "Bearer t")], signedBy: nil)
    #expect(deck.forwarded(request)?.request.head.fields["Authorization"] == "Bearer t")
  }

  @Test(
    "are clients whose clock is a quarter of an hour off at most",
    arguments: [(0, true), (-900, true), (900, true), (-901, false), (901, false), (86_400, false)])
  func clock(shift: Int64, isServed: Bool) {
    struct Shifted: WallClock {
      let seconds: Int64
      func now() -> Timestamp { Timestamp(seconds: FixedClock.moment.seconds + seconds) }
    }
    let gate = ClientGate(key: Client.key, clock: Shifted(seconds: shift))
    let request = Client.request()
    let reason = gate.refusal(
      request.head, scope: SignatureScope(request.head), payloadHash: sha256Hex(request.body))
    #expect((reason == nil) == isServed)
  }
}
