// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Simulator

@Suite("Connections")
struct ConnectionOperationsTests {
  let client = TestClient()

  @Test("A connection is made pending and read back as it was made")
  func createAndGet() throws {
    let arn = try client.connection("app")
    #expect(arn.wholeMatch(of: /arn:aws:codestar-connections:eu-west-1:123456789012:connection\/[0-9a-f-]{36}/) != nil)
    let connection = try #require(client.call("GetConnection", #"{"ConnectionArn":"\#(arn)"}"#)["Connection"])
    #expect(connection["ConnectionName"]?.string == "app")
    #expect(connection["ConnectionArn"]?.string == arn)
    #expect(connection["ProviderType"]?.string == "GitHub")
    #expect(connection["OwnerAccountId"]?.string == "123456789012")
    #expect(connection["ConnectionStatus"]?.string == "PENDING")
    #expect(connection["HostArn"] == nil)
  }

  @Test("A connection on a host has the host's provider type, and names the host")
  func onHost() throws {
    let host = try client.host()
    let arn = try client.connection("c", #""HostArn":"\#(host)""#)
    let connection = try #require(client.call("GetConnection", #"{"ConnectionArn":"\#(arn)"}"#)["Connection"])
    #expect(connection["ProviderType"]?.string == "GitLabSelfManaged")
    #expect(connection["HostArn"]?.string == host)
  }

  @Test("Neither or both of ProviderType and HostArn are refused, and make nothing")
  func exactlyOne() throws {
    let host = try client.host()
    for members in ["", #","ProviderType":"GitHub","HostArn":"\#(host)""#] {
      #expect(
        try client.failure("CreateConnection", #"{"ConnectionName":"c"\#(members)}"#).code == "ValidationException")
    }
    #expect(try client.call("ListConnections")["Connections"]?.count == 0)
  }

  @Test("A host that does not exist, or whose network is being set up, takes no connection")
  func badHost() throws {
    let unknown = "arn:aws:codestar-connections:eu-west-1:123456789012:host/h-00000000"
    let json = { (arn: String) in #"{"ConnectionName":"c","HostArn":"\#(arn)"}"# }
    #expect(try client.failure("CreateConnection", json(unknown)).code == "ResourceNotFoundException")
    let vpcHost = try client.host("v", vpcJSON)
    #expect(try client.failure("CreateConnection", json(vpcHost)).code == "ResourceUnavailableException")
  }

  @Test("The 251st connection of a region is refused, and one fits again after a deletion")
  func quota() throws {
    let first = try client.connection()
    for _ in 2...250 { _ = try client.connection() }
    let json = #"{"ConnectionName":"c","ProviderType":"GitHub"}"#
    #expect(try client.failure("CreateConnection", json).code == "LimitExceededException")
    try client.call("DeleteConnection", #"{"ConnectionArn":"\#(first)"}"#)
    try client.call("CreateConnection", json)
  }

  @Test("A deleted connection is gone for every operation")
  func delete() throws {
    let arn = try client.connection()
    #expect(try client.call("DeleteConnection", #"{"ConnectionArn":"\#(arn)"}"#).count == 0)
    for operation in ["GetConnection", "DeleteConnection"] {
      #expect(try client.failure(operation, #"{"ConnectionArn":"\#(arn)"}"#).code == "ResourceNotFoundException")
    }
    let json = #"{"ResourceArn":"\#(arn)"}"#
    #expect(try client.failure("ListTagsForResource", json).code == "ResourceNotFoundException")
  }

  @Test(
    "An ARN of another region, account, service or kind is not found",
    arguments: [
      ("eu-west-1", "us-east-1"), ("123456789012", "210987654321"), ("codestar-connections", "codecommit"),
      ("connection/", "host/"), ("arn:aws:", "arn:aws-cn:"),
    ])
  func foreignARN(part: String, other: String) throws {
    let arn = try client.connection()
    let range = try #require(arn.firstRange(of: part))
    let foreign = arn.replacingCharacters(in: range, with: other)
    let failure = try client.failure("GetConnection", #"{"ConnectionArn":"\#(foreign)"}"#)
    #expect(failure.code == "ResourceNotFoundException")
    #expect(failure.message.contains(foreign))
  }

  @Test("Lists are filtered by provider type and by host, in the order of creation")
  func filters() throws {
    let host = try client.host()
    let onHost = try client.connection("a", #""HostArn":"\#(host)""#)
    let gitHub = try client.connection("b")
    let gitLab = try client.connection("c", #""ProviderType":"GitLab""#)
    func list(_ filter: String) throws -> [String] {
      let listed = try #require(client.call("ListConnections", "{\(filter)}")["Connections"])
      return listed.elements.compactMap { $0["ConnectionArn"]?.string }
    }
    #expect(try list("") == [onHost, gitHub, gitLab])
    #expect(try list(#""ProviderTypeFilter":"GitHub""#) == [gitHub])
    #expect(try list(#""HostArnFilter":"\#(host)""#) == [onHost])
    #expect(try list(#""HostArnFilter":"\#(host)","ProviderTypeFilter":"GitHub""#) == [])
  }

  @Test("A filter for a host that does not exist is an error")
  func unknownHostFilter() throws {
    let json = #"{"HostArnFilter":"arn:aws:codeconnections:eu-west-1:123456789012:host/x-00000000"}"#
    #expect(try client.failure("ListConnections", json).code == "ResourceNotFoundException")
  }
}

extension String {
  func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
