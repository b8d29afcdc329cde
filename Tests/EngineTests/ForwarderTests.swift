// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Engine

@Suite("Forwarded requests")
struct ForwarderTests {
  @Test("carry the client's own fields, and none of its connection's")
  func fields() throws {
    let request = Client.request(
      fields: [
        HTTPField("Connection", "keep-alive, X-Hop"), HTTPField("X-Hop", "1"), HTTPField("Keep-Alive", "5"),
        HTTPField("Transfer-Encoding", "chunked"), HTTPField("TE", "trailers"), HTTPField("Expect", "100-continue"),
        HTTPField("Proxy-Connection", "x"), HTTPField("content-length", "2"), HTTPField("X-Custom", "kept"),
      ])
    let out = try #require(Deck.of(forwards: true).forwarded(request)).request
    #expect(out.origin == "http://up.example:5000")
    #expect(
      out.head.fields.map(\.name.asciiLowercased) == [
        "host", "content-type", "x-amz-target", "x-custom", "x-amz-date", "accept-encoding", "x-amz-security-token",
        "authorization",
      ])
    #expect(
      out.head.fields.all("Host") == ["up.example:5000"] && out.head.fields.all("Accept-Encoding") == ["identity"])
  }

  @Test("are signed anew with the proxy's credentials for what they are signed for")
  func signature() throws {
    let own = try FixedCredentials().current()
    let out = try #require(Deck.of(forwards: true).forwarded(Client.request())).request
    #expect(
      SignatureScope(out.head).map {
        SigV4.verify(out.head, $0, payloadHash: sha256Hex(Array("{}".utf8)), credentials: own)
      } == true)
    #expect(out.head.fields["X-Amz-Security-Token"] == own.sessionToken)
  }

  @Test("name the key of the client beside them, and in nothing that is sent")
  func clientKey() throws {
    let out = try #require(Deck.of(forwards: true).forwarded(Client.request())).request
    #expect(out.clientKeyID == Client.key.accessKeyID)
    #expect(!out.head.fields.contains { $0.value.contains(Client.key.accessKeyID) })
    #expect(try #require(Deck.of(forwards: true).forwarded(Client.request(signedBy: nil))).request.clientKeyID == nil)
  }

  @Test("lose the client's token where the proxy has none")
  func token() throws {
    let plain = FixedCredentials(
      credentials: Credentials(accessKeyID: "AKIAQWERTYUIOPASDFGH", secretAccessKey: "own-secret-own-secret"))
    let client = Credentials(
      accessKeyID: Client.key.accessKeyID, secretAccessKey: Client.key.secretAccessKey, sessionToken: "client-token")
    let out = try #require(
      Deck.of(forwards: true, credentials: plain).forwarded(Client.request(signedBy: client))
    ).request
    #expect(!out.head.fields.contains("X-Amz-Security-Token"))
  }

  @Test("are not signed where the client did not sign")
  func unsigned() throws {
    let out = try #require(Deck.of(forwards: true).forwarded(Client.request(signedBy: nil))).request
    #expect(!out.head.fields.contains("Authorization") && !out.head.fields.contains("X-Amz-Date"))
  }

  @Test(
    "go to the service's own endpoint, by region and partition",
    arguments: [
      ("eu-west-1", "https://codestar-connections.eu-west-1.amazonaws.com"),
      ("us-gov-west-1", "https://codestar-connections.us-gov-west-1.amazonaws.com"),
    ])
  func endpoints(region: String, origin: String) throws {
    let deck = Deck.of(forwards: true, route: .aws(fips: false, dualStack: false))
    let out = try #require(deck.forwarded(Client.request(region: region))).request
    #expect(out.origin == origin && out.head.fields["Host"] == String(origin.dropFirst(8)))
  }

  @Test("go to the path of an endpoint that has one")
  func endpointPath() throws {
    let deck = Deck.of(forwards: true, route: .aws(fips: false, dualStack: false))
    let request = Client.request(target: "/optimize-waypoints?x=1", operation: nil, service: "geo-routes")
    let out = try #require(deck.forwarded(request)).request
    #expect(out.origin.hasPrefix("https://") && !out.origin.dropFirst(8).contains("/"))
    #expect(out.head.fields["Host"] == String(out.origin.dropFirst(8)))
    #expect(out.head.target == "/v2/optimize-waypoints?x=1")
  }

  private func request(
    _ method: String, _ target: String, service: String, _ fields: HTTPFields
  ) -> HTTPRequest {
    var head = HTTPRequestHead(method: method, target: target, fields: fields)
    SigV4(region: "eu-west-1", service: service)
      .sign(&head, payloadHash: sha256Hex([]), credentials: Client.key, at: FixedClock.moment)
    return HTTPRequest(head: head)
  }

  @Test(
    "keep the bucket that was in the host, in the path",
    arguments: [
      ("bucket.localhost:8080", "/a/b?acl", "/bucket/a/b?acl"), ("my.bucket.s3.localhost", "/", "/my.bucket/"),
      ("bucket.localhost", "/bucket/a", "/bucket/bucket/a"), ("localhost:8080", "/bucket/a", "/bucket/a"),
    ])
  func buckets(host: String, target: String, expected: String) throws {
    let deck = Deck.of(forwards: true, route: .aws(fips: false, dualStack: false))
    let request = request("GET", target, service: "s3", [HTTPField("Host", host)])
    let out = try #require(deck.forwarded(request)).request
    #expect(out.origin == "https://s3.eu-west-1.amazonaws.com" && out.head.target == expected)
    let fixed = try #require(Deck.of(forwards: true).forwarded(request)).request
    #expect(fixed.origin == "http://up.example:5000" && fixed.head.target == expected)
  }

  @Test("go to the host of their operation")
  func hostPrefix() throws {
    let deck = Deck.of(forwards: true, route: .aws(fips: false, dualStack: false))
    let host = HTTPField("Host", "localhost")
    let start = HTTPField("X-Amz-Target", "AWSStepFunctions.StartSyncExecution")
    let sync = try #require(deck.forwarded(request("POST", "/", service: "states", [host, start]))).request
    #expect(sync.origin == "https://sync-states.eu-west-1.amazonaws.com")
    for (account, prefix) in [("123456789012", "123456789012."), ("evil.example/", ""), ("-", "")] {
      let fields: HTTPFields = [host, HTTPField("x-amz-account-id", account)]
      let out = try #require(
        deck.forwarded(request("GET", "/v20180820/configuration/publicAccessBlock", service: "s3", fields))
      ).request
      #expect(out.origin == "https://\(prefix)s3-control.eu-west-1.amazonaws.com")
    }
  }

  @Test("go nowhere where no endpoint is known")
  func noEndpoint() throws {
    let deck = Deck.of(forwards: true, route: .aws(fips: false, dualStack: false))
    let unknown = Client.request(target: "/x", operation: nil, service: "no-such-service")
    #expect(try #require(deck.answer(unknown)).contains("--upstream URL"))
    let noRegion = try #require(deck.answer(Client.request(signedBy: nil)))
    #expect(noRegion.contains("TapedeckNoEndpoint") && noRegion.contains("AWS_REGION"))
    let withRegion = Deck.of(forwards: true, route: .aws(fips: false, dualStack: false), defaultRegion: "eu-west-1")
    #expect(withRegion.forwarded(Client.request(signedBy: nil)) != nil)
  }

  @Test("go nowhere without credentials")
  func noCredentials() throws {
    let deck = Deck.of(forwards: true, credentials: FixedCredentials(credentials: nil))
    let answer = try #require(deck.answer(Client.request()))
    #expect(answer.hasPrefix("HTTP/1.1 400 ") && answer.contains("TapedeckNoCredentials"))
    #expect(deck.log.summary.upstreamFailures == ["no credentials anywhere": 1])
  }

  @Test("have their target encoded one way, without what presigned it")
  func target() throws {
    let request = Client.request(method: "GET", target: "/a b/%2f?x=(1)&X-Amz-Date=1", operation: nil, body: "")
    let out = try #require(Deck.of(forwards: true).forwarded(request)).request
    #expect(out.head.target == "/a%20b/%2F?x=%281%29")
  }

  @Test("have a body where the client sent one")
  func body() throws {
    guard case .bytes(let bytes) = try #require(Deck.of(forwards: true).forwarded(Client.request())).request.body,
      case .none = try #require(Deck.of(forwards: true).forwarded(Client.request(body: ""))).request.body
    else {
      Issue.record("wrong bodies")
      return
    }
    #expect(bytes == Array("{}".utf8))
  }
}
