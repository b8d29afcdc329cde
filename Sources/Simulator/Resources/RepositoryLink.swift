// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// A repository link as it is kept: a Git repository that is reached through a connection.
struct RepositoryLink: Resource, Sendable {
  let sequence: Int
  let arn: ResourceARN
  var connection: ResourceARN
  let ownerID: String
  let repositoryName: String
  let providerType: String
  var encryptionKey: String?
  var tags: Tags
  /// What is synced of it, in the order in which that began.
  var branches: [SyncedBranch] = []

  static let resourcePrefix = "repository-link/"

  /// The UUID at the end of the ARN.
  var id: String { String(arn.resource.dropFirst(Self.resourcePrefix.count)) }

  /// Writes the model's `RepositoryLinkInfo`.
  func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("ConnectionArn", connection.description)
      if let encryptionKey { $0.member("EncryptionKeyArn", encryptionKey) }
      $0.member("OwnerId", ownerID)
      $0.member("ProviderType", providerType)
      $0.member("RepositoryLinkArn", arn.description)
      $0.member("RepositoryLinkId", id)
      $0.member("RepositoryName", repositoryName)
    }
  }
}

/// A branch that a sync configuration follows, or has followed.
struct SyncedBranch: Sendable {
  let name: String
  /// The id of the last commit.
  var head: String
  /// The sync of the repository itself, before that of the resources that follow the branch.
  var attempt: SyncAttempt
}
