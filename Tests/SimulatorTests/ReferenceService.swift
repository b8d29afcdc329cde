// SPDX-License-Identifier: Apache-2.0

/// What the service has to do, as plainly as it can be said: arrays, and a rule a line. It knows no form of a request,
/// makes no identifiers (it is told those that the service made) and has one region.
struct ReferenceService {
  struct Thing {
    var id: String
    var members: [String: String]
    var status = "PENDING"
    var tags: [String: String] = [:]
    var reads = 0
    var hasNetwork = false
    /// Of a sync configuration: blockers in the order in which they were raised, and whether each is active.
    var blockers: [(id: String, isActive: Bool)] = []
    var hasSucceeded = false
  }

  typealias Refusal = String
  enum Outcome: Equatable {
    case refused(Refusal)
    case done(Plain)
  }

  /// When a handshake is finished by reading.
  let readsOfHandshake = 3
  var connections: [Thing] = []
  var hosts: [Thing] = []
  var links: [Thing] = []
  var syncs: [Thing] = []

  /// ARNs name one thing under either name of the service.
  private func place(_ id: String, in things: [Thing]) -> Int? {
    let wanted = id.replacing("codestar-connections", with: "codeconnections")
    return things.firstIndex { $0.id.replacing("codestar-connections", with: "codeconnections") == wanted }
  }

  /// The outcome of one operation. `made` is the identifier that the service gave what it made, if it made something.
  mutating func outcome(of operation: String, _ input: [String: String], made: String?) -> Outcome {
    switch operation {
    case "CreateConnection": createConnection(input, made ?? "")
    case "GetConnection": read(\.connections, input["ConnectionArn"], "Connection", connectionPlain)
    case "ListConnections": listConnections(input)
    case "DeleteConnection": deleteConnection(input["ConnectionArn"] ?? "")
    case "CreateHost": createHost(input, made ?? "")
    case "GetHost": getHost(input["HostArn"] ?? "")
    case "ListHosts": listHosts()
    case "UpdateHost": updateHost(input)
    case "DeleteHost": deleteHost(input["HostArn"] ?? "")
    case "TagResource": tag(input["ResourceArn"] ?? "") { $0[input["Key"] ?? ""] = input["Value"] }
    case "UntagResource": tag(input["ResourceArn"] ?? "") { $0[input["Key"] ?? ""] = nil }
    case "CreateRepositoryLink": createLink(input, made ?? "")
    case "GetRepositoryLink": getLink(input["RepositoryLinkId"] ?? "")
    case "UpdateRepositoryLink": updateLink(input)
    case "DeleteRepositoryLink": deleteLink(input["RepositoryLinkId"] ?? "")
    case "CreateSyncConfiguration": createSync(input)
    case "GetSyncConfiguration": getSync(input["ResourceName"] ?? "")
    case "UpdateSyncConfiguration": updateSync(input)
    case "DeleteSyncConfiguration": deleteSync(input["ResourceName"] ?? "")
    case "GetResourceSyncStatus": syncStatus(input["ResourceName"] ?? "")
    case "GetSyncBlockerSummary": blockers(input["ResourceName"] ?? "")
    case "UpdateSyncBlocker": resolve(input)
    default: .refused("UnknownOperationException")
    }
  }

  // Connections

  private mutating func createConnection(_ input: [String: String], _ made: String) -> Outcome {
    var provider = input["ProviderType"]
    if let host = input["HostArn"] {
      guard provider == nil else { return .refused("ValidationException") }
      guard let index = place(host, in: hosts) else { return .refused("ResourceNotFoundException") }
      guard ["PENDING", "AVAILABLE"].contains(hosts[index].status) else {
        return .refused("ResourceUnavailableException")
      }
      provider = hosts[index].members["ProviderType"]
    }
    guard let provider else { return .refused("ValidationException") }
    var members = ["ConnectionName": input["ConnectionName"] ?? "", "ProviderType": provider]
    members["HostArn"] = input["HostArn"].flatMap { place($0, in: hosts) }.map { hosts[$0].id }
    connections.append(Thing(id: made, members: members))
    return .done(["ConnectionArn": .text(made)])
  }

  private func connectionPlain(_ thing: Thing) -> Plain {
    var members = thing.members.mapValues { Plain.text($0) }
    members["ConnectionArn"] = .text(thing.id)
    members["OwnerAccountId"] = "123456789012"
    members["ConnectionStatus"] = .text(thing.status)
    return .object(members)
  }

  private mutating func countRead(_ things: WritableKeyPath<Self, [Thing]>, _ index: Int) {
    self[keyPath: things][index].reads += 1
    let thing = self[keyPath: things][index]
    if thing.status == "VPC_CONFIG_INITIALIZING", thing.reads > 1 { self[keyPath: things][index].status = "PENDING" }
    if ["PENDING", "VPC_CONFIG_INITIALIZING"].contains(thing.status), thing.reads >= readsOfHandshake {
      self[keyPath: things][index].status = "AVAILABLE"
    }
  }

  private mutating func read(
    _ things: WritableKeyPath<Self, [Thing]>, _ id: String?, _ name: String, _ plain: (Thing) -> Plain
  ) -> Outcome {
    guard let index = place(id ?? "", in: self[keyPath: things]) else { return .refused("ResourceNotFoundException") }
    countRead(things, index)
    return .done(.object([name: plain(self[keyPath: things][index])]))
  }

  private mutating func listConnections(_ input: [String: String]) -> Outcome {
    var host: String?
    if let filter = input["HostArnFilter"] {
      guard let index = place(filter, in: hosts) else { return .refused("ResourceNotFoundException") }
      host = hosts[index].id
    }
    var listed: [Plain] = []
    for index in connections.indices {
      let members = connections[index].members
      if let host, members["HostArn"] != host { continue }
      if let provider = input["ProviderTypeFilter"], members["ProviderType"] != provider { continue }
      countRead(\.connections, index)
      listed.append(connectionPlain(connections[index]))
    }
    return .done(["Connections": .list(listed)])
  }

  private mutating func deleteConnection(_ id: String) -> Outcome {
    guard let index = place(id, in: connections) else { return .refused("ResourceNotFoundException") }
    connections.remove(at: index)
    return .done([:])
  }

  // Hosts

  private mutating func createHost(_ input: [String: String], _ made: String) -> Outcome {
    guard ["GitHubEnterpriseServer", "GitLabSelfManaged"].contains(input["ProviderType"] ?? "") else {
      return .refused("ValidationException")
    }
    var host = Thing(id: made, members: input)
    host.members["Vpc"] = nil
    setNetwork(of: &host, input)
    hosts.append(host)
    return .done(["HostArn": .text(made)])
  }

  private func setNetwork(of host: inout Thing, _ input: [String: String]) {
    guard input["Vpc"] != nil else { return }
    (host.hasNetwork, host.status, host.reads) = (true, "VPC_CONFIG_INITIALIZING", 0)
  }

  private func hostPlain(_ thing: Thing, withARN: Bool) -> Plain {
    var members = thing.members.mapValues { Plain.text($0) }
    members["Status"] = .text(thing.status)
    if withARN { members["HostArn"] = .text(thing.id) }
    return .object(members)
  }

  private mutating func getHost(_ id: String) -> Outcome {
    guard let index = place(id, in: hosts) else { return .refused("ResourceNotFoundException") }
    countRead(\.hosts, index)
    let plain = hostPlain(hosts[index], withARN: false)
    if hosts[index].status == "VPC_CONFIG_DELETING" { hosts.remove(at: index) }
    return .done(plain)
  }

  private mutating func listHosts() -> Outcome {
    for index in hosts.indices { countRead(\.hosts, index) }
    let listed = hosts.map { hostPlain($0, withARN: true) }
    hosts.removeAll { $0.status == "VPC_CONFIG_DELETING" }
    return .done(["Hosts": .list(listed)])
  }

  private mutating func updateHost(_ input: [String: String]) -> Outcome {
    guard let index = place(input["HostArn"] ?? "", in: hosts) else { return .refused("ResourceNotFoundException") }
    switch hosts[index].status {
    case "AVAILABLE": return .refused("UnsupportedOperationException")
    case "VPC_CONFIG_INITIALIZING", "VPC_CONFIG_DELETING": return .refused("ConflictException")
    default: break
    }
    if let endpoint = input["ProviderEndpoint"] { hosts[index].members["ProviderEndpoint"] = endpoint }
    setNetwork(of: &hosts[index], input)
    return .done([:])
  }

  private mutating func deleteHost(_ id: String) -> Outcome {
    guard let index = place(id, in: hosts) else { return .refused("ResourceNotFoundException") }
    guard !hosts[index].status.hasSuffix("ING") || hosts[index].status == "PENDING",
      !connections.contains(where: { $0.members["HostArn"] == hosts[index].id })
    else { return .refused("ResourceUnavailableException") }
    if hosts[index].hasNetwork {
      hosts[index].status = "VPC_CONFIG_DELETING"
    } else {
      hosts.remove(at: index)
    }
    return .done([:])
  }

  // Tags

  /// Changes the tags of a connection, host or link.
  private mutating func tag(_ id: String, _ change: (inout [String: String]) -> Void) -> Outcome {
    for things in [\Self.connections, \Self.hosts] {
      if let index = place(id, in: self[keyPath: things]) {
        change(&self[keyPath: things][index].tags)
        return .done([:])
      }
    }
    return .refused("ResourceNotFoundException")
  }

  func tags(of id: String) -> [String: String]? {
    place(id, in: connections).map { connections[$0].tags } ?? place(id, in: hosts).map { hosts[$0].tags }
  }

  // Links

  private mutating func createLink(_ input: [String: String], _ made: String) -> Outcome {
    guard let index = place(input["ConnectionArn"] ?? "", in: connections), connections[index].status == "AVAILABLE"
    else { return .refused("InvalidInputException") }
    let provider = connections[index].members["ProviderType"] ?? ""
    let isTaken = links.contains {
      $0.members["RepositoryName"] == input["RepositoryName"] && $0.members["ProviderType"] == provider
    }
    if isTaken { return .refused("ResourceAlreadyExistsException") }
    var members = input
    (members["ConnectionArn"], members["ProviderType"]) = (connections[index].id, provider)
    links.append(Thing(id: made, members: members))
    return linkOutcome(links.count - 1)
  }

  private func linkOutcome(_ index: Int) -> Outcome {
    var members = links[index].members.mapValues { Plain.text($0) }
    members["RepositoryLinkId"] = .text(links[index].id)
    return .done(["RepositoryLinkInfo": .object(members)])
  }

  private func getLink(_ id: String) -> Outcome {
    place(id, in: links).map(linkOutcome) ?? .refused("ResourceNotFoundException")
  }

  private mutating func updateLink(_ input: [String: String]) -> Outcome {
    guard let index = place(input["RepositoryLinkId"] ?? "", in: links),
      let connection = place(input["ConnectionArn"] ?? "", in: connections).map({ connections[$0] })
    else { return .refused("ResourceNotFoundException") }
    guard connection.status == "AVAILABLE",
      connection.members["ProviderType"] == links[index].members["ProviderType"]
    else { return .refused("InvalidInputException") }
    links[index].members["ConnectionArn"] = connection.id
    return linkOutcome(index)
  }

  private mutating func deleteLink(_ id: String) -> Outcome {
    guard let index = place(id, in: links) else { return .refused("ResourceNotFoundException") }
    if syncs.contains(where: { $0.members["RepositoryLinkId"] == id }) {
      return .refused("SyncConfigurationStillExistsException")
    }
    links.remove(at: index)
    return .done([:])
  }
}
