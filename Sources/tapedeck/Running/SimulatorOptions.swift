// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser
internal import Simulator

/// How the embedded service behaves: the options of every verb that runs it.
struct SimulatorOptions: ParsableArguments {
  @Option(
    help: """
      The seed of the embedded service's ids: the same seed and requests give the same answers. Default: 0 with \
      'simulate', else one by chance.
      """)
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "When connections and hosts of the embedded service become AVAILABLE: 'manual' (not by themselves, the default), 'auto' (at once), or 'after=N' (when read for the Nth time).",
      valueName: "manual|auto|after=N"))
  var handshake: Handshake?

  @Option(
    help: ArgumentHelp(
      "Where the embedded service's clock stands, like 2026-11-22T09:08:07Z, and that of a recording of it. Default: it goes with this machine's.",
      valueName: "time"))
  var clock: Moment?

  @Option(
    name: .customLong("account"),
    help: ArgumentHelp(
      "The account whose resources the embedded service has, or that of the callers with one access key; repeat it for more. Default: 123456789012.",
      valueName: "ACCOUNT|KEYID=ACCOUNT"))
  var accounts: [AccountOfKey] = []

  func validate() throws {
    let ids = accounts.map(\.keyID)
    guard let twice = ids.indices.first(where: { ids[..<$0].contains(ids[$0]) }) else { return }
    throw ValidationError("--account names two accounts for \(ids[twice] ?? "the callers of no other").")
  }

  /// Whether any of them is given.
  var isGiven: Bool { seed != nil || handshake != nil || clock != nil || !accounts.isEmpty }

  /// A service without resources.
  func simulator(defaultSeed: UInt64) -> ConnectionsSimulator {
    ConnectionsSimulator(
      accounts: Accounts(
        accounts.first { $0.keyID == nil }?.account ?? "123456789012",
        byKeyID: Dictionary(
          accounts.compactMap { one in one.keyID.map { ($0, one.account) } }, uniquingKeysWith: { first, _ in first })),
      seed: seed ?? defaultSeed, handshake: handshake ?? .manual, fixedTime: clock?.timestamp)
  }
}

/// One value of `--account`.
struct AccountOfKey: ExpressibleByArgument {
  /// Nil for all that have no account of their own.
  let keyID: String?
  let account: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard let account = parts.last.map(String.init), Accounts.isAccount(account), parts.count <= 2, parts[0] != ""
    else {
      return nil
    }
    keyID = parts.count == 2 ? String(parts[0]) : nil
    self.account = account
  }
}

extension Handshake: ExpressibleByArgument {
  /// Nil where the text is not of ``form``.
  package init?(argument: String) { self.init(argument) }
}

/// A moment on the command line.
struct Moment: ExpressibleByArgument {
  let timestamp: Timestamp

  init?(argument: String) {
    guard let timestamp = Timestamp(rfc3339: argument) else { return nil }
    self.timestamp = timestamp
  }
}
