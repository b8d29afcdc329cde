// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("Canonical requests")
struct CanonicalRequestTests {
  private func key(
    _ operation: String = "GetConnection", method: String = "POST", target: String = "/", fields: HTTPFields = [],
    body: [UInt8] = [], service: String = "codestar-connections"
  ) -> CanonicalKey {
    CanonicalRequest(
      action: Action(service: service, operation: operation),
      head: HTTPRequestHead(method: method, target: target, fields: fields), body: body[...],
      context: CanonicalContext()
    ).key
  }

  private func json(_ body: String, operation: String = "GetConnection", service: String = "codestar-connections")
    -> CanonicalKey
  {
    key(operation, fields: [HTTPField("X-Amz-Target", "x.y")], body: Array(body.utf8), service: service)
  }

  private func plain(
    _ target: String, method: String = "GET", type: String? = nil, body: String = ""
  ) -> CanonicalKey {
    key(
      "GET /", method: method, target: target, fields: type.map { [HTTPField("Content-Type", $0)] } ?? [],
      body: Array(body.utf8), service: "http")
  }

  private let form = "application/x-www-form-urlencoded"

  @Test("of awsJson are equal when their bodies mean the same, whatever the headers")
  func awsJson() {
    #expect(json(#"{"a":1,"b":[]}"#) == json(#"{ "b": [], "a": 1.0 }"#))
    #expect(json("") == json("{}"))
    #expect(json(#"{"a":1}"#) != json(#"{"a":"1"}"#))
    #expect(json("{}") != json("{}", operation: "ListConnections"))
    #expect(json("{}") != json("{}", service: "codeconnections"))
    let other = key(
      fields: [HTTPField("X-Amz-Target", "other.form"), HTTPField("User-Agent", "x"), HTTPField("X-Amz-Date", "d")])
    #expect(other == json("{}"))
  }

  @Test("whose body is broken or has members twice are equal to themselves as written")
  func oddBodies() {
    #expect(json(#"{"a":1,"a":2}"#) == json(#"{"a":1,"a":2}"#))
    #expect(json(#"{"a":1,"a":2}"#) != json(#"{"a":2,"a":1}"#))
    #expect(json("{") == json("{") && json("{") != json("[") && json("{") != json("{}"))
  }

  @Test("have placeholders for idempotency tokens")
  func idempotencyTokens() {
    let create = { json($0, operation: "CreateSecret", service: "secretsmanager") }
    #expect(create(#"{"Name":"n","ClientRequestToken":"a"}"#) == create(#"{"ClientRequestToken":"b","Name":"n"}"#))
    #expect(create(#"{"Name":"n","ClientRequestToken":"a"}"#) != create(#"{"Name":"m","ClientRequestToken":"a"}"#))
    #expect(json(#"{"ClientRequestToken":"a"}"#) != json(#"{"ClientRequestToken":"b"}"#))
  }

  @Test("ignore the order of a query's names, not that of one name's values")
  func queries() {
    #expect(plain("/?a=1&b=2") == plain("/?b=2&a=1"))
    #expect(plain("/?a=1&a=2") != plain("/?a=2&a=1"))
    #expect(plain("/?a=%7e") == plain("/?a=~") && plain("/?a") == plain("/?a="))
    #expect(plain("/?a=1") != plain("/?a=2") && plain("/?a=1") != plain("/") && plain("/a") != plain("/b"))
    #expect(plain("/%61") == plain("/a") && plain("/a%2Fb") != plain("/a/b"))
  }

  @Test("ignore what presigns a request")
  func presigned() {
    #expect(
      plain(
        "/k?versionId=1&X-Amz-Algorithm=A&X-Amz-Credential=C&X-Amz-Date=D&X-Amz-Expires=1&X-Amz-Signature=S"
          + "&X-Amz-SignedHeaders=host&X-Amz-Security-Token=t") == plain("/k?versionId=1"))
  }

  @Test("ignore the order of a form's names")
  func forms() {
    let one = plain("/", method: "POST", type: form, body: "Action=A&Version=1&Name=x+y")
    #expect(one == plain("/", method: "POST", type: "\(form); charset=utf-8", body: "Name=x%20y&Version=1&Action=A"))
    #expect(one != plain("/", method: "POST", type: form, body: "Name=x+z&Version=1&Action=A"))
    #expect(one != plain("/", method: "PUT", type: form, body: "Action=A&Version=1&Name=x+y"))
  }

  @Test("take JSON of REST services by meaning and blobs by their bytes")
  func bodies() {
    let type = "application/json"
    #expect(plain("/", type: type, body: #"{"a":1}"#) == plain("/", type: type, body: #"{ "a": 1 }"#))
    #expect(plain("/", type: type, body: "{") != plain("/", type: type, body: "["))
    #expect(plain("/", type: "text/plain", body: #"{"a":1}"#) != plain("/", type: "text/plain", body: #"{ "a":1}"#))
    #expect(plain("/", type: "text/plain", body: "x") != plain("/"))
  }

  @Test("differ in bytes of a query or form that are not UTF-8")
  func bytes() {
    #expect(plain("/?a=%FF") != plain("/?a=%FE"))
    #expect(plain("/?%FF=a") != plain("/?%FE=a"))
    #expect(plain("/?a=%FF") != plain("/?a=%EF%BF%BD"))
    #expect(plain("/", type: form, body: "a=%FF") != plain("/", type: form, body: "a=%FE"))
    #expect(plain("/%FF") != plain("/%FE"))
  }

  @Test("differ in JSON bodies as deep as may be")
  func depth() {
    let deep = { (text: String) in
      String(repeating: "[", count: 512) + text + String(repeating: "]", count: 512)
    }
    let type = "application/json"
    #expect(plain("/", type: type, body: deep("1")) != plain("/", type: type, body: deep("2")))
    #expect(plain("/", type: type, body: deep("1")) != plain("/x", type: type, body: deep("1")))
  }
}
