// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Documents

/// `tapedeck simulate ctl`: what no call of the API does.
struct SimulateControlCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ctl",
    abstract: "Do to a running service what AWS, its console or a push does to the real one.",
    discussion: """
      Each is a POST to /_tapedeck/NAME of the service's endpoint, with a JSON body: see docs/simulator.md.

        tapedeck simulate -- sh -c 'arn=$(…create-connection…) && tapedeck simulate ctl finish-handshake "$arn"'
      """,
    subcommands: [
      FinishHandshakeCommand.self, FailHandshakeCommand.self, PushCommand.self, RaiseBlockerCommand.self,
      ResolveBlockerCommand.self, ThrottleCommand.self, AdvanceClockCommand.self, ResetCommand.self,
      DumpCommand.self, LoadCommand.self,
    ])
}

/// One call to the controls of a running service: its name is the action's.
protocol SimulatorCall: AsyncParsableCommand {
  var target: SimulatorTarget { get }
  /// The member of the answer that is printed; nil for none.
  static var printed: String? { get }
  /// Writes the members of the body.
  func write(to body: inout JSONWriter) throws
}

extension SimulatorCall {
  static var printed: String? { nil }

  func run() async throws {
    var body = JSONWriter()
    var failure: (any Error)?
    body.object { members in
      do {
        try write(to: &members)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    let answer = try await target.call(Self._commandName, body.bytes)
    if let name = Self.printed, let text = try JSONReader.read(answer).root[name]?.string { Terminal.out(text) }
  }
}

struct FinishHandshakeCommand: SimulatorCall {
  static let configuration = CommandConfiguration(
    commandName: "finish-handshake", abstract: "Make a connection or host AVAILABLE, as a person does in the console.")

  @OptionGroup var target: SimulatorTarget

  @Argument(help: "The ARN of the connection or host.")
  var arn: String

  func write(to body: inout JSONWriter) { body.member("Arn", arn) }
}

struct FailHandshakeCommand: SimulatorCall {
  static let configuration = CommandConfiguration(
    commandName: "fail-handshake", abstract: "Make a connection, or the set-up of a host's VPC configuration, fail.")

  @OptionGroup var target: SimulatorTarget

  @Argument(help: "The ARN of the connection or host.")
  var arn: String

  @Option(help: "What a host's StatusMessage says.")
  var reason: String?

  func write(to body: inout JSONWriter) {
    body.member("Arn", arn)
    if let reason { body.member("Reason", reason) }
  }
}

struct PushCommand: SimulatorCall {
  static let configuration = CommandConfiguration(
    commandName: "push", abstract: "Bring a commit to a branch that is synced, and print its id.")
  static let printed: String? = "Sha"

  @OptionGroup var target: SimulatorTarget
  @OptionGroup var region: SimulatorRegion

  @Argument(help: "The id of the repository link.")
  var repositoryLink: String

  @Argument(help: "The branch.")
  var branch: String

  @Option(help: "The commit's id. Default: a new one.")
  var sha: String?

  func write(to body: inout JSONWriter) {
    region.write(to: &body)
    body.member("RepositoryLinkId", repositoryLink)
    body.member("Branch", branch)
    if let sha { body.member("Sha", sha) }
  }
}

struct RaiseBlockerCommand: SimulatorCall {
  static let configuration = CommandConfiguration(
    commandName: "raise-blocker",
    abstract: "Fail the sync of a resource, and print the id of the blocker that it raises.")
  static let printed: String? = "Id"

  @OptionGroup var target: SimulatorTarget
  @OptionGroup var region: SimulatorRegion

  @Argument(help: "The resource of the sync configuration.")
  var resource: String

  @Option(help: "The blocker's CreatedReason.")
  var reason = "The sync failed."

  @Option(help: ArgumentHelp("A context of the blocker; may be given several times.", valueName: "KEY=VALUE"))
  var context: [String] = []

  func validate() throws {
    if let bad = context.first(where: { !$0.contains("=") }) {
      throw ValidationError("--context takes KEY=VALUE, not '\(bad)'.")
    }
  }

  func write(to body: inout JSONWriter) {
    region.write(to: &body)
    body.member("ResourceName", resource)
    body.member("Reason", reason)
    body.name("Contexts")
    body.array {
      for text in context {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        $0.object {
          $0.member("Key", parts[0])
          $0.member("Value", parts[1])
        }
      }
    }
  }
}

struct ResolveBlockerCommand: SimulatorCall {
  static let configuration = CommandConfiguration(
    commandName: "resolve-blocker", abstract: "Resolve a blocker, as UpdateSyncBlocker does.")

  @OptionGroup var target: SimulatorTarget
  @OptionGroup var region: SimulatorRegion

  @Argument(help: "The resource of the sync configuration.")
  var resource: String

  @Argument(help: "The blocker's id.")
  var id: String

  @Option(help: "The blocker's ResolvedReason.")
  var reason = "It was resolved."

  func write(to body: inout JSONWriter) {
    region.write(to: &body)
    body.member("ResourceName", resource)
    body.member("Id", id)
    body.member("Reason", reason)
  }
}
