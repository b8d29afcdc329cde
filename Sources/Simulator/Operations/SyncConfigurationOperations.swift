// SPDX-License-Identifier: Apache-2.0

internal import Documents

extension Operation {
  static let syncConfigurations = [
    Operation("CreateSyncConfiguration", createSyncConfiguration),
    Operation("GetSyncConfiguration", getSyncConfiguration),
    Operation("ListSyncConfigurations", listSyncConfigurations),
    Operation("UpdateSyncConfiguration", updateSyncConfiguration),
    Operation("DeleteSyncConfiguration", deleteSyncConfiguration),
    Operation("ListRepositorySyncDefinitions", listRepositorySyncDefinitions),
  ]

  @Sendable
  private static func createSyncConfiguration(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let (type, resource) = (try call.required("SyncType"), try call.required("ResourceName"))
    let id = try call.required("RepositoryLinkId")
    guard let link = region.repositoryLinks.first(where: { $0.id == id }) else {
      throw call.invalid("Repository link not found: \(id)")
    }
    let settings = SyncConfiguration.Settings(
      link: id, branch: try call.required("Branch"), configFile: try call.required("ConfigFile"),
      role: try call.required("RoleArn"), publishDeploymentStatus: call.optional("PublishDeploymentStatus"),
      triggerResourceUpdateOn: call.optional("TriggerResourceUpdateOn"), pullRequestComment: pullRequestComment(call))
    guard !region.syncConfigurations.contains(where: { $0.syncType == type && $0.resourceName == resource }) else {
      throw ServiceError(.resourceAlreadyExists, "There is a sync configuration \(type) of \(resource).")
    }
    guard region.syncConfigurations.count < Quota.syncConfigurations else {
      throw ServiceError(
        .limitExceeded, "An account can have at most \(Quota.syncConfigurations) sync configurations in a region.")
    }
    let sync = ResourceSync(to: try region.target(of: settings, at: call.now), at: call.now)
    let configuration = SyncConfiguration(
      sequence: region.nextSequence(), syncType: type, resourceName: resource, settings: settings, sync: sync)
    region.syncConfigurations.append(configuration)
    output.name("SyncConfiguration")
    configuration.write(link: link, for: call.service, to: &output)
  }

  /// A member that the model of the old name does not have.
  private static func pullRequestComment(_ call: Call) -> String? {
    call.service == .codeconnections ? call.optional("PullRequestComment") : nil
  }

  private static func write(
    _ configuration: SyncConfiguration, _ call: Call, _ region: Region, to output: inout JSONWriter
  ) throws(ServiceError) {
    let link = try region.index(ofLink: configuration.settings.link)
    configuration.write(link: region.repositoryLinks[link], for: call.service, to: &output)
  }

  @Sendable
  private static func getSyncConfiguration(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let configuration = region.syncConfigurations[try region.configuration(of: call)]
    output.name("SyncConfiguration")
    try write(configuration, call, region, to: &output)
  }

  @Sendable
  private static func listSyncConfigurations(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let (id, type) = (try call.required("RepositoryLinkId"), try call.required("SyncType"))
    let link = region.repositoryLinks[try region.index(ofLink: id)]
    let (indices, nextToken) = try Pagination(call, filters: [id, type]).page(of: region.syncConfigurations) {
      $0.settings.link == id && $0.syncType == type
    }
    output.name("SyncConfigurations")
    output.array {
      for index in indices { region.syncConfigurations[index].write(link: link, for: call.service, to: &$0) }
    }
    if let nextToken { output.member("NextToken", nextToken) }
  }

  /// Changes what is given. Where the resource follows something else then, it is synced anew.
  @Sendable
  private static func updateSyncConfiguration(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let index = try region.configuration(of: call)
    var configuration = region.syncConfigurations[index]
    let before = configuration.settings
    if let id = call.optional("RepositoryLinkId") {
      _ = try region.index(ofLink: id)
      configuration.settings.link = id
    }
    if let branch = call.optional("Branch") { configuration.settings.branch = branch }
    if let file = call.optional("ConfigFile") { configuration.settings.configFile = file }
    if let role = call.optional("RoleArn") { configuration.settings.role = role }
    if let status = call.optional("PublishDeploymentStatus") { configuration.settings.publishDeploymentStatus = status }
    if let trigger = call.optional("TriggerResourceUpdateOn") {
      configuration.settings.triggerResourceUpdateOn = trigger
    }
    if let comment = pullRequestComment(call) { configuration.settings.pullRequestComment = comment }
    let isMoved = !configuration.follows(before.branch, of: before.link)
    if isMoved || configuration.settings.configFile != before.configFile {
      let target = try region.target(of: configuration.settings, at: call.now)
      if !configuration.isBlocked { configuration.sync.begin(to: target, at: call.now) }
    }
    region.syncConfigurations[index] = configuration
    region.forgetBranches()
    output.name("SyncConfiguration")
    try write(configuration, call, region, to: &output)
  }

  /// The model has no error for a configuration that is not there.
  @Sendable
  private static func deleteSyncConfiguration(
    _ call: Call, _ region: inout Region, _: inout JSONWriter
  ) throws(ServiceError) {
    let (type, resource) = (try call.required("SyncType"), try call.required("ResourceName"))
    region.syncConfigurations.removeAll { $0.syncType == type && $0.resourceName == resource }
    region.forgetBranches()
  }

  @Sendable
  private static func listRepositorySyncDefinitions(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let (id, type) = (try call.required("RepositoryLinkId"), try call.required("SyncType"))
    _ = try region.index(ofLink: id)
    output.name("RepositorySyncDefinitions")
    output.array {
      for configuration in region.syncConfigurations
      where configuration.settings.link == id && configuration.syncType == type {
        $0.object {
          $0.member("Branch", configuration.settings.branch)
          $0.member("Directory", configuration.settings.configFile)
          $0.member("Parent", configuration.resourceName)
          $0.member("Target", configuration.resourceName)
        }
      }
    }
  }
}
