// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Simulator

@Suite("Hosts")
struct HostOperationsTests {
  let client = TestClient()

  func get(_ arn: String) throws -> String {
    try client.text(client.call("GetHost", #"{"HostArn":"\#(arn)"}"#), "Status")
  }

  @Test("A host is made pending, with its name and eight hexadecimal digits in the ARN")
  func createAndGet() throws {
    let arn = try client.host("git")
    #expect(arn.wholeMatch(of: /arn:aws:codestar-connections:eu-west-1:123456789012:host\/git-[0-9a-f]{8}/) != nil)
    let host = try client.call("GetHost", #"{"HostArn":"\#(arn)"}"#)
    #expect(host["Name"]?.string == "git")
    #expect(host["Status"]?.string == "PENDING")
    #expect(host["ProviderType"]?.string == "GitLabSelfManaged")
    #expect(host["ProviderEndpoint"]?.string == "https://git.test")
    #expect(host["VpcConfiguration"] == nil)
  }

  @Test("The network of a host is set up between its first and its second read")
  func vpc() throws {
    let arn = try client.host("v", vpcJSON)
    let host = try client.call("GetHost", #"{"HostArn":"\#(arn)"}"#)
    #expect(host["Status"]?.string == "VPC_CONFIG_INITIALIZING")
    let vpc = try #require(host["VpcConfiguration"])
    #expect(vpc["VpcId"]?.string == "vpc-01234567")
    #expect(vpc["SubnetIds"]?.elements.map(\.string) == ["subnet-01234567"])
    #expect(vpc["SecurityGroupIds"]?.elements.map(\.string) == ["sg-01234567"])
    #expect(vpc["TlsCertificate"]?.string == "pem")
    #expect(try get(arn) == "PENDING")
  }

  @Test("A provider that needs no host is refused one")
  func provider() throws {
    let json = #"{"Name":"h","ProviderType":"Bitbucket","ProviderEndpoint":"https://x"}"#
    #expect(try client.failure("CreateHost", json).code == "ValidationException")
  }

  @Test("The 51st host of a region is refused")
  func quota() throws {
    for _ in 1...50 { _ = try client.host() }
    let json = #"{"Name":"h","ProviderType":"GitLabSelfManaged","ProviderEndpoint":"https://x"}"#
    #expect(try client.failure("CreateHost", json).code == "LimitExceededException")
  }

  @Test("Hosts are listed with their ARNs, in the order of creation")
  func list() throws {
    let arns = [try client.host("a"), try client.host("b", vpcJSON)]
    let hosts = try #require(client.call("ListHosts")["Hosts"])
    #expect(hosts.elements.map { $0["HostArn"]?.string } == arns)
    #expect(hosts.elements.map { $0["Status"]?.string } == ["PENDING", "VPC_CONFIG_INITIALIZING"])
  }

  @Test("A pending host is updated; a new network is set up anew, and blocks the next update")
  func update() throws {
    let arn = try client.host()
    try client.call("UpdateHost", #"{"HostArn":"\#(arn)","ProviderEndpoint":"https://new"}"#)
    let host = try client.call("GetHost", #"{"HostArn":"\#(arn)"}"#)
    #expect(host["ProviderEndpoint"]?.string == "https://new")
    #expect(host["Status"]?.string == "PENDING")
    try client.call("UpdateHost", #"{"HostArn":"\#(arn)",\#(vpcJSON)}"#)
    let json = #"{"HostArn":"\#(arn)","ProviderEndpoint":"https://x"}"#
    #expect(try client.failure("UpdateHost", json).code == "ConflictException")
    #expect(try get(arn) == "VPC_CONFIG_INITIALIZING")
    #expect(try get(arn) == "PENDING")
    try client.call("UpdateHost", json)
  }

  @Test("An available host, and one that does not exist, are not updated")
  func refusedUpdate() throws {
    let arn = try client.host()
    try client.finishHandshake(arn)
    #expect(try client.failure("UpdateHost", #"{"HostArn":"\#(arn)"}"#).code == "UnsupportedOperationException")
    #expect(try client.failure("UpdateHost", #"{"HostArn":"\#(arn)0"}"#).code == "ResourceNotFoundException")
  }

  @Test("A host goes once its connections are gone")
  func delete() throws {
    let arn = try client.host()
    let connection = try client.connection("c", #""HostArn":"\#(arn)""#)
    let json = #"{"HostArn":"\#(arn)"}"#
    let failure = try client.failure("DeleteHost", json)
    #expect(failure.code == "ResourceUnavailableException")
    #expect(failure.message.hasPrefix("1 connection of"))
    try client.call("DeleteConnection", #"{"ConnectionArn":"\#(connection)"}"#)
    try client.call("DeleteHost", json)
    #expect(try client.failure("GetHost", json).code == "ResourceNotFoundException")
    #expect(try client.failure("DeleteHost", json).code == "ResourceNotFoundException")
  }

  @Test("A host whose network is being set up is not deleted")
  func deleteInitializing() throws {
    let arn = try client.host("v", vpcJSON)
    #expect(try client.failure("DeleteHost", #"{"HostArn":"\#(arn)"}"#).code == "ResourceUnavailableException")
  }

  @Test("A host with a network is shown once more while it goes", arguments: ["GetHost", "ListHosts"])
  func deleteNetwork(reader: String) throws {
    let (other, arn) = (try client.host("o"), try client.host("v", vpcJSON))
    for _ in 1...2 { _ = try get(arn) }
    let json = #"{"HostArn":"\#(arn)"}"#
    try client.call("DeleteHost", json)
    #expect(try client.failure("DeleteHost", json).code == "ResourceUnavailableException")
    #expect(try client.failure("UpdateHost", json).code == "ConflictException")
    let connect = #"{"ConnectionName":"c","HostArn":"\#(arn)"}"#
    #expect(try client.failure("CreateConnection", connect).code == "ResourceUnavailableException")
    let shown = try client.call(reader, reader == "GetHost" ? json : "{}")
    let host = shown["Hosts"].map { Array($0.elements)[1] } ?? shown
    #expect(host["Status"]?.string == "VPC_CONFIG_DELETING")
    #expect(try client.failure("GetHost", json).code == "ResourceNotFoundException")
    #expect(try client.call("ListHosts")["Hosts"]?.elements.map { $0["HostArn"]?.string } == [other])
  }
}
