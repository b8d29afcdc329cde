// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Simulator

@Suite("Repository links")
struct RepositoryLinkOperationsTests {
  let client = TestClient()
  let unknown = "00000000-0000-4000-8000-000000000000"

  func create(_ connection: String, _ name: String = "repo", _ more: String = "") -> String {
    #"{"ConnectionArn":"\#(connection)","OwnerId":"me","RepositoryName":"\#(name)"\#(more)}"#
  }

  @Test("A link is made on an available connection, and read back as it was made")
  func createAndGet() throws {
    let connection = try client.availableConnection("GitLab")
    let key = "arn:aws:kms:eu-west-1:123456789012:key/1"
    let made = try #require(
      client.call("CreateRepositoryLink", create(connection, "repo", #","EncryptionKeyArn":"\#(key)""#))[
        "RepositoryLinkInfo"])
    let id = try client.text(made, "RepositoryLinkId")
    #expect(
      try client.text(made, "RepositoryLinkArn")
        == "arn:aws:codestar-connections:eu-west-1:123456789012:repository-link/\(id)")
    #expect(try client.text(made, "ConnectionArn") == connection)
    #expect(try client.text(made, "OwnerId") == "me")
    #expect(try client.text(made, "RepositoryName") == "repo")
    #expect(try client.text(made, "ProviderType") == "GitLab")
    #expect(try client.text(made, "EncryptionKeyArn") == key)
    let read = try #require(
      client.call("GetRepositoryLink", #"{"RepositoryLinkId":"\#(id)"}"#)["RepositoryLinkInfo"])
    #expect(read.bytes.elementsEqual(made.bytes))
  }

  @Test("A connection that is pending or not there is an invalid input")
  func connectionNotAvailable() throws {
    let pending = try client.connection()
    #expect(try client.failure("CreateRepositoryLink", create(pending)).code == "InvalidInputException")
    #expect(try client.failure("CreateRepositoryLink", create(pending + "0")).code == "InvalidInputException")
    #expect(try client.call("ListRepositoryLinks")["RepositoryLinks"]?.count == 0)
  }

  @Test("A repository of one provider is linked once")
  func twice() throws {
    let connection = try client.availableConnection()
    _ = try client.repositoryLink(connection: connection)
    let other = create(try client.availableConnection())
    #expect(try client.failure("CreateRepositoryLink", other).code == "ResourceAlreadyExistsException")
    _ = try client.repositoryLink("other", connection: connection)
    _ = try client.repositoryLink(connection: client.availableConnection("GitLab"))
  }

  @Test("The hundred and first link of a region is refused, and one fits again after a deletion")
  func quota() throws {
    let connection = try client.availableConnection()
    let first = try client.repositoryLink("r1", connection: connection)
    for number in 2...100 { _ = try client.repositoryLink("r\(number)", connection: connection) }
    #expect(try client.failure("CreateRepositoryLink", create(connection)).code == "LimitExceededException")
    try client.call("DeleteRepositoryLink", #"{"RepositoryLinkId":"\#(first)"}"#)
    try client.call("CreateRepositoryLink", create(connection))
  }

  @Test("An update changes what is given, to a connection of the same provider only")
  func update() throws {
    let link = try client.repositoryLink()
    let (same, other) = (try client.availableConnection(), try client.availableConnection("Bitbucket"))
    let update = { (members: String) in #"{"RepositoryLinkId":"\#(link)"\#(members)}"# }
    let updated = try client.call("UpdateRepositoryLink", update(#","ConnectionArn":"\#(same)""#))
    #expect(try client.text(updated, "RepositoryLinkInfo", "ConnectionArn") == same)
    let key = "arn:aws:kms:eu-west-1:123456789012:key/2"
    try client.call("UpdateRepositoryLink", update(#","EncryptionKeyArn":"\#(key)""#))
    #expect(
      try client.failure("UpdateRepositoryLink", update(#","ConnectionArn":"\#(other)""#)).code
        == "InvalidInputException")
    #expect(
      try client.failure("UpdateRepositoryLink", update(#","ConnectionArn":"\#(same)0""#)).code
        == "ResourceNotFoundException")
    let pending = try client.connection()
    #expect(
      try client.failure("UpdateRepositoryLink", update(#","ConnectionArn":"\#(pending)""#)).code
        == "InvalidInputException")
    let read = try client.call("GetRepositoryLink", update(""))
    #expect(try client.text(read, "RepositoryLinkInfo", "ConnectionArn") == same)
    #expect(try client.text(read, "RepositoryLinkInfo", "EncryptionKeyArn") == key)
  }

  @Test("A link with sync configurations is not deleted")
  func inUse() throws {
    let link = try client.repositoryLink()
    try client.syncConfiguration(link: link)
    let json = #"{"RepositoryLinkId":"\#(link)"}"#
    #expect(try client.failure("DeleteRepositoryLink", json).code == "SyncConfigurationStillExistsException")
    try client.call("DeleteSyncConfiguration", "{\(TestClient.naming("stack"))}")
    try client.call("DeleteRepositoryLink", json)
    for operation in ["GetRepositoryLink", "DeleteRepositoryLink", "UpdateRepositoryLink"] {
      #expect(try client.failure(operation, json).code == "ResourceNotFoundException")
    }
  }

  @Test("A link outlives its connection")
  func withoutConnection() throws {
    let connection = try client.availableConnection()
    let link = try client.repositoryLink(connection: connection)
    try client.call("DeleteConnection", #"{"ConnectionArn":"\#(connection)"}"#)
    let read = try client.call("GetRepositoryLink", #"{"RepositoryLinkId":"\#(link)"}"#)
    #expect(try client.text(read, "RepositoryLinkInfo", "ConnectionArn") == connection)
  }

  @Test("Links are listed in pages, in the order of creation, and a token that is none is an invalid input")
  func list() throws {
    let connection = try client.availableConnection()
    let made = try (1...5).map { try client.repositoryLink("r\($0)", connection: connection) }
    var (seen, token) = ([String](), nil as String?)
    repeat {
      let next = token.map { #","NextToken":"\#($0)""# } ?? ""
      let page = try client.call("ListRepositoryLinks", #"{"MaxResults":2\#(next)}"#)
      seen += page["RepositoryLinks"]?.elements.compactMap { $0["RepositoryLinkId"]?.string } ?? []
      token = page["NextToken"]?.string
    } while token != nil && seen.count < 10
    #expect(seen == made)
    #expect(try client.failure("ListRepositoryLinks", #"{"NextToken":"x"}"#).code == "InvalidInputException")
  }

  @Test("A link is tagged by its ARN, under either name")
  func tags() throws {
    let output = try client.call(
      "CreateRepositoryLink", create(client.availableConnection(), "r", #","Tags":[{"Key":"a","Value":"1"}]"#))
    let arn = try client.text(output, "RepositoryLinkInfo", "RepositoryLinkArn")
    let renamed = arn.replacingCharacters(
      in: try #require(arn.firstRange(of: "codestar-connections")), with: "codeconnections")
    let other = client.under(.codeconnections)
    try other.call("TagResource", #"{"ResourceArn":"\#(renamed)","Tags":[{"Key":"b","Value":"2"}]}"#)
    #expect(try client.call("ListTagsForResource", #"{"ResourceArn":"\#(arn)"}"#)["Tags"]?.count == 2)
  }
}
