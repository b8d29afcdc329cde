// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Documents

struct FinishHandshakeCommand: SimulatorCall {
  static let configuration = CommandConfiguration(
    commandName: "finish-handshake", abstract: "Make a connection or host AVAILABLE, as a person does in the console.")

  @OptionGroup var target: SimulatorTarget

  @Argument(help: "The ARN of the connection or host.")
  var arn: String

  func body() -> [UInt8] { object { $0.member("Arn", arn) } }
}

struct FailHandshakeCommand: SimulatorCall {
  static let configuration = CommandConfiguration(
    commandName: "fail-handshake", abstract: "Make a connection, or the set-up of a host's VPC configuration, fail.")

  @OptionGroup var target: SimulatorTarget

  @Argument(help: "The ARN of the connection or host.")
  var arn: String

  @Option(help: "What a host's StatusMessage says.")
  var reason: String?

  func body() -> [UInt8] {
    object { body in
      body.member("Arn", arn)
      if let reason { body.member("Reason", reason) }
    }
  }
}

struct PushCommand: SimulatorCall {
  static let configuration = CommandConfiguration(
    commandName: "push", abstract: "Bring a commit to a branch that is synced, and print its id.")

  @OptionGroup var target: SimulatorTarget
  @OptionGroup var region: SimulatorRegion

  @Argument(help: "The id of the repository link.")
  var repositoryLink: String

  @Argument(help: "The branch.")
  var branch: String

  @Option(help: "The commit's id. Default: a new one.")
  var sha: String?

  func body() -> [UInt8] {
    object { body in
      region.write(to: &body)
      body.member("RepositoryLinkId", repositoryLink)
      body.member("Branch", branch)
      if let sha { body.member("Sha", sha) }
    }
  }

  func show(_ answer: [UInt8]) throws { try show("Sha", of: answer) }
}

struct RaiseBlockerCommand: SimulatorCall {
  static let configuration = CommandConfiguration(
    commandName: "raise-blocker",
    abstract: "Fail the sync of a resource, and print the id of the blocker that it raises.")

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

  func body() -> [UInt8] {
    object { body in
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

  func show(_ answer: [UInt8]) throws { try show("Id", of: answer) }
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

  func body() -> [UInt8] {
    object { body in
      region.write(to: &body)
      body.member("ResourceName", resource)
      body.member("Id", id)
      body.member("Reason", reason)
    }
  }
}
