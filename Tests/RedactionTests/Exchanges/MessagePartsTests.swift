// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Testing

@testable import Redaction

@Suite("Redaction of headers and targets")
struct MessagePartsTests {
  private let redactor = Redactor.sample()
  private let aliases = Aliases(key: .sample)

  @Test(
    "drops request headers that hold secrets, differ between runs or belong to a connection",
    arguments: [
      "Authorization", "COOKIE", "x-amz-security-token", "Proxy-Authorization", "X-Amz-Date", "Host", "Content-Length",
      "x-amz-server-side-encryption-customer-key", "X-Amz-Mfa", "User-Agent", "X-Aws-Ec2-Metadata-Token",
    ])
  func requestHeaders(name: String) {
    let result = redactor.redact(
      .sample(requestFields: [HTTPField(name, "planted-value"), HTTPField("X-Amz-Target", "a.b")]))
    #expect(result.request.head.fields.list == [HTTPField("X-Amz-Target", "a.b")])
  }

  @Test(
    "drops response headers that hold secrets", arguments: ["Set-Cookie", "x-amz-security-token", "WWW-Authenticate"])
  func responseHeaders(name: String) {
    let fields: HTTPFields = [HTTPField(name, "planted-value"), HTTPField("ETag", "e")]
    let result = redactor.redact(.sample(responseFields: fields, trailers: fields))
    #expect(
      result.response.head.fields.list == [HTTPField("ETag", "e")]
        && result.response.trailers.list == [HTTPField("ETag", "e")])
  }

  @Test("finds what a header gave away where a server repeats it, and not what all signatures have")
  func repeated() {
    let signature = "fe5f80f77d5fa3beca038a248ff027d0445342fe"
    let result = redactor.redact(
      .sample(
        requestFields: [
          HTTPField(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/x, SignedHeaders=host, Signature=\(signature)")
        ],
        responseFields: [
          HTTPField("Set-Cookie", "id=planted-id-1; Domain=.aws.amazon.com; Expires=Wed, 21 Oct 2026 00:00:00 GMT")
        ],
        response: [UInt8]("AWS4-HMAC-SHA256 got \(signature), planted-id-1 at .aws.amazon.com 00:00:00")))
    #expect(
      result.responseText
        == "AWS4-HMAC-SHA256 got \(signature), \(aliases.alias("planted-id-1")) at .aws.amazon.com 00:00:00"
    )
  }

  @Test("puts aliases into headers that name a request, an account, or what a value's look says")
  func values() {
    let id = "5d4b0e18-1c2f-4a8b-9d52-5f7a3c1e9b20"
    let result = redactor.redact(
      .sample(
        requestFields: [HTTPField("x-amz-expected-bucket-owner", "210987654320"), HTTPField("X-Size", "210987654329")],
        responseFields: [
          .json, HTTPField("x-amzn-RequestId", id), HTTPField("x-amz-id-2", "planted/id+2=="),
          HTTPField("ETag", "\"\(id)\""),
          HTTPField("x-amz-server-side-encryption-aws-kms-key-id", "arn:aws:kms:eu-west-1:210987654320:key/\(id)"),
        ], response: [UInt8](#"{"RequestId":"\#(id)","HostId":"planted/id+2=="}"#)))
    let (account, uuid) = (aliases.alias("210987654320"), aliases.alias(id))
    #expect(result.request.head.fields.list.map(\.value) == [account, "210987654329"])
    let hostID = aliases.alias("planted/id+2==")
    #expect(
      result.response.head.fields.list.map(\.value).dropFirst()
        == [uuid, hostID, "\"\(uuid)\"", "arn:aws:kms:eu-west-1:\(account):key/\(uuid)"])
    #expect(result.responseText == #"{"RequestId":"\#(uuid)","HostId":"\#(hostID)"}"#)
  }

  @Test("takes the values of secret query parameters, and what presigns a request")
  func queries() {
    let target =
      "/p?X-Amz-Algorithm=A&X-Amz-Credential=planted&X-Amz-Signature=planted&a=1&access%5Ftoken=planted%31&sig=planted2&b&c="
      + "&AccountId=210987654320&state=ACTIVE&Password=&mail=jane%40corp.io"
    let result = redactor.redact(.sample(target: target)).request.head.target
    let mail = PercentEncoding.encode(aliases.alias("jane@corp.io").utf8)
    #expect(
      result == "/p?a=1&access%5Ftoken=\(aliases.alias("planted1"))&sig=\(aliases.alias("planted2"))&b&c="
        + "&AccountId=\(aliases.alias("210987654320"))&state=ACTIVE&Password=&mail=\(mail)")
  }

  @Test("takes what is secret out of a path, and of the action that has it")
  func paths() {
    let token = "ghp_\(String(repeating: "a1", count: 18))"
    let exchange = Exchange.sample("hooks.corp:GET /hooks/\(token)/orders", target: "/hooks/\(token)/orders")
    let result = redactor.redact(exchange)
    #expect(result.request.head.target == "/hooks/\(aliases.alias(token))/orders")
    #expect(result.action.operation == "GET /hooks/\(aliases.alias(token))/orders")
    #expect(redactor.redact(exchange.action) == result.action)
  }

  @Test("takes what the model marks of a path, a query and headers")
  func marks() {
    let place = redactor.redact(
      .sample(
        "geo-maps:GetStaticMap", method: "GET", target: "/v2/static/map.png?key=planted-key-1&style=Standard&height=100"
      ))
    #expect(
      place.request.head.target
        == "/v2/static/map.png?key=\(aliases.alias("planted-key-1"))&style=Standard&height=\(aliases.alias("100"))")
    let contact = redactor.redact(
      .sample(
        "notificationscontacts:ActivateEmailContact", method: "PUT",
        target: "/emailcontacts/arn%3Aaws%3Ax/activate/pl%61nted-code-1/?a=b", response: [UInt8]("no planted-code-1")))
    #expect(
      contact.request.head.target
        == "/emailcontacts/arn%3Aaws%3Ax/activate/\(aliases.alias("planted-code-1"))/?a=b")
    #expect(
      contact.responseText == "no \(aliases.alias("planted-code-1"))"
        && contact.redactions == ["member.model", "value.copy"])
    let chat = redactor.redact(
      .sample("lex-runtime:PostContent", responseFields: [HTTPField("x-amz-lex-message", "planted words")]))
    #expect(chat.response.head.fields["x-amz-lex-message"] == aliases.alias("planted words"))
  }
}
