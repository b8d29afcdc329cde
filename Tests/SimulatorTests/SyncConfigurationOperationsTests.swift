// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Simulator

@Suite("Sync configurations")
struct SyncConfigurationOperationsTests {
  let client = TestClient()
  let unknown = "00000000-0000-4000-8000-000000000000"

  @Test("A configuration is made, with what its repository link knows, and read back as it was made")
  func createAndGet() throws {
    let link = try client.repositoryLink()
    let made = try #require(
      client.syncConfiguration(
        link: link, members: #""PublishDeploymentStatus":"ENABLED","TriggerResourceUpdateOn":"FILE_CHANGE""#)[
          "SyncConfiguration"])
    let expected = [
      "SyncType": "CFN_STACK_SYNC", "ResourceName": "stack", "RepositoryLinkId": link, "Branch": "main",
      "ConfigFile": "deploy/stack.yaml", "RoleArn": "arn:aws:iam::123456789012:role/sync", "OwnerId": "me",
      "RepositoryName": "repo", "ProviderType": "GitHub", "PublishDeploymentStatus": "ENABLED",
      "TriggerResourceUpdateOn": "FILE_CHANGE",
    ]
    #expect(made.count == expected.count)
    for (name, value) in expected { #expect(made[name]?.string == value, "\(name)") }
    let read = try #require(
      client.call("GetSyncConfiguration", "{\(TestClient.naming("stack"))}")["SyncConfiguration"])
    #expect(read.bytes.elementsEqual(made.bytes))
  }

  @Test("Pull request comments are a member of the new name only")
  func pullRequestComment() throws {
    let link = try client.repositoryLink()
    let (old, new) = (client, client.under(.codeconnections))
    let comment = #""PullRequestComment":"ENABLED""#
    #expect(try old.syncConfiguration("a", link: link, members: comment)["SyncConfiguration"]?.count == 9)
    let made = try new.syncConfiguration("b", link: link, members: comment)
    #expect(try new.text(made, "SyncConfiguration", "PullRequestComment") == "ENABLED")
    let read = { (client: TestClient, name: String) in
      try client.call("GetSyncConfiguration", "{\(TestClient.naming(name))}")["SyncConfiguration"]
    }
    #expect(try read(new, "a")?["PullRequestComment"] == nil)
    #expect(try read(old, "b")?["PullRequestComment"] == nil)
    #expect(try read(new, "b")?["PullRequestComment"]?.string == "ENABLED")
  }

  @Test("A resource is synced once, from a link that exists")
  func refused() throws {
    let link = try client.repositoryLink()
    try client.syncConfiguration(link: link)
    let json = { (link: String) in TestClient.syncJSON("stack", link, "other", "f", "") }
    #expect(try client.failure("CreateSyncConfiguration", json(link)).code == "ResourceAlreadyExistsException")
    #expect(try client.failure("CreateSyncConfiguration", json(unknown)).code == "InvalidInputException")
  }

  @Test("The hundred and first configuration of a region is refused")
  func quota() throws {
    let link = try client.repositoryLink()
    for number in 1...100 { try client.syncConfiguration("s\(number)", link: link) }
    let json = TestClient.syncJSON("stack", link, "main", "f", "")
    #expect(try client.failure("CreateSyncConfiguration", json).code == "LimitExceededException")
  }

  @Test("An update changes what is given")
  func update() throws {
    let (first, second) = (try client.repositoryLink("one"), try client.repositoryLink("two"))
    try client.syncConfiguration(link: first)
    let naming = TestClient.naming("stack")
    let changes = [
      ("RepositoryLinkId", second), ("Branch", "dev"), ("ConfigFile", "x.yaml"),
      ("RoleArn", "arn:aws:iam::123456789012:role/other"), ("PublishDeploymentStatus", "DISABLED"),
      ("TriggerResourceUpdateOn", "ANY_CHANGE"),
    ]
    for (name, value) in changes {
      try client.call("UpdateSyncConfiguration", #"{\#(naming),"\#(name)":"\#(value)"}"#)
    }
    let read = try #require(client.call("GetSyncConfiguration", "{\(naming)}")["SyncConfiguration"])
    for (name, value) in changes { #expect(read[name]?.string == value) }
    #expect(read["RepositoryName"]?.string == "two")
    let badLink = #"{\#(naming),"RepositoryLinkId":"\#(unknown)"}"#
    #expect(try client.failure("UpdateSyncConfiguration", badLink).code == "ResourceNotFoundException")
    let missing = "{\(TestClient.naming("none"))}"
    #expect(try client.failure("UpdateSyncConfiguration", missing).code == "ResourceNotFoundException")
  }

  @Test("A configuration that is not there is deleted without an error, and read with one")
  func delete() throws {
    try client.syncConfiguration(link: client.repositoryLink())
    let json = "{\(TestClient.naming("stack"))}"
    for _ in 1...2 { try client.call("DeleteSyncConfiguration", json) }
    for operation in ["GetSyncConfiguration", "GetResourceSyncStatus", "GetSyncBlockerSummary"] {
      #expect(try client.failure(operation, json).code == "ResourceNotFoundException")
    }
  }

  @Test("Configurations and definitions are listed by repository link")
  func lists() throws {
    let (first, second) = (try client.repositoryLink("one"), try client.repositoryLink("two"))
    for (name, link) in [("a", first), ("b", second), ("c", first)] {
      try client.syncConfiguration(name, link: link, branch: "of-\(name)")
    }
    func list(_ operation: String, _ member: String, _ link: String, _ more: String = "") throws -> DocumentValue {
      let output = try client.call(operation, #"{"SyncType":"CFN_STACK_SYNC","RepositoryLinkId":"\#(link)"\#(more)}"#)
      return try #require(output[member])
    }
    let configurations = try list("ListSyncConfigurations", "SyncConfigurations", first)
    #expect(configurations.elements.map { $0["ResourceName"]?.string } == ["a", "c"])
    #expect(try list("ListSyncConfigurations", "SyncConfigurations", first, #","MaxResults":1"#).count == 1)
    let definitions = try list("ListRepositorySyncDefinitions", "RepositorySyncDefinitions", second)
    #expect(definitions.count == 1)
    let definition = try #require(definitions.elements.first { _ in true })
    #expect(definition["Branch"]?.string == "of-b")
    #expect(definition["Directory"]?.string == "deploy/stack.yaml")
    #expect(definition["Parent"]?.string == "b")
    #expect(definition["Target"]?.string == "b")
    for operation in ["ListSyncConfigurations", "ListRepositorySyncDefinitions"] {
      let json = #"{"SyncType":"CFN_STACK_SYNC","RepositoryLinkId":"\#(unknown)"}"#
      #expect(try client.failure(operation, json).code == "ResourceNotFoundException")
    }
  }
}
