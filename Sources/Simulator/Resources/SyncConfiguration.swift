// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// A sync configuration as it is kept: a resource of AWS follows a branch of a linked repository.
struct SyncConfiguration: Listed, Sendable {
  /// What UpdateSyncConfiguration can change.
  struct Settings: Sendable {
    var link: String
    var branch: String
    var configFile: String
    var role: String
    var publishDeploymentStatus: String?
    var triggerResourceUpdateOn: String?
    var pullRequestComment: String?
  }

  let sequence: Int
  let syncType: String
  let resourceName: String
  var settings: Settings
  var sync: ResourceSync
  var blockers: [SyncBlocker] = []

  var isBlocked: Bool { blockers.contains(where: \.isActive) }

  func follows(_ branch: String, of link: String) -> Bool {
    settings.branch == branch && settings.link == link
  }

  /// Writes the model's `SyncConfiguration`, as the model of that name has it.
  func write(link: RepositoryLink, for service: ServiceName, to writer: inout JSONWriter) {
    writer.object {
      $0.member("Branch", settings.branch)
      $0.member("ConfigFile", settings.configFile)
      $0.member("OwnerId", link.ownerID)
      $0.member("ProviderType", link.providerType)
      $0.member("RepositoryLinkId", link.id)
      $0.member("RepositoryName", link.repositoryName)
      $0.member("ResourceName", resourceName)
      $0.member("RoleArn", settings.role)
      $0.member("SyncType", syncType)
      if let status = settings.publishDeploymentStatus { $0.member("PublishDeploymentStatus", status) }
      if let trigger = settings.triggerResourceUpdateOn { $0.member("TriggerResourceUpdateOn", trigger) }
      // The model of the old name does not know it.
      if let comment = settings.pullRequestComment, service == .codeconnections {
        $0.member("PullRequestComment", comment)
      }
    }
  }
}
