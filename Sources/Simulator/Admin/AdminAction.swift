// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Something that AWS, its console or somebody's repository does, and no call of the API: `POST /_tapedeck/NAME`.
struct AdminAction: Sendable {
  /// Writes the members of the answer, or throws and leaves the world as it was; `now` is the machine's time.
  typealias Handler = @Sendable (AdminValue, inout World, Timestamp, inout JSONWriter) throws(AdminError) -> Void

  let name: String
  /// What the body may have; nil where that is checked as a whole.
  let members: [String]?
  let handle: Handler

  init(_ name: String, _ members: [String]?, _ handle: @escaping Handler) {
    self.name = name
    self.members = members
    self.handle = handle
  }

  /// Every action.
  static let named: [String: AdminAction] = Dictionary(
    uniqueKeysWithValues: [
      AdminAction("finish-handshake", ["Arn"], finishHandshake),
      AdminAction("fail-handshake", ["Arn", "Reason"], failHandshake),
      AdminAction("push", ["Account", "Region", "RepositoryLinkId", "Branch", "Sha"], push),
      AdminAction("raise-blocker", ["Account", "Region", "ResourceName", "Reason", "Contexts"], raiseBlocker),
      AdminAction("resolve-blocker", ["Account", "Region", "ResourceName", "Id", "Reason"], resolveBlocker),
      AdminAction("throttle", ["Operation", "Error", "Count"], throttle),
      AdminAction("advance-clock", ["Seconds"], advanceClock),
      AdminAction("reset", []) { _, world, _, _ in world.reset() },
      AdminAction("dump", []) { _, world, _, output in world.dumpMembers(to: &output) },
      AdminAction("load", nil) { input, world, _, _ throws(AdminError) in world = try World(dumped: input) },
    ].map { ($0.name, $0) })

  @Sendable
  private static func finishHandshake(
    _ input: AdminValue, _ world: inout World, _: Timestamp, _: inout JSONWriter
  ) throws(AdminError) {
    let arn = try input.text("Arn")
    try world.withRegion(of: arn) { region throws(ServiceError) in try region.completeHandshake(of: arn) }
  }

  @Sendable
  private static func failHandshake(
    _ input: AdminValue, _ world: inout World, _: Timestamp, _: inout JSONWriter
  ) throws(AdminError) {
    let arn = try input.text("Arn")
    let reason = try input.optionalText("Reason") ?? "The handshake failed."
    try world.withRegion(of: arn) { region throws(ServiceError) in try region.failHandshake(of: arn, reason: reason) }
  }

  @Sendable
  private static func push(
    _ input: AdminValue, _ world: inout World, _ now: Timestamp, _ output: inout JSONWriter
  ) throws(AdminError) {
    let (link, branch) = (try input.text("RepositoryLinkId"), try input.text("Branch"))
    let given = try input.optional("Sha").map { value throws(AdminError) in try value.string(ofLength: 1...255) }
    let moment = world.clock.moment(at: now)
    let commit = try world.withRegion(of: input) { region throws(ServiceError) in
      let commit = given ?? region.random.commitID()
      try region.push(commit, to: branch, ofLink: link, at: moment)
      return commit
    }
    output.member("Sha", commit)
  }

  @Sendable
  private static func raiseBlocker(
    _ input: AdminValue, _ world: inout World, _ now: Timestamp, _ output: inout JSONWriter
  ) throws(AdminError) {
    let (resource, reason) = (try input.text("ResourceName"), try input.text("Reason"))
    let contexts = try input.optional("Contexts").map { value throws(AdminError) in
      try value.list { item throws(AdminError) in try Pair(dumped: item) }
    }
    let moment = world.clock.moment(at: now)
    let id = try world.withRegion(of: input) { region throws(ServiceError) in
      try region.raiseBlocker(
        onConfiguration: region.index(ofConfiguration: resource, type: syncType), reason: reason,
        contexts: contexts ?? [], at: moment)
    }
    output.member("Id", id)
  }

  @Sendable
  private static func resolveBlocker(
    _ input: AdminValue, _ world: inout World, _ now: Timestamp, _: inout JSONWriter
  ) throws(AdminError) {
    let (resource, id) = (try input.text("ResourceName"), try input.text("Id"))
    let reason = try input.member("Reason").string(ofLength: 1...250)
    let moment = world.clock.moment(at: now)
    try world.withRegion(of: input) { region throws(ServiceError) in
      _ = try region.resolveBlocker(
        id, onConfiguration: region.index(ofConfiguration: resource, type: syncType), reason: reason, at: moment)
    }
  }

  /// The only one that the models know.
  private static let syncType = "CFN_STACK_SYNC"

  @Sendable
  private static func throttle(
    _ input: AdminValue, _ world: inout World, _: Timestamp, _: inout JSONWriter
  ) throws(AdminError) {
    let operation = try input.optionalText("Operation")
    let error = try input.optional("Error").map { value throws(AdminError) in
      try value.choice(ServiceError.Modelled.self)
    }
    let count = try input.optional("Count").map { value throws(AdminError) in try value.int(PlannedError.counts) }
    let planned = PlannedError(operation: operation, error: error ?? .throttling, count: count ?? 1)
    guard Operation.named.keys.contains(where: planned.applies) else {
      throw AdminError(.malformed, "\(operation ?? "") does not answer \(planned.error.rawValue), or is no operation")
    }
    world.plannedErrors.append(planned)
  }

  @Sendable
  private static func advanceClock(
    _ input: AdminValue, _ world: inout World, _ now: Timestamp, _ output: inout JSONWriter
  ) throws(AdminError) {
    let seconds = try input.member("Seconds").int(0...SimulatedClock.longestStep)
    guard world.clock.advance(bySeconds: seconds, at: now) else {
      throw AdminError(.refused, "the clock ends with the year 9999")
    }
    output.member("Now", world.clock.moment(at: now).rfc3339)
  }
}

extension World {
  /// Runs `body` on a region, and keeps what it made of it where it does not throw.
  private mutating func withRegion<Result>(
    _ name: String, of account: String, _ body: (inout Region) throws(ServiceError) -> Result
  ) throws(AdminError) -> Result {
    guard var region = regions[account]?[name] else {
      throw AdminError(.refused, "nothing has been asked of region '\(name)' in account \(account)")
    }
    do throws(ServiceError) {
      let result = try body(&region)
      regions[account]?[name] = region
      return result
    } catch {
      throw AdminError(error)
    }
  }

  /// The same with the region that a call names, in the account that it names or in the common one.
  fileprivate mutating func withRegion<Result>(
    of input: AdminValue, _ body: (inout Region) throws(ServiceError) -> Result
  ) throws(AdminError) -> Result {
    try withRegion(input.text("Region"), of: input.optionalText("Account") ?? accounts.common, body)
  }

  /// The same with the region that an ARN names.
  fileprivate mutating func withRegion(
    of arn: String, _ body: (inout Region) throws(ServiceError) -> Void
  ) throws(AdminError) {
    guard let resource = ResourceARN(arn) else {
      throw AdminError(.malformed, "'\(arn)' is no ARN of this service")
    }
    try withRegion(String(resource.region), of: String(resource.account), body)
  }
}
