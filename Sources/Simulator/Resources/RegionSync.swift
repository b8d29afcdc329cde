// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// Repository links, what is synced of them, and what starts and stops a sync.
extension Region {
  func index(ofLink id: String) throws(ServiceError) -> Int {
    guard let index = repositoryLinks.firstIndex(where: { $0.id == id }) else {
      throw .notFound("Repository link", id)
    }
    return index
  }

  func index(ofConfiguration resource: String, type: String) throws(ServiceError) -> Int {
    let index = syncConfigurations.firstIndex { $0.resourceName == resource && $0.syncType == type }
    guard let index else { throw .notFound("Sync configuration", "\(type) of \(resource)") }
    return index
  }

  /// Where the configuration stands that a request names by its resource and type.
  func configuration(of call: Call) throws(ServiceError) -> Int {
    try index(ofConfiguration: call.required("ResourceName"), type: call.required("SyncType"))
  }

  /// The link's connection, where it is there and its handshake is finished.
  func availableConnection(of link: RepositoryLink) -> Connection? {
    connections.index(of: link.connection.description).map { connections[$0] }.flatMap {
      $0.status == .available ? $0 : nil
    }
  }

  /// The last commit of what a configuration follows. A branch that none has followed so far begins with a commit and a
  /// sync of its own.
  mutating func target(of settings: SyncConfiguration.Settings, at now: Timestamp) throws(ServiceError) -> Revision {
    let index = try index(ofLink: settings.link)
    if !repositoryLinks[index].branches.contains(where: { $0.name == settings.branch }) {
      let branch = SyncedBranch(name: settings.branch, head: random.commitID(), attempt: SyncAttempt(at: now))
      repositoryLinks[index].branches.append(branch)
    }
    let link = repositoryLinks[index]
    let head = link.branches.first { $0.name == settings.branch }?.head ?? ""
    return Revision(of: link, branch: settings.branch, configFile: settings.configFile, commit: head)
  }

  /// Forgets the branches that no configuration follows any more.
  mutating func forgetBranches() {
    for index in repositoryLinks.indices {
      let id = repositoryLinks[index].id
      repositoryLinks[index].branches.removeAll { branch in
        !syncConfigurations.contains { $0.follows(branch.name, of: id) }
      }
    }
  }

  /// A commit comes to a branch: the repository is synced, and every resource that follows the branch and is not blocked.
  mutating func push(_ commit: String, to branch: String, ofLink id: String, at now: Timestamp) throws(ServiceError) {
    let link = try index(ofLink: id)
    guard let at = repositoryLinks[link].branches.firstIndex(where: { $0.name == branch }) else {
      throw .notFound("Sync configuration", "of branch \(branch) of repository link \(id)")
    }
    repositoryLinks[link].branches[at].head = commit
    repositoryLinks[link].branches[at].attempt = SyncAttempt(at: now)
    for index in syncConfigurations.indices where syncConfigurations[index].follows(branch, of: id) {
      if syncConfigurations[index].isBlocked { continue }
      syncConfigurations[index].sync.begin(to: try target(of: syncConfigurations[index].settings, at: now), at: now)
    }
  }

  /// The sync of a resource fails, the one that runs or else a new one, and no other begins until the blocker that this
  /// raises is resolved.
  /// - Returns: the blocker's id.
  mutating func raiseBlocker(
    onConfiguration index: Int, reason: String, contexts: [Pair], at now: Timestamp
  ) throws(ServiceError) -> String {
    if syncConfigurations[index].sync.latest.attempt.isFinished {
      syncConfigurations[index].sync.begin(to: try target(of: syncConfigurations[index].settings, at: now), at: now)
    }
    syncConfigurations[index].sync.fail(reason, at: now)
    let blocker = SyncBlocker(id: random.uuid(), reason: reason, createdAt: now, contexts: contexts)
    syncConfigurations[index].blockers.append(blocker)
    return blocker.id
  }

  /// Resolves a blocker. With the last one the resource is synced to the latest commit.
  mutating func resolveBlocker(
    _ id: String, onConfiguration index: Int, reason: String, at now: Timestamp
  ) throws(ServiceError) -> SyncBlocker {
    var configuration = syncConfigurations[index]
    guard let at = configuration.blockers.firstIndex(where: { $0.id == id }) else {
      throw ServiceError(.syncBlockerDoesNotExist, "\(configuration.resourceName) has no sync blocker \(id).")
    }
    guard configuration.blockers[at].isActive else {
      throw ServiceError(.invalidInput, "The sync blocker has been resolved before: \(id)")
    }
    let link = repositoryLinks[try self.index(ofLink: configuration.settings.link)]
    guard availableConnection(of: link) != nil else {
      throw ServiceError(
        .retryLatestCommitFailed, "The connection of the repository link is not AVAILABLE: \(link.connection)")
    }
    configuration.blockers[at].resolution = SyncBlocker.Resolution(reason: reason, time: now)
    if !configuration.isBlocked {
      configuration.sync.begin(to: try target(of: configuration.settings, at: now), at: now)
    }
    syncConfigurations[index] = configuration
    return configuration.blockers[at]
  }
}
