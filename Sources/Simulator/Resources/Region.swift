// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// All that exists in one region of an account, in the order in which it was made.
struct Region: Sendable {
  var connections: [Connection] = []
  var hosts: [Host] = []
  var repositoryLinks: [RepositoryLink] = []
  var syncConfigurations: [SyncConfiguration] = []
  /// For the identifiers of resources only, so that reads do not shift them.
  var random: SeededGenerator
  private var lastSequence = 0

  init(name: String, account: String, seed: UInt64) {
    random = SeededGenerator(seed: seed, name: "\(account) \(name)")
  }

  /// The number of the next resource; never given twice.
  mutating func nextSequence() -> Int {
    lastSequence += 1
    return lastSequence
  }

  func index(ofConnection arn: String) throws(ServiceError) -> Int {
    guard let index = connections.index(of: arn) else { throw .notFound("Connection", arn) }
    return index
  }

  func index(ofHost arn: String) throws(ServiceError) -> Int {
    guard let index = hosts.index(of: arn) else { throw .notFound("Host", arn) }
    return index
  }

  /// Hosts whose deletion has been shown are gone after that.
  mutating func forgetDeleted(shown indices: [Int]) {
    for index in indices.reversed() where hosts[index].status == .vpcConfigDeleting { hosts.remove(at: index) }
  }

  func connections(on host: Host) -> [Connection] {
    connections.filter { $0.host?.isSameResource(as: host.arn) ?? false }
  }

  /// Runs `body` on the tags of a resource of any kind, and keeps what it made of them.
  mutating func withTags(
    of arn: String, _ body: (inout Tags) throws(ServiceError) -> Void
  ) throws(ServiceError) {
    if let index = connections.index(of: arn) {
      try body(&connections[index].tags)
    } else if let index = hosts.index(of: arn) {
      try body(&hosts[index].tags)
    } else if let index = repositoryLinks.index(of: arn) {
      try body(&repositoryLinks[index].tags)
    } else {
      throw .notFound("Resource", arn)
    }
  }

  /// Makes a connection or host available, as a person does in the console.
  mutating func completeHandshake(of arn: String) throws(ServiceError) {
    if let index = connections.index(of: arn) {
      connections[index].completeHandshake()
    } else if let index = hosts.index(of: arn) {
      guard hosts[index].status != .vpcConfigDeleting else {
        throw ServiceError(.conflict, "The host is being deleted: \(arn)")
      }
      hosts[index].completeHandshake()
    } else {
      throw .notFound("Connection or host", arn)
    }
  }

  /// Makes a connection fail, or the network of a host.
  mutating func failHandshake(of arn: String, reason: String) throws(ServiceError) {
    if let index = connections.index(of: arn) {
      connections[index].failHandshake()
    } else if let index = hosts.index(of: arn) {
      guard hosts[index].status != .vpcConfigDeleting, hosts[index].failHandshake(reason) else {
        throw ServiceError(.unsupportedOperation, "Only the set-up of a host's VPC configuration can fail: \(arn)")
      }
    } else {
      throw .notFound("Connection or host", arn)
    }
  }
}

extension Region: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    random = try value.dumped(SeededGenerator.self, "random")
    lastSequence = try value.member("lastSequence").count()
    connections = try value.dumped(listOf: Connection.self, "connections")
    hosts = try value.dumped(listOf: Host.self, "hosts")
    repositoryLinks = try value.dumped(listOf: RepositoryLink.self, "repositoryLinks")
    syncConfigurations = try value.dumped(listOf: SyncConfiguration.self, "syncConfigurations")
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("random", dumped: random)
      $0.member("lastSequence", lastSequence)
      $0.member("connections", dumped: connections)
      $0.member("hosts", dumped: hosts)
      $0.member("repositoryLinks", dumped: repositoryLinks)
      $0.member("syncConfigurations", dumped: syncConfigurations)
    }
  }
}
