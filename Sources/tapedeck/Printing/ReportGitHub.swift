// SPDX-License-Identifier: Apache-2.0

internal import Engine
internal import Replay

/// A run as annotations of GitHub Actions: a workflow command a line.
enum ReportGitHub {
  /// How many annotations of one kind GitHub shows of a step.
  private static let shown = 10

  static func render(_ report: RunReport) -> String {
    var errors = report.misses.map { ("Tapedeck: miss", $0.message) }
    for (title, events) in [
      ("Tapedeck: upstream", report.upstreamFailures), ("Tapedeck: refused", report.refusals),
      ("Tapedeck: not recorded, a secret was left in it", report.heldBack),
    ] {
      errors += events.map { (title, SummaryText.event($0)) }
    }
    if let failure = report.journalFailure { errors.append(("Tapedeck: not recorded", failure)) }
    if let failure = report.failure { errors.append(("Tapedeck", failure)) }
    let unused = report.unused.map { exchange in
      (
        "Tapedeck: never asked for",
        "\(exchange.name.cassette ?? report.title): exchange \(exchange.name.number), \(exchange.action)"
      )
    }
    if report.isUnusedFailure { errors += unused }
    let forwarded = report.forwarded.map {
      ("Tapedeck: forwarded", "\(SummaryText.event($0)) is not on the cassette; it went to \(report.fallback ?? "")")
    }
    let lines =
      commands("error", errors) + commands("warning", forwarded + (report.isUnusedFailure ? [] : unused))
      + [command("notice", "Tapedeck", SummaryText.result(report, explains: false).first ?? "")]
    return lines.map { "\($0)\n" }.joined()
  }

  /// GitHub drops what is beyond its limit without a word: the last one says how many there are.
  private static func commands(_ kind: String, _ annotations: [(String, String)]) -> [String] {
    guard annotations.count > shown else { return annotations.map { command(kind, $0.0, $0.1) } }
    return annotations.prefix(shown - 1).map { command(kind, $0.0, $0.1) }
      + [command(kind, "Tapedeck", "and \(annotations.count - shown + 1) more")]
  }

  private static func command(_ kind: String, _ title: String, _ message: String) -> String {
    "::\(kind) title=\(escaped(title, isProperty: true))::\(escaped(message, isProperty: false))"
  }

  private static func escaped(_ text: String, isProperty: Bool) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": out += "%25"
      case "\r": out += "%0D"
      case "\n": out += "%0A"
      case ":" where isProperty: out += "%3A"
      case "," where isProperty: out += "%2C"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
