// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("What a request asks for")
struct RequestIdentityTests {
  private func identity(
    _ method: String = "POST", _ target: String = "/", host: String = "127.0.0.1:8080", _ fields: [HTTPField] = [],
    signedFor scope: String? = nil, body: String = ""
  ) -> RequestIdentity {
    var head = HTTPRequestHead(method: method, target: target, fields: HTTPFields([HTTPField("Host", host)] + fields))
    if let scope {
      head.fields.append(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=AK/20261122/\(scope)/aws4_request, SignedHeaders=host, Signature=ab")
    }
    return RequestIdentity(head, body: Array(body.utf8)[...], index: .standard)
  }

  private let form = HTTPField("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")

  @Test(
    "is one action for both forms of the target",
    arguments: [
      "com.amazonaws.codestar.connections.CodeStar_connections_20191201.GetConnection",
      "CodeStar_connections_20191201.GetConnection",
    ])
  func targets(target: String) {
    let found = identity("POST", "/", [HTTPField("X-Amz-Target", target)], signedFor: "eu-west-1/codestar-connections")
    #expect(found.action == Action(service: "codestar-connections", operation: "GetConnection"))
    #expect(found.region == "eu-west-1" && found.dialect == .awsJson1_0)
  }

  @Test("is known by the target where nothing is signed")
  func unsignedTarget() {
    let found = identity("POST", "/", [HTTPField("X-Amz-Target", "CodeConnections_20231201.ListHosts")])
    #expect(found.action.description == "codeconnections:ListHosts" && found.region == "" && found.scope == nil)
  }

  @Test("is the Action of a form, in the body or the query")
  func forms() {
    let inBody = identity(
      "POST", "/", [form], signedFor: "us-east-1/sts", body: "Action=GetCallerIdentity&Version=2011-06-15")
    #expect(inBody.action.description == "sts:GetCallerIdentity" && inBody.dialect == .awsQuery)
    let inQuery = identity("GET", "/?Action=GetCallerIdentity&Version=2011-06-15", signedFor: "us-east-1/sts")
    #expect(inQuery.action == inBody.action)
    let ec2 = identity("POST", "/", [form], signedFor: "us-east-1/ec2", body: "Version=1&Action=DescribeVpcs")
    #expect(ec2.action.description == "ec2:DescribeVpcs" && ec2.dialect == .ec2Query)
  }

  @Test("is found by the host where nothing else tells")
  func hosts() {
    let found = identity("GET", "/?Action=ListUsers", host: "iam.amazonaws.com")
    #expect(found.action.description == "iam:ListUsers")
    let regional = identity("GET", "/x", host: "lambda.eu-central-1.amazonaws.com:443")
    #expect(regional.action.description == "lambda:GET /x" && regional.region == "eu-central-1")
    #expect(regional.dialect == .restJson1)
  }

  @Test("is method and path for what is no AWS request")
  func none() {
    let found = identity("GET", "/health?x=1")
    #expect(found.action == Action(service: "http", operation: "GET /health"))
    #expect(found.service == nil && found.dialect == .http && found.region == "")
    let unknown = identity("GET", "/", signedFor: "eu-west-1/no-such-service")
    #expect(unknown.action == Action(service: "no-such-service", operation: "GET /"))
  }

  @Test("survives broken targets", arguments: ["", ".", "x", "x.", ".x", "CodeStar_connections_20191201."])
  func brokenTargets(target: String) {
    _ = identity("POST", "/", [HTTPField("X-Amz-Target", target)], signedFor: "eu-west-1/codestar-connections")
  }
}
