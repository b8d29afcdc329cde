// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Engine

@Suite("The name of a session")
struct SessionNameTests {
  private func head(_ target: String, host: String = "127.0.0.1:8080") -> HTTPRequestHead {
    HTTPRequestHead(method: "GET", target: target, fields: [HTTPField("Host", host)])
  }

  @Test(
    "is taken from the path, which loses it",
    arguments: [
      ("/@red/bucket/key", "red", "/bucket/key"), ("/@red", "red", "/"), ("/@red?a=b", "red", "/?a=b"),
      ("/@a.b_c-1/", "a.b_c-1", "/"), ("/red/@blue", nil, "/red/@blue"), ("/@/x", nil, "/@/x"),
      ("/@../x", nil, "/@../x"), ("/@a%2Fb/x", nil, "/@a%2Fb/x"), ("/", nil, "/"),
    ] as [(String, String?, String)])
  func path(_ target: String, _ name: String?, _ rest: String) {
    let found = SessionName.inPath(of: head(target))
    #expect(found.name == name && found.head.target == rest)
  }

  @Test("is not taken from an object's name where the bucket is in the host")
  func bucketInHost() {
    let found = SessionName.inPath(of: head("/@team/object", host: "bucket.localhost:8080"))
    #expect(found.name == nil && found.head.target == "/@team/object")
  }

  @Test(
    "is taken from the app id",
    arguments: [
      ("Boto3/1.43 md/Botocore#1.43 app/tapedeck_red", "red"), ("x app/tapedeck_red y", "red"), ("app/other", nil),
      ("app/tapedeck_", nil), ("", nil),
    ] as [(String, String?)])
  func appID(_ agent: String, _ name: String?) {
    #expect(SessionName.marked(in: [HTTPField("User-Agent", agent)], nil) == name)
    #expect(SessionName.marked(in: [HTTPField("X-Amz-User-Agent", agent)], nil) == name)
  }

  @Test("is taken from the access key id of the signature")
  func accessKey() throws {
    let request = Client.request(signedBy: Credentials(accessKeyID: "tapedeck_blue", secretAccessKey: "s"))
    #expect(SessionName.marked(in: request.head.fields, SignatureScope(request.head)) == "blue")
  }
}
