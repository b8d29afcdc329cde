// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Drift

extension Action {
  static let getConnection = Action(service: "codestar-connections", operation: "GetConnection")
  static let listConnections = Action(service: "codestar-connections", operation: "ListConnections")
}

extension Finding {
  /// A finding of which a test names only what matters.
  static func sample(
    _ rule: DriftRule, _ severity: Severity? = nil, _ action: Action = .getConnection, outcome: String = "",
    side: Place.Side = .response, at pointer: String = "/body/Connection/ConnectionStatus",
    old: Evidence = Evidence(seen: 1, of: 1, text: "string"), new: Evidence = Evidence(seen: 1, of: 1, text: "integer")
  ) -> Finding {
    Finding(
      rule, severity: severity ?? rule.severity ?? .info, action: action, outcome: outcome,
      place: Place(side, DocumentPath(pointer)?.steps ?? []), old: old, new: new)
  }
}

extension DriftReport {
  /// Findings of all severities, sides and kinds of evidence, some of them muted.
  static func sample() -> DriftReport {
    let findings: [Finding] = [
      .sample(
        .kindChanged,
        old: Evidence(seen: 3, of: 3, text: "string", example: "\"AVAILABLE\"", first: 3, last: 9),
        new: Evidence(seen: 2, of: 3, text: "integer", example: "7", first: 5, last: 8)),
      .sample(
        .memberRequiredRemoved, at: "/body/Connection/OwnerAccountId",
        old: Evidence(seen: 3, of: 3, text: "string", example: "\"111122223333\"", first: 3, last: 9),
        new: Evidence(of: 3)),
      .sample(
        .outcomeFailed, nil, .listConnections, side: .response, at: "/status",
        old: Evidence(seen: 1, of: 1, text: "200", first: 4, last: 4),
        new: Evidence(seen: 1, of: 1, text: "400 AccessDeniedException", first: 6, last: 6)),
      .sample(
        .formatTimestamp, nil, .listConnections, at: "/body/Connections/*/CreatedAt",
        old: Evidence(seen: 12, of: 12, text: "epoch seconds", example: "1795338487.123", first: 1, last: 4),
        new: Evidence(seen: 12, of: 12, text: "RFC 3339", example: "\"2026-11-22T09:08:07Z\"", first: 1, last: 6)),
      .sample(
        .memberUnmodelled, at: "/body/Connection/Region", old: Evidence(of: 3),
        new: Evidence(seen: 3, of: 3, text: "string", example: "\"eu-west-1\"", first: 5, last: 8)),
      .sample(
        .valueChanged, nil, .getConnection, at: "/headers/x-amzn-endpoint",
        old: Evidence(
          seen: 3, of: 3, text: "https://codestar-connections.eu-west-1.amazonaws.com/v1/internal", first: 3, last: 9),
        new: Evidence(
          seen: 3, of: 3, text: "https://codestar-connections.eu-west-1.api.aws/v1/internal", first: 5, last: 8)),
      .sample(
        .operationRemoved, nil, Action(service: "codeconnections", operation: "DeleteHost"), side: .call, at: "",
        old: Evidence(seen: 2, of: 2, first: 10, last: 11), new: .none),
      .sample(
        .errorMessage, nil, .getConnection, outcome: "ResourceNotFoundException", at: "/body/message",
        old: Evidence(
          seen: 1, of: 1, text: "other text",
          example: "\"Connection arn:aws:codestar-connections:eu-west-1:111122223333:connection/x not found\"",
          first: 12, last: 12),
        new: Evidence(
          seen: 1, of: 1, text: "text",
          example: "\"No connection arn:aws:codestar-connections:eu-west-1:111122223333:connection/x\"", first: 13,
          last: 13)
      ),
      .sample(
        .requestMemberAdded, .info, .listConnections, side: .request, at: "/body/MaxResults", old: Evidence(of: 2),
        new: Evidence(seen: 2, of: 2, text: "integer", example: "50", first: 6, last: 7)),
    ]
    let muted = Finding.sample(.headerChanged, at: "/headers/server")
    return DriftReport(
      findings: findings.sorted(by: Finding.precedes),
      muted: [
        Muted(
          finding: muted,
          approval: .init(fingerprint: muted.fingerprint, until: 20_818, reason: "the gateway was renamed"))
      ],
      expired: [.init(fingerprint: findings[0].fingerprint, until: 20_450, reason: "until the SDK follows")],
      old: Recording(
        name: "cassettes/app.cassette", exchanges: 12, recordedAt: Timestamp(seconds: 1_790_000_000),
        sources: ["aws"], alone: 2),
      new: Recording(
        name: "new/app.cassette", exchanges: 13, recordedAt: Timestamp(seconds: 1_795_338_487), sources: ["aws"],
        alone: 3),
      aligned: 10, renamed: 41, ignored: 3)
  }

  /// Nothing found.
  static func clean() -> DriftReport {
    var report = sample()
    (report.findings, report.muted, report.expired) = ([], [], [])
    return report
  }

  /// Texts that try to leave the place that they stand in, in each place that takes one.
  static func hostile() -> DriftReport {
    let text =
      "\u{1B}[31mred\u{7}\u{9B}2J \u{202E}evil\u{2066} | `code` </script><script>alert(1)</script> ]]> "
      + "<img src=x onerror=alert(2)> ::error::x\r\n::stop-commands::y @someone #12 https://evil.example [a](javascript:b)"
      + " \"'&amp; \u{0}\u{FFFE}"
    let evidence = Evidence(seen: 1, of: 1, text: text, example: text, first: 1, last: 1)
    let other = Evidence(seen: 1, of: 1, text: "\(text)2", example: "```\n</pre>\(text)", first: 2, last: 2)
    var report = DriftReport.sample()
    report.findings = [
      Finding(
        .valueChanged, severity: .error, action: Action(service: text, operation: text), outcome: text,
        place: Place(.response, [.name("body"), .name(text)]), old: evidence, new: other)
    ]
    report.muted = [Muted(finding: report.findings[0], approval: .init(fingerprint: "0", until: 0, reason: text))]
    report.expired = [.init(fingerprint: text, until: 0, reason: text)]
    report.old.name = text
    report.new.name = text
    report.new.sources = [text]
    return report
  }

  /// As many findings as are asked for, over a hundred operations.
  static func large(_ count: Int) -> DriftReport {
    var report = DriftReport.sample()
    report.findings = (0..<count).map { number in
      .sample(
        .kindChanged, Severity.allCases[number % 3], Action(service: "s3", operation: "Operation\(number % 100)"),
        at: "/body/Member\(number)",
        old: Evidence(seen: 1, of: 1, text: "string", example: String(repeating: "x", count: 240), first: 1, last: 2),
        new: Evidence(seen: 1, of: 1, text: "integer", example: "\(number)", first: 1, last: 2))
    }.sorted(by: Finding.precedes)
    return report
  }
}
