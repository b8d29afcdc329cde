// SPDX-License-Identifier: Apache-2.0

internal import Documents

extension Operation {
  static let syncStatus = [
    Operation("GetRepositorySyncStatus", getRepositorySyncStatus),
    Operation("GetResourceSyncStatus", getResourceSyncStatus),
  ]

  static let syncBlockers = [
    Operation("GetSyncBlockerSummary", getSyncBlockerSummary),
    Operation("UpdateSyncBlocker", updateSyncBlocker),
  ]

  @Sendable
  private static func getRepositorySyncStatus(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let (id, name) = (try call.required("RepositoryLinkId"), try call.required("Branch"))
    let link = try region.index(ofLink: id)
    guard let branch = region.repositoryLinks[link].branches.firstIndex(where: { $0.name == name }) else {
      throw .notFound("Sync", "of branch \(name) of repository link \(id)")
    }
    region.repositoryLinks[link].branches[branch].attempt.noteRead(at: call.now)
    let attempt = region.repositoryLinks[link].branches[branch].attempt
    output.name("LatestSync")
    output.object { attempt.writeMembers(to: &$0) }
  }

  @Sendable
  private static func getResourceSyncStatus(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let index = try region.configuration(of: call)
    region.syncConfigurations[index].sync.noteRead(at: call.now)
    let configuration = region.syncConfigurations[index]
    output.name("DesiredState")
    try region.target(of: configuration.settings, at: call.now).write(to: &output)
    configuration.sync.write(target: configuration.resourceName, to: &output)
  }

  @Sendable
  private static func getSyncBlockerSummary(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let configuration = region.syncConfigurations[try region.configuration(of: call)]
    output.name("SyncBlockerSummary")
    output.object {
      $0.member("ResourceName", configuration.resourceName)
      $0.name("LatestBlockers")
      $0.array {
        for blocker in configuration.blockers.reversed() { blocker.write(to: &$0) }
      }
    }
  }

  @Sendable
  private static func updateSyncBlocker(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let index = try region.configuration(of: call)
    let blocker = try region.resolveBlocker(
      call.required("Id"), onConfiguration: index, reason: call.required("ResolvedReason"), at: call.now)
    output.member("ResourceName", region.syncConfigurations[index].resourceName)
    output.name("SyncBlocker")
    blocker.write(to: &output)
  }
}
