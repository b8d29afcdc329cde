// SPDX-License-Identifier: Apache-2.0

/// Sync configurations, their syncs and blockers. A configuration is named by its resource.
extension ReferenceService {
  private func place(_ resource: String) -> Int? { syncs.firstIndex { $0.id == resource } }

  private func outcome(_ index: Int) -> Outcome {
    var members = syncs[index].members
    let link = links.first { $0.id == members["RepositoryLinkId"] }
    for name in ["OwnerId", "RepositoryName", "ProviderType"] { members[name] = link?.members[name] }
    return .done(["SyncConfiguration": .object(members.mapValues { .text($0) })])
  }

  mutating func createSync(_ input: [String: String]) -> Outcome {
    guard links.contains(where: { $0.id == input["RepositoryLinkId"] }) else {
      return .refused("InvalidInputException")
    }
    let resource = input["ResourceName"] ?? ""
    guard place(resource) == nil else { return .refused("ResourceAlreadyExistsException") }
    syncs.append(Thing(id: resource, members: input))
    return outcome(syncs.count - 1)
  }

  func getSync(_ resource: String) -> Outcome {
    place(resource).map(outcome) ?? .refused("ResourceNotFoundException")
  }

  mutating func updateSync(_ input: [String: String]) -> Outcome {
    guard let index = place(input["ResourceName"] ?? "") else { return .refused("ResourceNotFoundException") }
    if let link = input["RepositoryLinkId"], !links.contains(where: { $0.id == link }) {
      return .refused("ResourceNotFoundException")
    }
    let before = syncs[index].members
    syncs[index].members.merge(input) { $1 }
    if before != syncs[index].members { begin(index) }
    return outcome(index)
  }

  mutating func deleteSync(_ resource: String) -> Outcome {
    syncs.removeAll { $0.id == resource }
    return .done([:])
  }

  private mutating func begin(_ index: Int) {
    if !syncs[index].blockers.contains(where: \.isActive) { (syncs[index].status, syncs[index].reads) = ("", 0) }
  }

  /// Status of the latest sync, and whether there is a successful one.
  mutating func syncStatus(_ resource: String) -> Outcome {
    guard let index = place(resource) else { return .refused("ResourceNotFoundException") }
    syncs[index].reads += 1
    if syncs[index].status != "FAILED" {
      syncs[index].status = ["INITIATED", "IN_PROGRESS", "SUCCEEDED"][min(syncs[index].reads, 3) - 1]
    }
    if syncs[index].status == "SUCCEEDED" { syncs[index].hasSucceeded = true }
    return .done(["Status": .text(syncs[index].status), "HasSucceeded": "\(syncs[index].hasSucceeded)"])
  }

  func blockers(_ resource: String) -> Outcome {
    guard let index = place(resource) else { return .refused("ResourceNotFoundException") }
    let listed = syncs[index].blockers.reversed().map { "\($0.id) \($0.isActive ? "ACTIVE" : "RESOLVED")" }
    return .done(["Blockers": .list(listed.map { .text($0) })])
  }

  mutating func resolve(_ input: [String: String]) -> Outcome {
    guard let index = place(input["ResourceName"] ?? "") else { return .refused("ResourceNotFoundException") }
    guard let at = syncs[index].blockers.firstIndex(where: { $0.id == input["Id"] }) else {
      return .refused("SyncBlockerDoesNotExistException")
    }
    guard syncs[index].blockers[at].isActive else { return .refused("InvalidInputException") }
    let link = links.first { $0.id == syncs[index].members["RepositoryLinkId"] }
    let connection = connections.first { $0.id == link?.members["ConnectionArn"] }
    guard connection?.status == "AVAILABLE" else { return .refused("RetryLatestCommitFailedException") }
    syncs[index].blockers[at].isActive = false
    begin(index)
    return .done(["Id": .text(input["Id"] ?? ""), "Status": "RESOLVED"])
  }

  /// An admin call: the sync fails, and a blocker of that id is there.
  mutating func raiseBlocker(_ resource: String, id: String) {
    guard let index = place(resource) else { return }
    syncs[index].blockers.append((id, true))
    syncs[index].status = "FAILED"
  }

  /// An admin call: a commit comes to a branch.
  mutating func push(_ link: String, _ branch: String) {
    for index in syncs.indices
    where syncs[index].members["RepositoryLinkId"] == link && syncs[index].members["Branch"] == branch { begin(index) }
  }
}
