// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser
internal import CassetteFiles
internal import ProjectFile
internal import Replay

/// How answers are found on the tape: the options of every verb that replays.
struct ReplayFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which of several recorded answers to one request is given: 'timeline' holds reads back behind the changes that were recorded before them (default), 'sequential' gives them one by one.",
      valueName: "timeline|sequential"))
  var order: ReplayOptions.Order?

  @Option(
    help: ArgumentHelp(
      "Whether names and ids that were made up may differ from the recorded ones: 'generated' (default) or 'none'.",
      valueName: "generated|none"))
  var bind: ReplayOptions.Bind?

  @Option(
    help: ArgumentHelp(
      "What a repeated read gets: its answers as 'recorded' (default), or 'collapse': at once the last one before the next change, so that waiters end on their first poll.",
      valueName: "recorded|collapse"))
  var polls: ReplayOptions.Polls?

  @Option(
    help: ArgumentHelp(
      "Which times in answers move to today: only when credentials end ('recorded', default), or every time that AWS's models know ('shift').",
      valueName: "recorded|shift"))
  var time: ReplayOptions.Time?

  @Flag(inversion: .prefixedNo, help: "Each exchange answers exactly once, in recorded order within its resource.")
  var strict: Bool?

  @OptionGroup var comparison: ComparisonOptions

  @Flag(help: "Print for each request which exchange answers it, and why.")
  var explain = false

  @Option(
    help: ArgumentHelp(
      "Where sessions have cassettes of their own: session NAME replays NAME.cassette in this folder, if it is there.",
      valueName: "folder"))
  var sessionCassettes: String?

  func validate() throws {
    if let sessionCassettes, !CassetteFile.isFolder(sessionCassettes) {
      throw ValidationError("--session-cassettes: there is no folder '\(sessionCassettes)'.")
    }
  }

  /// What is chosen, the rest left open.
  var choices: ReplayChoices {
    var choices = ReplayChoices()
    (choices.order, choices.bind, choices.polls, choices.time) = (order, bind, polls, time)
    choices.isStrict = strict
    return choices
  }

  /// What live requests and the tape are compared by.
  func context(_ rules: MatchRules) -> CanonicalContext { comparison.context(rules) }

  /// Prints what `--explain` asks for.
  var narrator: (@Sendable (String) -> Void)? {
    guard explain else { return nil }
    return { line in Terminal.raw("  \(line)") }
  }
}

extension ReplayOptions.Order: ExpressibleByArgument {}
extension ReplayOptions.Bind: ExpressibleByArgument {}
extension ReplayOptions.Polls: ExpressibleByArgument {}
extension ReplayOptions.Time: ExpressibleByArgument {}
