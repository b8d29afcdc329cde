// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// All that the service remembers.
struct World: Sendable {
  let accounts: Accounts
  private let seed: UInt64
  private let handshake: Handshake
  var clock: SimulatedClock
  /// In the order in which they were asked for.
  var plannedErrors: [PlannedError] = []
  /// By account, then by name.
  var regions: [String: [String: Region]] = [:]
  /// For request ids only.
  private var random: SeededGenerator

  init(accounts: Accounts, seed: UInt64, handshake: Handshake, clock: SimulatedClock) {
    self.accounts = accounts
    self.seed = seed
    self.handshake = handshake
    self.clock = clock
    random = SeededGenerator(seed: seed, name: "request ids")
  }

  /// As it was at the beginning.
  mutating func reset() {
    clock.reset()
    self = World(accounts: accounts, seed: seed, handshake: handshake, clock: clock)
  }

  mutating func requestID() -> String { random.uuid() }

  /// Carries out one call of the holder of a key; `now` is the service's own time.
  mutating func answer(
    _ request: ServiceRequest, ofKey keyID: String, at now: Timestamp
  ) -> Result<[UInt8], ServiceError> {
    let name = request.operation.name
    if let index = plannedErrors.firstIndex(where: { $0.applies(to: name) }) {
      defer {
        plannedErrors[index].count -= 1
        if plannedErrors[index].count == 0 { plannedErrors.remove(at: index) }
      }
      return .failure(plannedErrors[index].failure(of: name))
    }
    let account = accounts.account(ofKey: keyID)
    let call = Call(
      input: request.input, operation: name, service: request.service, region: request.region, account: account,
      handshake: handshake, now: now)
    var output = JSONWriter()
    var failure: ServiceError?
    output.object { members in
      do throws(ServiceError) {
        try request.operation.handle(
          call,
          &regions[account, default: [:]][
            call.region, default: Region(name: call.region, account: account, seed: seed)], &members)
      } catch {
        failure = error
      }
    }
    return failure.map { .failure($0) } ?? .success(output.bytes)
  }
}

extension World {
  /// The first member of a dump and its value: the version of the form.
  private static let (mark, version) = ("tapedeck-simulator", 2)

  init(dumped value: AdminValue) throws(AdminError) {
    guard value.value[Self.mark]?.int == Self.version else {
      throw AdminError(.malformed, "this is no state that this version of the service has dumped")
    }
    accounts = try value.dumped(Accounts.self, "accounts")
    seed = try value.member("seed").bits()
    guard let handshake = Handshake(try value.text("handshake")) else {
      throw try value.member("handshake").unexpected(Handshake.form)
    }
    self.handshake = handshake
    clock = try value.dumped(SimulatedClock.self, "clock")
    plannedErrors = try value.dumped(listOf: PlannedError.self, "plannedErrors")
    random = try value.dumped(SeededGenerator.self, "random")
    let regions = try value.member("regions")
    for account in regions.value.members {
      let id = account.name.string ?? ""
      for member in account.value.members {
        let name = member.name.string ?? ""
        self.regions[id, default: [:]][name] = try Region(
          dumped: AdminValue(member.value, path: "\(regions.path).\(id).\(name)"))
      }
    }
  }

  /// Writes the members of the state, which is an object.
  func dumpMembers(to writer: inout JSONWriter) {
    writer.member(Self.mark, Self.version)
    writer.member("accounts", dumped: accounts)
    writer.member("seed", seed.hex)
    writer.member("handshake", handshake.description)
    writer.member("clock", dumped: clock)
    writer.member("plannedErrors", dumped: plannedErrors)
    writer.member("random", dumped: random)
    writer.name("regions")
    writer.object {
      for (account, regions) in regions.sorted(by: { $0.key < $1.key }) {
        $0.name(account)
        $0.object {
          for (name, region) in regions.sorted(by: { $0.key < $1.key }) { $0.member(name, dumped: region) }
        }
      }
    }
  }
}
