// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// The plain text of a cassette, its lines found and its trailer checked: what `zcat` shows.
package struct CassetteText: Sendable {
  package let bytes: [UInt8]
  package let header: CassetteHeader
  /// Where the exchange lines lie in `bytes`, in tape order, without their newlines. Line numbers count from 2.
  package let lines: [Range<Int>]

  /// Finds the lines and checks header and trailer; the exchanges themselves are read when they are asked for.
  ///
  /// Errors: everything that ``CassetteError`` names. A file whose digest does not fit is refused, because what was
  /// edited by hand may have been edited halfway: `tapedeck repair` accepts it and writes a new trailer.
  package init(_ bytes: [UInt8]) throws(CassetteError) {
    let scan = try CassetteText.scan(bytes)
    if let damage = scan.damage { throw damage }
    self.init(bytes: bytes, header: scan.header, lines: scan.lines)
  }

  private init(bytes: [UInt8], header: CassetteHeader, lines: [Range<Int>]) {
    self.bytes = bytes
    self.header = header
    self.lines = lines
  }

  /// What can be saved of a damaged cassette: its header and every line that is a whole exchange. `damage` tells what
  /// is wrong with the rest.
  package static func salvage(_ bytes: [UInt8]) throws(CassetteError) -> (text: CassetteText, damage: [CassetteError]) {
    var damage: [CassetteError] = []
    let scan = try scan(bytes)
    var lines: [Range<Int>] = []
    for (index, line) in scan.lines.enumerated() {
      do {
        _ = try Exchange(CassetteLine.read(bytes, line, number: index + 2), number: index + 2)
        lines.append(line)
      } catch {
        damage.append(error)
      }
    }
    if let whole = scan.damage { damage.append(whole) }
    return (CassetteText(bytes: bytes, header: scan.header, lines: lines), damage)
  }

  /// The exchange in the `index`-th place of the tape, from 0.
  package func view(_ index: Int) throws(CassetteError) -> ExchangeView {
    try ExchangeView(CassetteLine.read(bytes, lines[index], number: index + 2), number: index + 2)
  }

  package func exchange(_ index: Int) throws(CassetteError) -> Exchange {
    try Exchange(CassetteLine.read(bytes, lines[index], number: index + 2), number: index + 2)
  }

  private static let trailerStart = Array("{\"exchanges\":".utf8)

  /// - Returns: the header, the lines between it and the trailer, and what is wrong with the whole.
  private static func scan(
    _ bytes: [UInt8]
  ) throws(CassetteError) -> (header: CassetteHeader, lines: [Range<Int>], damage: CassetteError?) {
    var lines = bytes.withUnsafeBytes { lineRanges($0) }
    guard !lines.isEmpty else { throw CassetteError(.empty) }
    let first = lines.removeFirst()
    let header: Document
    do throws(DocumentError) {
      header = try JSONReader.read(bytes, range: first)
    } catch {
      throw CassetteError(.noHeader, line: 1, detail: "the first line is not JSON: \(error)")
    }
    var damage: CassetteError?
    if let last = lines.last, bytes[last].starts(with: trailerStart),
      let trailer = try? JSONReader.read(bytes, range: last).root
    {
      lines.removeLast()
      damage = trailerDamage(trailer, start: last.lowerBound, lines: lines.count, bytes)
    } else if let trailer = lines.firstIndex(where: { bytes[$0].starts(with: trailerStart) }), trailer + 1 < lines.count
    {
      damage = CassetteError(.afterTrailer, line: trailer + 3)
    } else {
      damage = CassetteError(.noTrailer, detail: "\(lines.count) whole exchanges are in it")
    }
    return (try CassetteHeader(header.root), lines, damage)
  }

  private static func trailerDamage(
    _ trailer: DocumentValue, start: Int, lines: Int, _ bytes: [UInt8]
  ) -> CassetteError? {
    guard let said = trailer["exchanges"]?.int, said == lines else {
      let said = trailer["exchanges"]?.excerpt() ?? "nothing"
      return CassetteError(.wrongCount, detail: "\(lines) there, \(said) said")
    }
    guard trailer["sha256"]?.string == sha256Hex(bytes[..<start]) else {
      return CassetteError(.wrongDigest, detail: "it was changed after it was written")
    }
    return nil
  }

  /// The lines of a text, empty ones left out.
  private static func lineRanges(_ bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for at in bytes.indices where bytes[at] == 0x0A {
      if at > start { ranges.append(start..<at) }
      start = at + 1
    }
    if start < bytes.count { ranges.append(start..<bytes.count) }
    return ranges
  }

  /// The text of a cassette that holds these exchange lines, digest and all: the same lines give the same bytes.
  ///
  /// - Parameters:
  ///   - tool: which program writes it, `tapedeck 0.1.0`.
  ///   - redaction: the policy under which the lines were made.
  package static func write(_ lines: [[UInt8]], tool: String, redaction: String) throws(CassetteError) -> [UInt8] {
    var facts = CassetteFacts()
    for line in lines { try facts.add(line) }
    let header = facts.header(tool: tool, redaction: redaction)
    var seal = CassetteSeal(header)
    var bytes = header.encoded() + [0x0A]
    for line in lines {
      bytes += line
      bytes.append(0x0A)
      seal.add(line)
    }
    bytes += seal.trailer
    bytes.append(0x0A)
    return bytes
  }
}
