// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Redaction

/// What redacting a cassette came to, for people and for programs; never with a value.
struct RedactionOutcome {
  let cassette: String
  let output: String
  let isDryRun: Bool
  let exchanges: Int
  private let redaction: CassetteRedaction

  init(cassette: String, output: String, isDryRun: Bool, exchanges: Int, _ redaction: CassetteRedaction) {
    self.cassette = cassette
    self.output = output
    self.isDryRun = isDryRun
    self.exchanges = exchanges
    self.redaction = redaction
  }

  /// Whether the redacted cassette may stand where it was asked for: it fails closed, as a recording does.
  var isWritten: Bool { !isDryRun && redaction.findings.isEmpty }

  /// What to do about findings.
  var advice: String {
    let many = SummaryText.plural(redaction.findings.count, "finding", "findings")
    let consequence = isDryRun ? "it would not be written" : "nothing was written"
    return "\(cassette): \(many) after redaction: \(consequence). Add a rule for each under redact in tapedeck.yaml, "
      + "or its fingerprint under redact.except where it is no secret"
  }

  var text: String {
    var lines: [String] = []
    for row in redaction.tally.rows {
      lines.append("\(row.rule.rawValue)  \(SummaryText.plural(row.count, "change", "changes"))")
      for place in row.places { lines.append("  \(place.action)  \(place.place)") }
      if row.hasMore { lines.append("  and other places") }
    }
    for finding in redaction.findings { lines.append("exchange \(finding.exchange): \(finding.leak)") }
    let all = SummaryText.plural(exchanges, "exchange", "exchanges")
    let counts =
      redaction.changed == 0
      ? "nothing to redact in \(all)"
      : "\(SummaryText.plural(redaction.tally.count, "change", "changes")) in \(redaction.changed) of \(all)"
    let end = isDryRun ? "; nothing is written" : isWritten ? ": \(output)" : ""
    lines.append(counts + end)
    return lines.joined(separator: "\n")
  }

  var json: String {
    var writer = JSONWriter()
    writer.object { json in
      json.member("tapedeck", "redact/1")
      json.member("cassette", cassette)
      if isWritten { json.member("output", output) }
      json.member("dryRun", isDryRun)
      json.member("exchanges", exchanges)
      json.member("changed", redaction.changed)
      json.member("rules", array: { rules(&$0) })
      json.member("findings", array: { findings(&$0) })
    }
    return writer.text
  }

  private func rules(_ list: inout JSONWriter) {
    for row in redaction.tally.rows {
      list.object { item in
        item.member("rule", row.rule.rawValue)
        item.member("count", row.count)
        item.member(
          "places",
          array: { places in
            for place in row.places {
              places.object { item in
                item.member("action", place.action)
                item.member("place", place.place)
              }
            }
          })
        item.member("morePlaces", row.hasMore)
      }
    }
  }

  private func findings(_ list: inout JSONWriter) {
    for finding in redaction.findings {
      list.object { item in
        item.member("exchange", finding.exchange)
        finding.leak.write(to: &item)
      }
    }
  }
}
