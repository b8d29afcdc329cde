// SPDX-License-Identifier: Apache-2.0

internal import CassetteFormat
internal import Redaction

/// Today's rules applied to a cassette that is there already.
struct CassetteRedaction {
  /// Something that the scan still finds.
  struct Finding {
    /// Counted from 1.
    let exchange: Int
    let leak: LeakFinding
  }

  /// The exchange lines after redaction, in tape order.
  private(set) var lines: [[UInt8]] = []
  /// How many of them are not as they were.
  private(set) var changed = 0
  private(set) var tally = RedactionTally()
  private(set) var findings: [Finding] = []

  /// - Parameter progress: is told how many exchanges are done, of twice as many as there are.
  init(
    _ text: CassetteText, redactor: Redactor, scan: LeakScan, progress: (Int) -> Void
  ) throws(CassetteError) {
    // A value may stand in an exchange before the one whose rule knows it: the first round only makes it known.
    for index in text.places {
      progress(index)
      _ = redactor.redact(try text.exchange(index))
    }
    var pieces = PieceScan(scan)
    for index in text.places {
      progress(text.count + index)
      let exchange = try text.exchange(index)
      // Large bodies are as they were recorded, and go along as they are.
      try text.checkBodies(of: index, text.view(index)) { piece, line, place in
        findings += pieces.findings(in: piece, line: line, of: place).map { Finding(exchange: index + 1, leak: $0) }
      }
      var changes: [RedactionChange] = []
      let redacted = redactor.redact(exchange) { changes.append($0) }
      tally.add(changes, in: redacted.action)
      let isChanged = redacted != exchange
      if isChanged { changed += 1 }
      let bytes = isChanged ? redacted.encoded() : Array(try text.line(index))
      for leak in bytes.withUnsafeBytes({ scan.findings(in: $0) }) {
        findings.append(Finding(exchange: index + 1, leak: leak))
      }
      lines.append(bytes)
    }
  }
}
