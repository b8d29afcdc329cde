// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ProjectFile

struct DriftRulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift-rules",
    abstract: "Print the rules of drift, their severities, and what the project makes of them.",
    discussion: """
        tapedeck drift-rules
        tapedeck drift-rules --json | jq -r '.rules[] | select(.severity == "error") | .id'
      """)

  @Flag(help: "Print them as JSON.") var json = false
  @OptionGroup var project: ProjectOptions

  func run() throws {
    let list = DriftRuleList(try project.loadFile().drift)
    Terminal.out(json ? list.json : list.text)
  }
}
