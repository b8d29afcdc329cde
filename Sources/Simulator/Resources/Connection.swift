// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// A connection as it is kept.
struct Connection: Resource, Sendable {
  enum Status: String, CaseIterable {
    case pending = "PENDING"
    case available = "AVAILABLE"
    case error = "ERROR"
  }

  let sequence: Int
  let arn: ResourceARN
  let name: String
  let providerType: String
  let host: ResourceARN?
  var tags: Tags
  private(set) var status = Status.pending
  private var reads = 0

  init(
    sequence: Int, arn: ResourceARN, name: String, providerType: String, host: ResourceARN?, tags: Tags,
    handshake: Handshake
  ) {
    self.sequence = sequence
    self.arn = arn
    self.name = name
    self.providerType = providerType
    self.host = host
    self.tags = tags
    if handshake.isComplete(afterReads: 0) { completeHandshake() }
  }

  mutating func completeHandshake() { status = .available }
  mutating func failHandshake() { status = .error }

  /// Counts a read; call it before the connection is shown.
  mutating func noteRead(_ handshake: Handshake) {
    reads += 1
    if status == .pending, handshake.isComplete(afterReads: reads) { completeHandshake() }
  }

  /// Writes the members of the model's `Connection`.
  func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("ConnectionName", name)
      $0.member("ConnectionArn", arn.description)
      $0.member("ProviderType", providerType)
      $0.member("OwnerAccountId", arn.account)
      $0.member("ConnectionStatus", status.rawValue)
      if let host { $0.member("HostArn", host.description) }
    }
  }
}

extension Connection: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    sequence = try value.member("sequence").count()
    arn = try value.dumped(ResourceARN.self, "arn")
    name = try value.text("name")
    providerType = try value.text("providerType")
    host = try value.optional("host").map { host throws(AdminError) in try ResourceARN(dumped: host) }
    tags = try value.dumped(Tags.self, "tags")
    status = try value.member("status").choice(Status.self)
    reads = try value.member("reads").count()
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("sequence", sequence)
      $0.member("arn", dumped: arn)
      $0.member("name", name)
      $0.member("providerType", providerType)
      $0.member("host", ifGiven: host?.description)
      $0.member("tags", dumped: tags)
      $0.member("status", status.rawValue)
      $0.member("reads", reads)
    }
  }
}
