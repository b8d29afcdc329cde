// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Redaction

/// What checking cassettes came to, for people and for programs; never with a value.
enum CheckOutcome {
  static func text(_ check: CassetteCheck) -> String {
    guard !check.isFine else { return "\(check.cassette): fine" }
    let prefix = "\(check.cassette): "
    var lines = check.damage.map { $0.hasPrefix(prefix) ? $0 : prefix + $0 }
    for finding in check.findings { lines.append("\(check.cassette):\(finding.line): \(finding.leak)") }
    if !check.findings.isEmpty {
      let many = SummaryText.plural(check.findings.count, "finding", "findings")
      let places = Set(check.findings.map(\.line)).count
      lines.append("\(prefix)\(many) in \(places) of \(SummaryText.plural(check.exchanges, "exchange", "exchanges"))")
    }
    return lines.joined(separator: "\n")
  }

  /// What to type next.
  static func advice(_ check: CassetteCheck) -> String? {
    // Nothing but a repair reads a damaged one.
    if !check.damage.isEmpty { return "'tapedeck repair \(check.cassette)' keeps the whole exchanges" }
    return check.findings.first.map { first in
      "'tapedeck redact \(check.cassette)' takes them out, but for large bodies, which are recorded anew; what is no "
        + "secret passes by its fingerprint in tapedeck.yaml: 'redact: {except: [\(first.leak.fingerprint)]}'"
    }
  }

  static func json(_ checks: [CassetteCheck]) -> String {
    var writer = JSONWriter()
    writer.object { json in
      json.member("tapedeck", "verify/1")
      json.member("findings", checks.reduce(0) { $0 + $1.findings.count })
      json.member(
        "cassettes",
        array: { list in
          for check in checks { list.object { cassette(check, &$0) } }
        })
    }
    return writer.text
  }

  private static func cassette(_ check: CassetteCheck, _ item: inout JSONWriter) {
    item.member("cassette", check.cassette)
    if let failure = check.failure { item.member("error", failure) }
    item.member("exchanges", check.exchanges)
    item.member("damage", array: { list in check.damage.forEach { list.string($0) } })
    item.member(
      "findings",
      array: { list in
        for finding in check.findings {
          list.object { item in
            item.member("line", finding.line)
            finding.leak.write(to: &item)
          }
        }
      })
  }
}
