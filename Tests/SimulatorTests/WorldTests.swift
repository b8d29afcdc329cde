// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Testing

@testable import Simulator

@Suite("Dumped state")
struct WorldTests {
  /// A service with something of every kind.
  func populated() throws -> TestClient {
    let client = TestClient(simulator: ConnectionsSimulator(seed: 3, handshake: .after(reads: 3)))
    let (host, connection) = (try client.host("h", vpcJSON), try client.availableConnection())
    _ = try client.host("plain")
    _ = try client.connection("c", #""ProviderType":"GitLab","Tags":[{"Key":"k","Value":"\u0000é\ud83d\ude00"}]"#)
    try client.call("GetHost", #"{"HostArn":"\#(host)"}"#)
    _ = try client.admin("fail-handshake", #"{"Arn":"\#(host)","Reason":"no"}"#)
    let link = try client.repositoryLink(connection: connection)
    try client.under(.codeconnections).syncConfiguration(
      "a", link: link, members: #""PullRequestComment":"DISABLED","PublishDeploymentStatus":"ENABLED""#)
    try client.syncConfiguration("b", link: link, branch: "dev")
    for _ in 1...3 { try client.call("GetResourceSyncStatus", "{\(TestClient.naming("a"))}") }
    for name in ["a", "b"] {
      let json = #"{"Region":"eu-west-1","ResourceName":"\#(name)","Reason":"r","Contexts":[{"Key":"k","Value":"v"}]}"#
      let id = try client.text(client.admin("raise-blocker", json).body, "Id")
      guard name == "b" else { continue }
      let resolve = #"{"Region":"eu-west-1","ResourceName":"b","Id":"\#(id)","Reason":"r"}"#
      try #require(client.admin("resolve-blocker", resolve).status == 200)
    }
    _ = try client.admin("throttle", #"{"Operation":"GetHost","Error":"ResourceNotFoundException","Count":2}"#)
    _ = try client.admin("advance-clock", #"{"Seconds":5}"#)
    _ = try TestClient(simulator: client.simulator, region: "cn-north-1").connection()
    return client
  }

  func dump(_ client: TestClient) throws -> String {
    let (status, body) = try client.admin("dump")
    try #require(status == 200)
    return String(decoding: body.bytes, as: UTF8.self)
  }

  @Test("A service that loads another's state answers as that one does, request ids included")
  func roundTrip() throws {
    let (first, second) = (
      try populated(), TestClient(simulator: ConnectionsSimulator(accounts: Accounts("000000000001")))
    )
    let state = try dump(first)
    #expect(try second.admin("load", state).status == 200)
    #expect(try dump(second) == state)
    let connection = try #require(state.firstMatch(of: /"arn":"(arn:[^"]*:connection\/[^"]*)"/)).1
    let link = try #require(state.firstMatch(of: /repository-link\/([^"]*)"/)).1
    let naming = "{\(TestClient.naming("a"))}"
    for (operation, json) in [
      ("ListConnections", "{}"), ("GetConnection", #"{"ConnectionArn":"\#(connection)"}"#), ("ListHosts", "{}"),
      ("ListTagsForResource", #"{"ResourceArn":"\#(connection)"}"#), ("GetHost", #"{"HostArn":"\#(connection)"}"#),
      ("CreateConnection", #"{"ConnectionName":"c","ProviderType":"GitHub"}"#), ("GetSyncBlockerSummary", naming),
      ("GetResourceSyncStatus", naming), ("ListRepositoryLinks", "{}"), ("ListConnections", "{}"),
      ("GetRepositorySyncStatus", #"{"RepositoryLinkId":"\#(link)","Branch":"main","SyncType":"CFN_STACK_SYNC"}"#),
    ] {
      let answers = [first, second].map { $0.simulator.respond(to: $0.request(operation, json), at: TestClient.now) }
      #expect(answers[0] == answers[1], "\(operation)")
    }
    #expect(try dump(second) == dump(first))
  }

  @Test("A state that is refused changes nothing")
  func refused() throws {
    let client = try populated()
    let state = try dump(client)
    for (part, other) in [
      (#""tapedeck-simulator":2"#, #""tapedeck-simulator":1"#), ("after=3", "after=0"), ("PENDING", "WAITING"),
      (#""sequence":2"#, #""sequence":-2"#), (#""arn":"arn:"#, #""arn":"urn:"#), (#""reads":"#, #""read":"#),
    ] {
      try #require(state.contains(part))
      #expect(try client.admin("load", state.replacing(part, with: other)).status == 400, "\(part)")
      #expect(try dump(client) == state)
    }
  }

  @Test("Mutated states are loaded or refused, and what is loaded is served", arguments: 0..<10)
  func mutated(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let state = Array(try dump(populated()).utf8)
    for _ in 0..<60 {
      var bytes = state
      for _ in 0...Int.random(in: 0...3, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0x20...0x7E, using: &random)
        case 1: bytes.remove(at: index)
        // Numbers and words stay such where they are doubled.
        default: bytes.insert(bytes[index], at: index)
        }
      }
      let client = TestClient()
      let status = client.simulator.respond(
        to: TestClient.adminRequest("load", String(decoding: bytes, as: UTF8.self)), at: TestClient.now
      ).head.status
      #expect([200, 400].contains(status))
      for operation in ["ListConnections", "ListHosts", "ListRepositoryLinks"] {
        let answer = client.simulator.respond(to: client.request(operation, "{}"), at: TestClient.now)
        #expect([200, 400].contains(answer.head.status))
      }
      let answer = client.simulator.respond(
        to: client.request("GetResourceSyncStatus", "{\(TestClient.naming("a"))}"), at: TestClient.now)
      #expect([200, 400].contains(answer.head.status))
    }
  }
}
