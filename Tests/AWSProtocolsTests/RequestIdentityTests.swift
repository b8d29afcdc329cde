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

  @Test("is the operation of the path for REST services")
  func rest() {
    let get = identity("GET", "/bucket/a/b", signedFor: "eu-west-1/s3")
    #expect(get.action.description == "s3:GetObject" && get.dialect == .restXml && get.route?.labels.count == 2)
    let invoke = identity("POST", "/2015-03-31/functions/f/invocations", signedFor: "eu-west-1/lambda", body: "{}")
    #expect(invoke.action.description == "lambda:Invoke")
    let unsigned = identity("GET", "/k", host: "bucket.s3.amazonaws.com")
    #expect(unsigned.action.description == "s3:GetObject")
    #expect(unsigned.route?.labels.first?.value == Array("bucket".utf8))
  }

  @Test("is told among services of one signing name by host, path, operation or version")
  func sharedSigningNames() {
    let block = "/v20180820/configuration/publicAccessBlock"
    #expect(identity("GET", block, signedFor: "us-east-1/s3").action.description == "s3control:GetPublicAccessBlock")
    let inBucket = identity("GET", block, host: "s3.us-east-1.amazonaws.com", signedFor: "us-east-1/s3")
    #expect(inBucket.action.description == "s3:GetObject")
    let byHost = identity(
      "POST", "/agents/a/", host: "bedrock-agent.us-east-1.amazonaws.com", signedFor: "us-east-1/bedrock")
    #expect(byHost.action.description == "bedrock-agent:PrepareAgent")
    for (version, service) in [("2012-06-01", "elb"), ("2015-12-01", "elbv2")] {
      let found = identity(
        "POST", "/", [form], signedFor: "us-east-1/elasticloadbalancing",
        body: "Action=DescribeLoadBalancers&Version=\(version)")
      #expect(found.action == Action(service: service, operation: "DescribeLoadBalancers"))
    }
    let express = identity("GET", "/", signedFor: "us-east-1/s3express")
    #expect(express.action.description == "s3:ListDirectoryBuckets")
  }

  @Test(
    "is named by target where services share the prefix, and for clients that sent forms before",
    arguments: [
      ("Timestream_20181101.WriteRecords", "timestream-write"), ("Timestream_20181101.CancelQuery", "timestream-query"),
      ("AmazonSQS.SendMessage", "sqs"),
    ])
  func sharedTargets(target: String, service: String) {
    let fields = [
      HTTPField("X-Amz-Target", target), HTTPField("X-Amzn-Query-Mode", "true"),
      HTTPField("Content-Type", "application/x-amz-json-1.0"),
    ]
    let found = identity("POST", "/", fields, signedFor: "eu-west-1/\(service)", body: "{}")
    #expect(found.action.service == service && found.dialect == .awsJson1_0)
    let old = identity("POST", "/1/queue", [form], signedFor: "eu-west-1/sqs", body: "Action=SendMessage")
    #expect(old.action.description == "sqs:SendMessage" && old.dialect == .awsQuery)
  }

  @Test("is named in the path of RPC v2 CBOR")
  func cbor() {
    let head = [HTTPField("smithy-protocol", "rpc-v2-cbor"), HTTPField("Content-Type", "application/cbor")]
    let path = "/service/GraniteServiceVersion20100801/operation/PutMetricData"
    let found = identity("POST", path, head, signedFor: "eu-west-1/monitoring")
    #expect(found.action.description == "cloudwatch:PutMetricData" && found.dialect == .rpcv2Cbor)
    #expect(identity("POST", "/session" + path, head).action == found.action)
    let unknown = identity("POST", "/service/X/operation/", head, signedFor: "eu-west-1/monitoring")
    #expect(unknown.action.operation == "POST /service/X/operation/")
  }

  @Test("is read from a presigned query, of version 2 as well")
  func presigned() {
    let query =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AK%2F20261122%2Feu-west-1%2FSERVICE%2Faws4_request"
      + "&X-Amz-Date=20261122T090807Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=ab"
    func signed(_ service: String) -> String {
      query.split(separator: "SERVICE").joined(separator: service)
    }
    let object = identity("GET", "/b/k?x-id=GetObject&" + signed("s3"))
    #expect(object.action.description == "s3:GetObject" && object.region == "eu-west-1")
    let caller = identity("GET", "/?Action=GetCallerIdentity&Version=2011-06-15&" + signed("sts"))
    #expect(caller.action.description == "sts:GetCallerIdentity" && caller.dialect == .awsQuery)
    let old = identity("PUT", "/b/k?AWSAccessKeyId=AK&Expires=1&Signature=a%3D")
    #expect(old.action.description == "s3:PutObject" && old.scope == nil)
    let header = identity("GET", "/b", [HTTPField("Authorization", "AWS AK:signature=")])
    #expect(header.action.description == "s3:ListObjects")
  }

  @Test("of an older recording becomes the operation")
  func recorded() {
    func action(_ recorded: String, _ method: String, _ target: String, host: String? = nil) -> String {
      let parts = recorded.split(separator: ":", maxSplits: 1).map(String.init)
      let head = HTTPRequestHead(method: method, target: target)
      return RequestIdentity.action(
        recorded: Action(service: parts[0], operation: parts[1]), head: head, host: host, index: .standard
      ).description
    }
    #expect(action("s3:GET /b/k", "GET", "/b/k?acl") == "s3:GetObjectAcl")
    #expect(action("s3:PUT /k", "PUT", "/k", host: "bucket.s3.amazonaws.com") == "s3:PutObject")
    #expect(action("s3:GET /v20180820/jobs", "GET", "/v20180820/jobs") == "s3control:ListJobs")
    #expect(action("lambda:GET /x", "GET", "/x") == "lambda:GET /x")
    #expect(action("http:GET /b/k", "GET", "/b/k") == "http:GET /b/k")
    #expect(action("sts:GetCallerIdentity", "GET", "/") == "sts:GetCallerIdentity")
  }

  @Test("survives broken targets", arguments: ["", ".", "x", "x.", ".x", "CodeStar_connections_20191201."])
  func brokenTargets(target: String) {
    _ = identity("POST", "/", [HTTPField("X-Amz-Target", target)], signedFor: "eu-west-1/codestar-connections")
  }
}
