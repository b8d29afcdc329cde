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

extension RepositoryLink: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    sequence = try value.member("sequence").count()
    arn = try value.dumped(ResourceARN.self, "arn")
    connection = try value.dumped(ResourceARN.self, "connection")
    ownerID = try value.text("ownerId")
    repositoryName = try value.text("repositoryName")
    providerType = try value.text("providerType")
    encryptionKey = try value.optionalText("encryptionKey")
    tags = try value.dumped(Tags.self, "tags")
    branches = try value.dumped(listOf: SyncedBranch.self, "branches")
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("sequence", sequence)
      $0.member("arn", dumped: arn)
      $0.member("connection", dumped: connection)
      $0.member("ownerId", ownerID)
      $0.member("repositoryName", repositoryName)
      $0.member("providerType", providerType)
      $0.member("encryptionKey", ifGiven: encryptionKey)
      $0.member("tags", dumped: tags)
      $0.member("branches", dumped: branches)
    }
  }
}
