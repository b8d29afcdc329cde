// SPDX-License-Identifier: Apache-2.0

internal import Documents

extension Operation {
  static let repositoryLinks = [
    Operation("CreateRepositoryLink", createRepositoryLink),
    Operation("GetRepositoryLink", getRepositoryLink),
    Operation("ListRepositoryLinks", listRepositoryLinks),
    Operation("UpdateRepositoryLink", updateRepositoryLink),
    Operation("DeleteRepositoryLink", deleteRepositoryLink),
  ]

  @Sendable
  private static func createRepositoryLink(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let (owner, name) = (try call.required("OwnerId"), try call.required("RepositoryName"))
    let arn = try call.required("ConnectionArn")
    guard let index = region.connections.index(of: arn) else {
      throw call.invalid("Connection not found: \(arn)")
    }
    let connection = try available(region.connections[index], call)
    let tags = try Tags(call.input["Tags"])
    let isTaken = region.repositoryLinks.contains {
      $0.ownerID == owner && $0.repositoryName == name && $0.providerType == connection.providerType
    }
    guard !isTaken else {
      throw ServiceError(.resourceAlreadyExists, "There is a repository link for \(owner)/\(name).")
    }
    guard region.repositoryLinks.count < Quota.repositoryLinks else {
      throw ServiceError(
        .limitExceeded, "An account can have at most \(Quota.repositoryLinks) repository links in a region.")
    }
    let link = RepositoryLink(
      sequence: region.nextSequence(), arn: call.arn(RepositoryLink.resourcePrefix + region.random.uuid()),
      connection: connection.arn, ownerID: owner, repositoryName: name, providerType: connection.providerType,
      encryptionKey: call.optional("EncryptionKeyArn"), tags: tags)
    region.repositoryLinks.append(link)
    output.name("RepositoryLinkInfo")
    link.write(to: &output)
  }

  /// A repository can be reached only when the handshake of its connection is finished.
  private static func available(_ connection: Connection, _ call: Call) throws(ServiceError) -> Connection {
    guard connection.status == .available else {
      throw call.invalid("The connection is \(connection.status.rawValue), not AVAILABLE: \(connection.arn)")
    }
    return connection
  }

  @Sendable
  private static func getRepositoryLink(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let index = try region.index(ofLink: call.required("RepositoryLinkId"))
    output.name("RepositoryLinkInfo")
    region.repositoryLinks[index].write(to: &output)
  }

  @Sendable
  private static func listRepositoryLinks(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let (indices, nextToken) = try Pagination(call).page(of: region.repositoryLinks)
    output.name("RepositoryLinks")
    output.array {
      for index in indices { region.repositoryLinks[index].write(to: &$0) }
    }
    if let nextToken { output.member("NextToken", nextToken) }
  }

  @Sendable
  private static func updateRepositoryLink(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let index = try region.index(ofLink: call.required("RepositoryLinkId"))
    var link = region.repositoryLinks[index]
    if let arn = call.optional("ConnectionArn") {
      let connection = try available(region.connections[region.index(ofConnection: arn)], call)
      guard connection.providerType == link.providerType else {
        throw call.invalid(
          "The repository is at \(link.providerType), but the connection is one to \(connection.providerType).")
      }
      link.connection = connection.arn
    }
    if let key = call.optional("EncryptionKeyArn") { link.encryptionKey = key }
    region.repositoryLinks[index] = link
    output.name("RepositoryLinkInfo")
    link.write(to: &output)
  }

  @Sendable
  private static func deleteRepositoryLink(
    _ call: Call, _ region: inout Region, _: inout JSONWriter
  ) throws(ServiceError) {
    let id = try call.required("RepositoryLinkId")
    let index = try region.index(ofLink: id)
    guard !region.syncConfigurations.contains(where: { $0.settings.link == id }) else {
      throw ServiceError(
        .syncConfigurationStillExists, "The sync configurations of the repository link must be deleted first: \(id)")
    }
    region.repositoryLinks.remove(at: index)
  }
}
