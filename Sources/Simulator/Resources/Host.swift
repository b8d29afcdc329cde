// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// A host as it is kept: where a provider is installed.
struct Host: Resource, Sendable {
  enum Status: String, CaseIterable {
    case vpcConfigInitializing = "VPC_CONFIG_INITIALIZING"
    case vpcConfigFailed = "VPC_CONFIG_FAILED_INITIALIZATION"
    case vpcConfigDeleting = "VPC_CONFIG_DELETING"
    case pending = "PENDING"
    case available = "AVAILABLE"
  }

  let sequence: Int
  let arn: ResourceARN
  let name: String
  let providerType: String
  var tags: Tags
  private(set) var endpoint: String
  private(set) var vpc: VPCConfiguration?
  private(set) var status: Status
  /// Why its network could not be set up.
  private(set) var statusMessage: String?
  private var reads = 0

  init(
    sequence: Int, arn: ResourceARN, name: String, providerType: String, endpoint: String, vpc: VPCConfiguration?,
    tags: Tags, handshake: Handshake
  ) {
    self.sequence = sequence
    self.arn = arn
    self.name = name
    self.providerType = providerType
    self.endpoint = endpoint
    self.vpc = vpc
    self.tags = tags
    status = vpc == nil ? .pending : .vpcConfigInitializing
    if handshake.isComplete(afterReads: 0) { completeHandshake() }
  }

  /// Whether connections may be made on it.
  var takesConnections: Bool { status == .pending || status == .available }

  mutating func completeHandshake() {
    status = .available
    statusMessage = nil
  }

  /// The network cannot be set up. False where there is none: the API has no status for another failure.
  mutating func failHandshake(_ reason: String) -> Bool {
    guard vpc != nil else { return false }
    status = .vpcConfigFailed
    statusMessage = reason
    return true
  }

  /// Counts a read; call it before the host is shown. The network is set up without a person: the second read shows
  /// the host pending.
  mutating func noteRead(_ handshake: Handshake) {
    reads += 1
    if status == .vpcConfigInitializing, reads > 1 { status = .pending }
    guard status == .vpcConfigInitializing || status == .pending else { return }
    if handshake.isComplete(afterReads: reads) { completeHandshake() }
  }

  /// Changes what is given; a new network is set up anew.
  mutating func update(endpoint: String?, vpc: VPCConfiguration?) {
    if let endpoint { self.endpoint = endpoint }
    if let vpc {
      self.vpc = vpc
      status = .vpcConfigInitializing
      statusMessage = nil
      reads = 0
    }
  }

  /// Takes the network down. False where there is none: the host is gone at once then.
  mutating func beginDeletion() -> Bool {
    guard vpc != nil else { return false }
    status = .vpcConfigDeleting
    statusMessage = nil
    return true
  }

  /// Writes the members that the model's `Host` and the output of GetHost share.
  func writeDetails(to writer: inout JSONWriter) {
    writer.member("ProviderType", providerType)
    writer.member("ProviderEndpoint", endpoint)
    if let vpc {
      writer.name("VpcConfiguration")
      vpc.write(to: &writer)
    }
  }
}

extension Host: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    sequence = try value.member("sequence").count()
    arn = try value.dumped(ResourceARN.self, "arn")
    name = try value.text("name")
    providerType = try value.text("providerType")
    endpoint = try value.text("endpoint")
    vpc = try value.optional("vpc").map { vpc throws(AdminError) in try VPCConfiguration(dumped: vpc) }
    tags = try value.dumped(Tags.self, "tags")
    status = try value.member("status").choice(Status.self)
    statusMessage = try value.optionalText("statusMessage")
    reads = try value.member("reads").count()
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("sequence", sequence)
      $0.member("arn", dumped: arn)
      $0.member("name", name)
      $0.member("providerType", providerType)
      $0.member("endpoint", endpoint)
      if let vpc { $0.member("vpc", dumped: vpc) }
      $0.member("tags", dumped: tags)
      $0.member("status", status.rawValue)
      $0.member("statusMessage", ifGiven: statusMessage)
      $0.member("reads", reads)
    }
  }
}
