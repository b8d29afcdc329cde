// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CassetteFormat
internal import ProjectFile
internal import Redaction

struct RedactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redact",
    abstract: "Apply today's redaction rules to a cassette that is there already.",
    discussion: """
      The cassette is replaced when all of it is redacted and the scan that 'verify' runs finds nothing more in it;
      else it stays as it is, what was found is named, and the exit code is 1.

        tapedeck redact app.cassette --dry-run
        tapedeck redact app.cassette
        tapedeck redact app.cassette -o public.cassette
      """)

  @Argument(help: "The cassette.") var cassette: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write to this file and leave the cassette alone.", valueName: "file"))
  var output: String?

  @Flag(help: "Write nothing; print what each rule would change and where, never a value.")
  var dryRun = false

  @Flag(help: "Print the outcome as JSON.") var json = false

  @OptionGroup var project: ProjectOptions

  func validate() throws {
    if dryRun, output != nil { throw ValidationError("--dry-run writes nothing; leave --output out.") }
  }

  func run() throws {
    let settings = try project.load().redaction
    let text = try Cassettes.load(cassette, keeping: Cassettes.inOrder)
    if let output, output != cassette { try Cassettes.checkReplaceable(output) }
    let redaction = try redacted(text, settings)
    let outcome = RedactionOutcome(
      cassette: cassette, output: output ?? cassette, isDryRun: dryRun, exchanges: text.count, redaction)
    // Whoever reads that it is redacted may rely on it: the file comes first.
    if outcome.isWritten {
      try Cassettes.write(redaction.lines, of: text, to: outcome.output)
    }
    Terminal.out(json ? outcome.json : outcome.text)
    if !redaction.findings.isEmpty {
      throw json ? Failure.silent(ExitStatus.findings) : Failure(ExitStatus.findings, outcome.advice)
    }
  }

  private func redacted(_ text: CassetteText, _ settings: RedactionSettings) throws -> CassetteRedaction {
    let redactor =
      dryRun ? try Redactors.trying(settings) : try Redactors.recording(settings, keepsAliases: true)
    do throws(CassetteError) {
      defer { Terminal.progress("") }
      return try CassetteRedaction(text, redactor: redactor, scan: LeakScan(settings)) { done in
        if done % 256 == 0 { Terminal.progress("redacting \(cassette): \(done * 50 / max(text.count, 1)) %") }
      }
    } catch {
      throw Failure(ExitStatus.cassette, Cassettes.message(error, cassette))
    }
  }
}
