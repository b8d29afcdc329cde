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

extension SyncConfiguration: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    sequence = try value.member("sequence").count()
    syncType = try value.text("syncType")
    resourceName = try value.text("resourceName")
    settings = try value.dumped(Settings.self, "settings")
    sync = try value.dumped(ResourceSync.self, "sync")
    blockers = try value.dumped(listOf: SyncBlocker.self, "blockers")
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("sequence", sequence)
      $0.member("syncType", syncType)
      $0.member("resourceName", resourceName)
      $0.member("settings", dumped: settings)
      $0.member("sync", dumped: sync)
      $0.member("blockers", dumped: blockers)
    }
  }
}

extension SyncConfiguration.Settings: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    link = try value.text("link")
    branch = try value.text("branch")
    configFile = try value.text("configFile")
    role = try value.text("role")
    publishDeploymentStatus = try value.optionalText("publishDeploymentStatus")
    triggerResourceUpdateOn = try value.optionalText("triggerResourceUpdateOn")
    pullRequestComment = try value.optionalText("pullRequestComment")
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("link", link)
      $0.member("branch", branch)
      $0.member("configFile", configFile)
      $0.member("role", role)
      $0.member("publishDeploymentStatus", ifGiven: publishDeploymentStatus)
      $0.member("triggerResourceUpdateOn", ifGiven: triggerResourceUpdateOn)
      $0.member("pullRequestComment", ifGiven: pullRequestComment)
    }
  }
}
