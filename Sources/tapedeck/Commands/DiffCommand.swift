// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import AWSProtocols
internal import CassetteFormat
internal import Drift

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two cassettes: what has the API changed?",
    discussion: """
      Exchanges are aligned by action and request; what is compared are operations, statuses, errors, members and their
      types, over all samples of an operation. Values that differ are no finding.

        tapedeck diff old.cassette new.cassette
        tapedeck diff --format json old.cassette new.cassette | jq '.findings[] | select(.severity == "error")'
      """)

  @Argument(help: "The older recording.") var old: String
  @Argument(help: "The newer recording.") var new: String
  @Option(help: "How to print the findings.") var format = DriftFormat.text

  func run() throws {
    let context = CanonicalContext()
    func session(_ path: String) throws -> RecordedSession {
      let text = try Cassettes.load(path)
      do throws(CassetteError) {
        return try RecordedSession(name: path, text: text, context: context)
      } catch {
        throw Failure(ExitStatus.cassette, Cassettes.message(error, path))
      }
    }
    let diff = try DriftReport(comparing: session(old), with: session(new), today: 0)
    let output = DriftOutput(
      threshold: .info, hasColor: Terminal.outputHasColor, columns: Terminal.outputColumns)
    Terminal.out(output.render(diff, as: format).utf8)
    if output.fails(diff) { throw Failure.silent(ExitStatus.findings) }
  }
}

extension DriftFormat: ExpressibleByArgument {}
