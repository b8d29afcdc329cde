// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser
internal import Drift
internal import ProjectFile

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two cassettes: what has the API changed?",
    discussion: """
      Exchanges are paired by action and request. What is compared are operations, statuses, errors, headers, members,
      their kinds and values that never changed, over all samples of an operation; ids, names, times and aliases are
      those of a run and no finding. 'tapedeck drift-rules' prints the rules.

        tapedeck diff old.cassette new.cassette
        tapedeck diff old.cassette new.cassette --output drift.html
        tapedeck diff old.cassette new.cassette --only 's3:*' --ignore header.added --fail-on warning
        tapedeck diff --format json old.cassette new.cassette | jq '.findings[] | select(.severity == "error")'

      Ends with 0 where no finding is as bad as --fail-on says, with 1 where one is, with 2 where an option, the settings
      or the approvals are wrong, with 5 where a cassette cannot be read.
      """)

  @Argument(help: "The older recording.") var old: String
  @Argument(help: "The newer recording.") var new: String

  @Option(
    help: ArgumentHelp(
      "Tell of these actions alone, such as 's3:*' or GetConnection; repeat it for more.", valueName: "action"))
  var only: [ActionPattern] = []

  @OptionGroup var output: DriftOutputOptions
  @OptionGroup var drift: DriftOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var project: ProjectOptions

  func run() throws {
    let project = try project.loadFile()
    var settings = try drift.settings(over: project)
    settings.only = only
    try output.check(besides: [old, new])
    let before = DriftComparison.Recording(name: old, text: try Cassettes.load(old))
    let after = DriftComparison.Recording(name: new, text: try Cassettes.load(new))
    guard only.isEmpty || before.holds(anyOf: only) || after.holds(anyOf: only) else {
      let patterns = only.map(\.description).joined(separator: ", ")
      throw Failure(
        ExitStatus.usage,
        "--only \(patterns) fits nothing in \(old) or \(new); 'tapedeck show \(new)' lists what they hold")
    }
    let comparison = try DriftComparison(
      before, with: after, context: comparison.context(project.match), settings: settings)
    for line in comparison.doubts { Terminal.warning(line) }
    try output.put(comparison.report, threshold: drift.threshold(over: project))
  }
}
