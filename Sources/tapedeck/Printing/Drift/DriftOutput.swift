// SPDX-License-Identifier: Apache-2.0

internal import Drift

/// How findings are printed.
enum DriftFormat: String, CaseIterable, Sendable {
  case text, json, markdown, html, junit, sarif, github
}

/// What the two sides of a report are, which names them in the output.
enum DriftSubject: String, Sendable {
  /// Two cassettes.
  case recordings
  /// A cassette, and what AWS answers now; the latter is on no cassette.
  case live
  /// The service models, which are the old side, and a cassette.
  case model
}

/// Findings as text, in one of the formats.
struct DriftOutput {
  /// The lowest severity that fails the run; nil where none does.
  var threshold: Severity?
  var subject = DriftSubject.recordings
  /// For `text`: whether a terminal shows it with colours.
  var hasColor = false
  /// For `text`: how many columns the terminal has; nil where it is none, and nothing is cut to a width.
  var columns: Int?
  /// For `text`: a table of operations and severities in place of the findings.
  var isSummary = false

  /// Ends with a line feed.
  func render(_ report: DriftReport, as format: DriftFormat) -> String {
    switch format {
    case .text: DriftText(self).render(report)
    case .json: DriftJSON.render(report, self)
    case .markdown: DriftMarkdown(self).render(report)
    case .html: DriftPage(report, self).render()
    case .junit: DriftJUnit.render(report, self)
    case .sarif: DriftSARIF(report, subject).render()
    case .github: DriftGitHub.render(report, self)
    }
  }

  /// The same for text inside another format.
  var plain: DriftOutput { DriftOutput(threshold: threshold, subject: subject) }

  /// Whether the run fails by this finding.
  func fails(_ severity: Severity) -> Bool { threshold.map { severity >= $0 } ?? false }

  /// Whether the run fails: it ends with exit code 1.
  func fails(_ report: DriftReport) -> Bool { report.worst.map(fails) ?? false }
}
