// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Drift
import Replay

@testable import CassetteFiles
@testable import CassetteFormat

/// Files that somebody sends: cassettes and what they are made of, journals.
enum HostileFiles {
  private static let mostText = 1 << 20

  static func gzip(_ input: [UInt8]) throws {
    let (text, damage) = Gzip.salvage(input, limit: mostText)
    try promise(text.count <= mostText, "more text than was asked for")
    if damage == nil { try promise(Gzip.decompress(input, limit: mostText) == text, "read twice it is another") }
    let packed = try Gzip.compress(input)
    try promise(Gzip.decompress(packed) == input, "compressed and decompressed it is another")
  }

  static func journal(_ input: [UInt8]) throws {
    let whole = records(input, stride: input.count + 1)
    for stride in [1, 7] { try promise(records(input, stride: stride) == whole, "in pieces it has other records") }
    guard let record = JournalRecord.encode(input) else { return }
    try promise(records(record, stride: record.count) == [input], "written and read it is another")
  }

  private static func records(_ input: [UInt8], stride: Int) -> [[UInt8]] {
    var parser = JournalParser()
    var records: [[UInt8]] = []
    for start in Swift.stride(from: 0, to: input.count, by: stride) {
      input[start..<min(input.count, start + stride)].withUnsafeBytes { parser.take($0) { records.append($1) } }
    }
    parser.finish { records.append($1) }
    return records
  }

  /// The text of a cassette: damage is told, what is whole is read as it is written.
  static func cassette(_ input: [UInt8]) throws {
    _ = try? CassetteText(input)
    guard let salvage = try? CassetteSalvage(TextPages(input)) else { return }
    for place in salvage.whole {
      let exchange = try salvage.text.exchange(place)
      let line = exchange.encoded()
      let written = try CassetteText(CassetteText.write([line], tool: "t", redaction: "r"))
      try promise(try written.exchange(0) == exchange, "written and read it is another: \(line.text)")
    }
    let lines = try salvage.whole.map { try Array(salvage.text.line($0)) }
    guard let whole = try? CassetteText.write(lines, tool: "t", redaction: "r") else { return }
    let again = try CassetteText(whole)
    try promise(again.count == lines.count, "a repaired cassette has another count")
    _ = try? Tape(CassetteList([CassetteList.Member(name: "c", text: again)]))
  }

  /// Two cassettes, half of the input each.
  static func drift(_ input: [UInt8]) throws {
    let (left, right) = (input[..<(input.count / 2)], input[(input.count / 2)...])
    let context = CanonicalContext()
    func session(_ bytes: ArraySlice<UInt8>) -> RecordedSession? {
      guard let salvage = try? CassetteSalvage(TextPages(Array(bytes))) else { return nil }
      return try? RecordedSession(name: "c", text: salvage.text, places: salvage.whole, context: context)
    }
    guard let old = session(left), let new = session(right) else { return }
    for (one, other) in [(old, new), (new, old)] {
      let report = DriftReport(comparing: one, with: other, today: 0)
      try promise(report.findings.allSatisfy { !$0.message.isEmpty }, "a finding says nothing")
    }
    let same = DriftReport(comparing: old, with: old, today: 0)
    try promise(same.findings.isEmpty, "a cassette has drifted from itself: \(same.findings.map(\.message))")
  }
}
