// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("Hosts in the service index")
struct ServiceIndexHostTests {
  private let index = ServiceIndex.standard

  @Test(
    "name a service and a region",
    arguments: [
      ("codestar-connections.us-east-1.amazonaws.com", "codestar-connections", "us-east-1"),
      ("codeconnections-fips.us-west-2.amazonaws.com", "codeconnections", "us-west-2"),
      ("codeconnections.eu-west-1.api.aws", "codeconnections", "eu-west-1"),
      ("CodeConnections.EU-West-1.amazonaws.com:443", "codeconnections", "eu-west-1"),
      ("sts.us-east-1.amazonaws.com.", "sts", "us-east-1"),
      ("sts.amazonaws.com", "sts", nil), ("iam.amazonaws.com", "iam", nil), ("iam.global.api.aws", "iam", nil),
      ("iam.us-gov.amazonaws.com", "iam", nil), ("iam.cn-north-1.amazonaws.com.cn", "iam", "cn-north-1"),
      ("sqs.us-gov-west-1.amazonaws.com", "sqs", "us-gov-west-1"),
      ("sqs.cn-northwest-1.amazonaws.com.cn", "sqs", "cn-northwest-1"),
      ("us-west-2.queue.amazonaws.com", "sqs", "us-west-2"), ("queue.amazonaws.com", "sqs", nil),
      ("sqs.us-west-9.amazonaws.com", "sqs", "us-west-9"),
      ("s3.amazonaws.com", "s3", nil), ("s3.us-west-2.amazonaws.com", "s3", "us-west-2"),
      ("bucket.s3.us-west-2.amazonaws.com", "s3", "us-west-2"),
      ("my.dotted.bucket.s3.us-west-2.amazonaws.com", "s3", "us-west-2"),
      ("bucket.s3.amazonaws.com", "s3", nil), ("logs.us-west-2.s3.amazonaws.com", "s3", nil),
      ("bucket.s3-us-west-2.amazonaws.com", "s3", "us-west-2"),
      ("bucket.s3.dualstack.eu-west-1.amazonaws.com", "s3", "eu-west-1"),
      ("bucket.s3-accelerate.amazonaws.com", "s3", nil),
      ("bucket.s3-fips.dualstack.us-gov-west-1.amazonaws.com", "s3", "us-gov-west-1"),
      ("123456789012.s3-control.us-east-1.amazonaws.com", "s3control", "us-east-1"),
      ("bucket.vpce-1a2b-3c4d.s3.us-east-1.vpce.amazonaws.com", "s3", "us-east-1"),
      ("vpce-1a2b-3c4d.kinesis.us-east-1.vpce.amazonaws.com", "kinesis", "us-east-1"),
      ("api.ecr.us-east-1.amazonaws.com", "ecr", "us-east-1"),
      ("a1b2c3.execute-api.us-east-1.amazonaws.com", "apigatewaymanagementapi", "us-east-1"),
      ("us-east-1.signin.aws.amazon.com", "signin", "us-east-1"),
      ("bedrock-runtime.us-east-1.amazonaws.com", "bedrock-runtime", "us-east-1"),
    ] as [(String, String, String?)])
  func known(host: String, service: String, region: String?) throws {
    let found = try #require(index.service(host: host))
    #expect(found.service.name == service)
    #expect(found.region == region)
  }

  @Test("that several services share list the most plausible first")
  func shared() {
    #expect(index.match(host: "rds.us-east-1.amazonaws.com")?.services.map(\.name) == ["rds", "neptune", "docdb"])
  }

  @Test(
    "outside AWS, or of nobody there, name none",
    arguments: [
      "", ".", ":", ":443", "localhost", "127.0.0.1", "[::1]:80", "example.com", "amazonaws.com", ".amazonaws.com",
      "s3", "sts.us-east-1", "s3.us-east-1.amazonaws.com.example.com", "s3.us-east-1.evilamazonaws.com",
      "nothing.us-east-1.amazonaws.com", "us-east-1.amazonaws.com", "..s3..amazonaws.com..", "vpce.amazonaws.com",
      "*.amazonaws.com", "s3.*.amazonaws.com", "signin.aws.amazon.com.", "é.amazonaws.com",
      "s3.amazonaws.com:80.example.com", "example.com/.s3.amazonaws.com", "example.com#.s3.amazonaws.com",
      "user@s3.amazonaws.com", "a b.s3.amazonaws.com", "s3.amazonaws.com:80:80",
    ])
  func unknown(host: String) {
    #expect(index.service(host: host) == nil)
  }

  @Test("however long or mutated never trap")
  func odd() {
    #expect(index.match(host: String(repeating: "a.", count: 200) + "s3.amazonaws.com") == nil)
    let parts = [
      "", ".", "-", "*", ":", "\u{0}", "s3", "us-east-1", "amazonaws.com", "vpce", "é", "api.aws", "A", "\u{FFFD}",
    ]
    var state: UInt64 = 1
    for _ in 0..<2_000 {
      var host = ""
      for _ in 0..<6 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        host += parts[Int(state >> 33) % parts.count]
      }
      _ = index.match(host: host)
    }
  }
}
