// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ProjectFile

struct RedactionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redaction",
    abstract: "The rules by which secrets are kept out of cassettes.",
    subcommands: [List.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "Print all rules, whether they are in force, and what the project adds to them.",
      discussion: """
          tapedeck redaction list
          tapedeck redaction list --json | jq -r '.rules[] | select(.on | not) | .id'
        """)

    @Flag(help: "Print them as JSON.") var json = false
    @OptionGroup var project: ProjectOptions

    func run() throws {
      let list = RedactionList(try project.loadFile())
      Terminal.out(json ? list.json : list.text)
    }
  }
}
