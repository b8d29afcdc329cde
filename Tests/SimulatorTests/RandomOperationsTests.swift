// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Testing

@testable import Simulator

@Suite("Random operations")
struct RandomOperationsTests {
  @Test("Some thousand random operations have the outcomes that a plain reference says")
  func random() throws {
    var outcomes: Set<String> = []
    for seed in 0..<10 {
      var run = RandomRun(seed: UInt64(seed))
      for _ in 0..<500 { try run.step() }
      outcomes.formUnion(run.outcomes)
    }
    // Runs in which little happens would prove little.
    for operation in RandomRun.operations { #expect(outcomes.contains(operation), "\(operation) was never done") }
    for error in [
      "ConflictException", "InvalidInputException", "ResourceAlreadyExistsException", "ResourceNotFoundException",
      "ResourceUnavailableException", "RetryLatestCommitFailedException", "SyncBlockerDoesNotExistException",
      "SyncConfigurationStillExistsException", "UnsupportedOperationException", "ValidationException",
    ] {
      #expect(outcomes.contains(error), "\(error) never came")
    }
  }
}

/// A service and its reference, to which the same happens.
private struct RandomRun {
  var random: SeededGenerator
  let client: TestClient
  var reference = ReferenceService()
  /// The operations that were done, and the errors that came.
  var outcomes: Set<String> = []

  /// All but those whose lists other tests compare. Tags are read behind each step that changes them.
  static let operations = Operation.named.keys.sorted().filter { name in
    ![
      "ListRepositoryLinks", "ListSyncConfigurations", "ListRepositorySyncDefinitions", "GetRepositorySyncStatus",
      "ListTagsForResource",
    ].contains(name)
  }
  /// More is made than deleted, or there would be nothing to work with.
  static let drawn =
    operations + operations.filter { $0.hasPrefix("Create") } + operations.filter { $0.hasPrefix("Create") }

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    client = TestClient(simulator: ConnectionsSimulator(seed: seed, handshake: .after(reads: 3)))
  }

  mutating func pick<Element>(_ list: [Element]) -> Element { list[Int.random(in: 0..<list.count, using: &random)] }
  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  /// The identifier of a thing that is there, or seldom of none.
  mutating func some(_ things: [ReferenceService.Thing], else unknown: String) -> String {
    guard !things.isEmpty, !chance(10) else { return unknown }
    let id = pick(things).id
    let names = ServiceName.allCases.map(\.rawValue)
    return chance(20) ? id.replacing(names[0], with: names[1]) : id
  }

  mutating func connection() -> String {
    some(reference.connections, else: "arn:aws:codeconnections:eu-west-1:123456789012:connection/none")
  }
  mutating func host() -> String {
    some(reference.hosts, else: "arn:aws:codeconnections:eu-west-1:123456789012:host/none")
  }
  mutating func link() -> String { some(reference.links, else: "00000000-0000-4000-8000-000000000000") }
  mutating func resource() -> String { pick(["a", "b", "c", "d", "e"]) }
  mutating func branch() -> String { pick(["main", "dev"]) }

  mutating func step() throws {
    if chance(12) { return try admin() }
    let operation = pick(Self.drawn)
    let input = input(of: operation)
    let client = client.under(pick(ServiceName.allCases))
    let response = client.simulator.respond(to: client.request(operation, json(operation, input)), at: TestClient.now)
    let output = Plain(try JSONReader.read(response.body).root)
    let made = output["ConnectionArn"] ?? output["HostArn"] ?? output["RepositoryLinkInfo"]?["RepositoryLinkId"]
    let expected = reference.outcome(of: operation, input, made: made?.string)
    let code = output["__type"]?.string?.split(separator: "#").last.map(String.init)
    let actual = code.map { .refused($0) } ?? ReferenceService.Outcome.done(seen(operation, output))
    #expect(actual == expected, "\(operation) \(input)")
    outcomes.insert(code ?? operation)
    if operation.hasSuffix("agResource"), code == nil, let arn = input["ResourceArn"] { try compareTags(of: arn) }
  }

  /// What of an output is compared: all but times, commits and what the service has chosen.
  func seen(_ operation: String, _ output: Plain) -> Plain {
    switch operation {
    case "GetResourceSyncStatus":
      return [
        "Status": output["LatestSync"]?["Status"], "HasSucceeded": "\(output["LatestSuccessfulSync"] != nil)",
      ]
    case "GetSyncBlockerSummary":
      let blockers = output["SyncBlockerSummary"]?["LatestBlockers"]?.elements ?? []
      return [
        "Blockers": .list(blockers.map { .text("\($0["Id"]?.string ?? "") \($0["Status"]?.string ?? "")") })
      ]
    case "UpdateSyncBlocker":
      return ["Id": output["SyncBlocker"]?["Id"], "Status": output["SyncBlocker"]?["Status"]]
    case "GetHost": return withoutNetwork(output)
    case "ListHosts": return ["Hosts": .list((output["Hosts"]?.elements ?? []).map(withoutNetwork))]
    case "CreateRepositoryLink", "GetRepositoryLink", "UpdateRepositoryLink":
      guard case .object(var members) = output["RepositoryLinkInfo"] else { return output }
      members["RepositoryLinkArn"] = nil
      return ["RepositoryLinkInfo": .object(members)]
    default: return output
    }
  }

  func withoutNetwork(_ host: Plain) -> Plain {
    guard case .object(var members) = host else { return host }
    members["VpcConfiguration"] = nil
    members["StatusMessage"] = nil
    return .object(members)
  }

  func compareTags(of arn: String) throws {
    let listed = Plain(try client.call("ListTagsForResource", #"{"ResourceArn":"\#(arn)"}"#))["Tags"]?.elements ?? []
    let tags = listed.reduce(into: [:]) { $0[$1["Key"]?.string ?? ""] = $1["Value"]?.string }
    #expect(tags == reference.tags(of: arn))
  }

  /// The members of an input, as plain text; ``json(_:_:)`` gives the few that are none their form.
  mutating func input(of operation: String) -> [String: String] {
    let sync = ["SyncType": "CFN_STACK_SYNC", "ResourceName": resource()]
    switch operation {
    case "CreateConnection":
      var input = ["ConnectionName": "c"]
      if !chance(25) { input["ProviderType"] = pick(["GitHub", "GitLab"]) }
      if input["ProviderType"] == nil || chance(10) { input["HostArn"] = host() }
      return input
    case "ListConnections":
      return chance(30) ? ["HostArnFilter": host()] : chance(30) ? ["ProviderTypeFilter": "GitHub"] : [:]
    case "GetConnection", "DeleteConnection": return ["ConnectionArn": connection()]
    case "CreateHost":
      let provider = pick(["GitHub", "GitLabSelfManaged", "GitHubEnterpriseServer"])
      let input = ["Name": "h", "ProviderType": provider, "ProviderEndpoint": "https://one"]
      return chance(40) ? input.merging(["Vpc": "yes"]) { $1 } : input
    case "UpdateHost": return ["HostArn": host(), chance(50) ? "Vpc" : "ProviderEndpoint": "https://two"]
    case "GetHost", "DeleteHost": return ["HostArn": host()]
    case "TagResource", "UntagResource":
      return ["ResourceArn": chance(50) ? connection() : host(), "Key": pick(["a", "b"]), "Value": pick(["1", "2"])]
    case "CreateRepositoryLink":
      return ["ConnectionArn": connection(), "OwnerId": "o", "RepositoryName": pick(["r", "s", "t"])]
    case "UpdateRepositoryLink": return ["RepositoryLinkId": link(), "ConnectionArn": connection()]
    case "GetRepositoryLink", "DeleteRepositoryLink": return ["RepositoryLinkId": link()]
    case "CreateSyncConfiguration":
      return sync.merging([
        "RepositoryLinkId": link(), "Branch": branch(), "ConfigFile": "f",
        "RoleArn": "arn:aws:iam::123456789012:role/r",
      ]) { $1 }
    case "UpdateSyncConfiguration":
      return sync.merging(chance(50) ? ["Branch": branch()] : ["RepositoryLinkId": link()]) { $1 }
    case "UpdateSyncBlocker":
      let blockers = reference.syncs.first { $0.id == sync["ResourceName"] }?.blockers.map(\.id) ?? []
      return sync.merging(["Id": pick(blockers + ["none"]), "ResolvedReason": "r"]) { $1 }
    case "GetSyncConfiguration", "DeleteSyncConfiguration", "GetResourceSyncStatus", "GetSyncBlockerSummary":
      return sync
    default: return [:]
    }
  }

  func json(_ operation: String, _ input: [String: String]) -> String {
    var members = input.mapValues { Plain.text($0) }
    members["Vpc"] = nil
    if input["Vpc"] != nil {
      members["VpcConfiguration"] = [
        "VpcId": "vpc-01234567", "SubnetIds": ["subnet-01234567"], "SecurityGroupIds": ["sg-01234567"],
      ]
    }
    if let key = input["Key"], let value = input["Value"] {
      (members["Key"], members["Value"]) = (nil, nil)
      members["Tags"] = [["Key": .text(key), "Value": .text(value)]]
      members["TagKeys"] = [.text(key)]
    }
    return Plain.object(members).description
  }

  /// Something that no call of the API does.
  mutating func admin() throws {
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      let id = connection()
      let status = try client.admin("finish-handshake", #"{"Arn":"\#(id)"}"#).status
      let isKnown = reference.finish(\.connections, id, "AVAILABLE")
      #expect((status == 200) == isKnown)
    case 1:
      let id = connection()
      let status = try client.admin("fail-handshake", #"{"Arn":"\#(id)"}"#).status
      let isKnown = reference.finish(\.connections, id, "ERROR")
      #expect((status == 200) == isKnown)
    case 2:
      let resource = resource()
      let json = #"{"Region":"eu-west-1","ResourceName":"\#(resource)","Reason":"r"}"#
      let (status, body) = try client.admin("raise-blocker", json)
      #expect((status == 200) == reference.syncs.contains { $0.id == resource })
      if let id = body["Id"]?.string { reference.raiseBlocker(resource, id: id) }
    default:
      let (link, branch) = (link(), branch())
      let json = #"{"Region":"eu-west-1","RepositoryLinkId":"\#(link)","Branch":"\#(branch)"}"#
      if try client.admin("push", json).status == 200 { reference.push(link, branch) }
    }
  }
}

extension ReferenceService {
  /// An admin call: the handshake of a thing ends with a status. False where there is none of that ARN.
  fileprivate mutating func finish(
    _ things: WritableKeyPath<Self, [Thing]>, _ id: String, _ status: String
  ) -> Bool {
    let wanted = id.replacing("codestar-connections", with: "codeconnections")
    let index = self[keyPath: things].firstIndex {
      $0.id.replacing("codestar-connections", with: "codeconnections") == wanted
    }
    guard let index else { return false }
    self[keyPath: things][index].status = status
    return true
  }
}
