// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Drift
import Glibc
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
    guard let text = try check(TextPages(input)) else { return }
    var lines: [[UInt8]] = []
    for place in text.whole {
      let exchange = try text.text.exchange(place)
      if exchange.requestPieces != nil || exchange.responsePieces != nil { continue }
      let line = exchange.encoded()
      let written = try CassetteText(CassetteText.write([line], tool: "t", redaction: "r"))
      try promise(try written.exchange(0) == exchange, "written and read it is another: \(line.text)")
      lines.append(Array(try text.text.line(place)))
    }
    guard let whole = try? CassetteText.write(lines, tool: "t", redaction: "r") else { return }
    let again = try CassetteText(whole)
    try promise(again.count == lines.count, "a repaired cassette has another count")
    _ = try? Tape(CassetteList([CassetteList.Member(name: "c", text: again)]))
  }

  /// All that there is of a cassette, as `verify` reads it.
  private static func check(_ pages: any CassettePages) throws -> CassetteSalvage? {
    guard let salvage = try? CassetteSalvage(pages) else { return nil }
    try promise(salvage.text.count >= salvage.whole.count, "more is whole than there is")
    for place in salvage.text.places {
      guard let view = try? salvage.text.view(place) else { continue }
      _ = (try? salvage.text.bodies(of: place, view), try? view.dialect(), view.source, view.host, view.action)
    }
    return salvage
  }

  /// A cassette of several members, whose lengths and counts may lie. A member is a line of its flags and its count of
  /// lines, and its text up to a line of `~~~`; other lines are no lies.
  static func members(_ input: [UInt8]) throws {
    var file: [UInt8] = []
    for part in HostileAnswers.parts(input).prefix(64) {
      guard let end = part.firstIndex(of: 0x0A) else { continue }
      let words = part[..<end].split(separator: 0x20).map { Array($0).text }
      let text = Array(part[(end + 1)...]) + [0x0A]
      let lines = words.dropFirst().first.flatMap { UInt32($0) } ?? UInt32(text.count { $0 == 0x0A })
      let tag = MemberTag(lines: lines, isPiece: words.first == "p")
      file += try text.withUnsafeBytes { try GzipEncoder.member($0, tag: tag) }
    }
    if input.last == 0x7E { file += input.prefix(64) }
    let path = "/dev/shm/tapedeck-hostile-\(getpid()).cassette"
    try TextFile.replace(path, with: file)
    defer { unlink(path) }
    if let text = try? CassetteFile.load(path) {
      _ = try? Tape(CassetteList([CassetteList.Member(name: "c", text: text)]))
      _ = try? RecordedSession(name: "c", text: text, context: CanonicalContext())
    }
    if let text = try? CassetteFile.open(path) {
      _ = try? Tape(CassetteList([CassetteList.Member(name: "c", text: text)]))
    }
    if let salvaged = try? CassetteFile.salvage(path) { _ = try check(salvaged.pages) }
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
