// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("Endpoints in the service index")
struct ServiceIndexEndpointTests {
  private let index = ServiceIndex.standard

  private func endpoint(
    _ name: String, _ region: String, fips: Bool = false, dualStack: Bool = false, operation: String? = nil
  ) throws -> ResolvedEndpoint? {
    let service = try #require(index.service(named: name))
    return index.endpoint(
      of: service, region: region, fips: fips, dualStack: dualStack,
      operation: operation.flatMap { service.operation(named: $0) })
  }

  @Test(
    "are what botocore resolves",
    arguments: [
      ("codestar-connections", "us-west-2", "https://codestar-connections.us-west-2.amazonaws.com", "us-west-2"),
      ("codeconnections", "eu-west-1", "https://codeconnections.eu-west-1.amazonaws.com", "eu-west-1"),
      ("sts", "us-east-1", "https://sts.us-east-1.amazonaws.com", "us-east-1"),
      ("sts", "aws-global", "https://sts.amazonaws.com", "us-east-1"),
      ("iam", "eu-central-1", "https://iam.amazonaws.com", "us-east-1"),
      ("iam", "us-gov-west-1", "https://iam.us-gov.amazonaws.com", "us-gov-west-1"),
      ("iam", "cn-northwest-1", "https://iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
      ("route53", "ap-south-1", "https://route53.amazonaws.com", "us-east-1"),
      ("cloudfront", "eu-west-1", "https://cloudfront.amazonaws.com", "us-east-1"),
      ("s3", "cn-north-1", "https://s3.cn-north-1.amazonaws.com.cn", "cn-north-1"),
      ("ecr", "us-gov-east-1", "https://api.ecr.us-gov-east-1.amazonaws.com", "us-gov-east-1"),
      ("sqs", "us-west-9", "https://sqs.us-west-9.amazonaws.com", "us-west-9"),
      ("sqs", "cn-south-3", "https://sqs.cn-south-3.amazonaws.com.cn", "cn-south-3"),
      ("geo-maps", "eu-west-1", "https://maps.geo.eu-west-1.amazonaws.com/v2", "eu-west-1"),
    ])
  func plain(service: String, region: String, url: String, signingRegion: String) throws {
    let endpoint = try #require(try endpoint(service, region))
    #expect(endpoint.url == url)
    #expect(endpoint.signingRegion == signingRegion)
    #expect(endpoint.signingName == index.service(named: service)?.signingNames.first)
  }

  @Test("have FIPS and dual-stack forms, where there are such")
  func variants() throws {
    let name = "codestar-connections"
    #expect(
      try endpoint(name, "us-east-1", fips: true)?.url == "https://codestar-connections-fips.us-east-1.amazonaws.com")
    #expect(
      try endpoint(name, "us-east-1", dualStack: true)?.url == "https://codestar-connections.us-east-1.api.aws")
    #expect(
      try endpoint(name, "cn-north-1", fips: true, dualStack: true)?.url
        == "https://codestar-connections-fips.cn-north-1.api.amazonwebservices.com.cn")
    #expect(try endpoint("s3", "us-east-1", dualStack: true)?.url == "https://s3.dualstack.us-east-1.amazonaws.com")
    #expect(try endpoint("s3", "cn-north-1", fips: true) == nil)
  }

  @Test("depend on the operation where the model says so")
  func operations() throws {
    let express = try #require(try endpoint("s3", "us-east-1", operation: "ListDirectoryBuckets"))
    #expect(express.url == "https://s3express-control.us-east-1.amazonaws.com")
    #expect(express.signingName == "s3express")
    #expect(try endpoint("s3", "us-east-1", operation: "CreateBucket")?.url == "https://s3.us-east-1.amazonaws.com")
    #expect(
      try endpoint("neptune-graph", "us-east-1", operation: "ListGraphs")?.url
        == "https://neptune-graph.us-east-1.amazonaws.com")
    #expect(
      try endpoint("neptune-graph", "us-east-1", operation: "ExecuteQuery")?.url
        == "https://us-east-1.neptune-graph.amazonaws.com")
  }

  @Test("are never made of what cannot be a region", arguments: ["", "a.b", "-a", "a/b", "ü", "us east", "a@b", "x:1"])
  func notARegion(region: String) throws {
    #expect(try endpoint("sqs", region) == nil)
  }

  @Test("lead back to their service and region, in every partition and form")
  func backAgain() throws {
    for partition in index.partitions {
      let region = try #require(partition.regions.filter { !$0.hasSuffix("global") }.min())
      for service in index.services {
        for (fips, dualStack) in [(false, false), (true, false), (false, true), (true, true)] {
          guard let endpoint = index.endpoint(of: service, region: region, fips: fips, dualStack: dualStack) else {
            continue
          }
          let host = endpoint.url.dropFirst("https://".count).prefix { $0 != "/" }
          let match = try #require(index.match(host: host), "\(host)")
          #expect(match.services.contains { $0 === service }, "\(host)")
          #expect(match.region == nil || host.contains(match.region ?? ""), "\(host)")
        }
      }
    }
  }
}
