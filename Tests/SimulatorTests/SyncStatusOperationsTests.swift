// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Testing

@testable import Simulator

@Suite("Syncs and their blockers")
struct SyncStatusOperationsTests {
  let client = TestClient()
  let naming = "{\(TestClient.naming("stack"))}"

  func resourceStatus() throws -> DocumentValue { try client.call("GetResourceSyncStatus", naming) }

  func repositoryStatus(_ link: String, _ branch: String = "main") -> String {
    #"{"SyncType":"CFN_STACK_SYNC","RepositoryLinkId":"\#(link)","Branch":"\#(branch)"}"#
  }

  @Test("A resource's sync is initiated, in progress, and has succeeded when it is read for the third time")
  func resourceLife() throws {
    try client.syncConfiguration(link: client.repositoryLink())
    var seen: [String] = []
    for _ in 1...4 {
      let status = try resourceStatus()
      seen.append(try client.text(status, "LatestSync", "Status"))
      #expect((status["LatestSuccessfulSync"] != nil) == (seen.last == "SUCCEEDED"))
      let events = try #require(status["LatestSync"]?["Events"])
      #expect(events.elements.map { $0["Type"]?.string } == Array(seen.prefix(3)))
    }
    #expect(seen == ["INITIATED", "IN_PROGRESS", "SUCCEEDED", "SUCCEEDED"])
  }

  @Test("A sync tells what it goes to, and when it began")
  func revision() throws {
    try client.syncConfiguration(link: client.repositoryLink())
    let status = try resourceStatus()
    let desired = try #require(status["DesiredState"])
    #expect(desired["Branch"]?.string == "main")
    #expect(desired["Directory"]?.string == "deploy")
    #expect(desired["OwnerId"]?.string == "me")
    #expect(desired["RepositoryName"]?.string == "repo")
    #expect(desired["ProviderType"]?.string == "GitHub")
    #expect(desired["Sha"]?.string?.wholeMatch(of: /[0-9a-f]{40}/) != nil)
    let latest = try #require(status["LatestSync"])
    #expect(latest["TargetRevision"]?.bytes.elementsEqual(desired.bytes) == true)
    #expect(latest["Target"]?.string == "stack")
    #expect(latest["StartedAt"]?.numberLexeme == "\(TestClient.now.seconds).000")
  }

  @Test("The sync of a repository has a life of its own, for each branch that is followed")
  func repositoryLife() throws {
    let link = try client.repositoryLink()
    try client.syncConfiguration(link: link)
    let statuses = try (1...3).map { _ in
      try client.text(client.call("GetRepositorySyncStatus", repositoryStatus(link)), "LatestSync", "Status")
    }
    #expect(statuses == ["INITIATED", "IN_PROGRESS", "SUCCEEDED"])
    let other = repositoryStatus(link, "other")
    #expect(try client.failure("GetRepositorySyncStatus", other).code == "ResourceNotFoundException")
    try client.call("UpdateSyncConfiguration", #"{\#(TestClient.naming("stack")),"Branch":"other"}"#)
    #expect(try client.text(client.call("GetRepositorySyncStatus", other), "LatestSync", "Status") == "INITIATED")
    let main = repositoryStatus(link)
    #expect(try client.failure("GetRepositorySyncStatus", main).code == "ResourceNotFoundException")
    #expect(try client.text(resourceStatus(), "LatestSync", "Status") == "INITIATED")
  }

  @Test("Without blockers the summary is empty")
  func noBlockers() throws {
    try client.syncConfiguration(link: client.repositoryLink())
    let summary = try #require(client.call("GetSyncBlockerSummary", naming)["SyncBlockerSummary"])
    #expect(summary["ResourceName"]?.string == "stack")
    #expect(summary["LatestBlockers"]?.count == 0)
    let unknown = #"{\#(TestClient.naming("stack")),"Id":"x","ResolvedReason":"r"}"#
    #expect(try client.failure("UpdateSyncBlocker", unknown).code == "SyncBlockerDoesNotExistException")
  }
}

/// What is reached through a region only, until somebody drives it.
@Suite("What drives a sync")
struct RegionSyncTests {
  let now = TestClient.now

  func region() throws -> Region {
    var region = Region(name: "eu-west-1", account: "123456789012", seed: 1)
    let arn = { ResourceARN(service: .codeconnections, region: "eu-west-1", account: "123456789012", resource: $0) }
    region.connections.append(
      Connection(
        sequence: 1, arn: arn("connection/c"), name: "c", providerType: "GitHub", host: nil, tags: Tags(),
        handshake: .auto))
    region.repositoryLinks.append(
      RepositoryLink(
        sequence: 2, arn: arn("repository-link/l"), connection: arn("connection/c"), ownerID: "o", repositoryName: "r",
        providerType: "GitHub", encryptionKey: nil, tags: Tags()))
    let settings = SyncConfiguration.Settings(link: "l", branch: "main", configFile: "f", role: "r")
    let target = try region.target(of: settings, at: now)
    region.syncConfigurations.append(
      SyncConfiguration(
        sequence: 3, syncType: "CFN_STACK_SYNC", resourceName: "stack", settings: settings,
        sync: ResourceSync(to: target, at: now)))
    return region
  }

  func finish(_ region: inout Region) {
    for _ in 1...3 { region.syncConfigurations[0].sync.noteRead(at: now) }
  }

  @Test("A push syncs what follows the branch, from the last commit that succeeded")
  func push() throws {
    var region = try region()
    finish(&region)
    let first = region.syncConfigurations[0].sync.latest.target.commit
    try region.push("abc", to: "main", ofLink: "l", at: now)
    let run = region.syncConfigurations[0].sync.latest
    #expect(run.initial.commit == first)
    #expect(run.target.commit == "abc")
    #expect(run.attempt.status == .initiated)
    #expect(region.syncConfigurations[0].sync.latestSuccessful?.target.commit == first)
    #expect(throws: ServiceError.self) { try region.push("abc", to: "other", ofLink: "l", at: now) }
    #expect(throws: ServiceError.self) { try region.push("abc", to: "main", ofLink: "x", at: now) }
  }

  @Test("A blocker fails the sync and holds pushes back until it is resolved, which syncs the latest commit")
  func blocker() throws {
    var region = try region()
    let id = try region.raiseBlocker(onConfiguration: 0, reason: "broken", contexts: [], at: now)
    #expect(region.syncConfigurations[0].sync.latest.attempt.status == .failed)
    #expect(region.syncConfigurations[0].sync.latest.attempt.events.last?.text == "broken")
    try region.push("abc", to: "main", ofLink: "l", at: now)
    #expect(region.syncConfigurations[0].sync.latest.attempt.status == .failed)
    let other = try region.raiseBlocker(onConfiguration: 0, reason: "again", contexts: [], at: now)
    let resolved = try region.resolveBlocker(id, onConfiguration: 0, reason: "mended", at: now)
    #expect(resolved.resolution?.reason == "mended")
    #expect(region.syncConfigurations[0].isBlocked)
    #expect(region.syncConfigurations[0].sync.latest.attempt.status == .failed)
    _ = try region.resolveBlocker(other, onConfiguration: 0, reason: "mended", at: now)
    #expect(region.syncConfigurations[0].sync.latest.attempt.status == .initiated)
    #expect(region.syncConfigurations[0].sync.latest.target.commit == "abc")
    #expect(throws: ServiceError.self) {
      try region.resolveBlocker(id, onConfiguration: 0, reason: "twice", at: now)
    }
  }

  @Test("A blocker stays where the latest commit cannot be reached")
  func retryFails() throws {
    var region = try region()
    let id = try region.raiseBlocker(onConfiguration: 0, reason: "broken", contexts: [], at: now)
    region.connections.removeAll()
    do throws(ServiceError) {
      _ = try region.resolveBlocker(id, onConfiguration: 0, reason: "r", at: now)
      Issue.record("resolved")
    } catch {
      #expect(error.code == "RetryLatestCommitFailedException")
    }
    #expect(region.syncConfigurations[0].isBlocked)
  }
}
