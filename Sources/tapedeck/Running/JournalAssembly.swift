// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFiles
internal import CassetteFormat
internal import Documents
internal import Redaction

/// Makes a cassette of what a journal holds, in two passes over it, so that memory does not grow with its bodies.
struct JournalAssembly {
  /// An exchange of the recording.
  private struct Recorded {
    let place: JournalReader.Place
    /// Its large bodies, the request's first.
    let bodies: [BodyPieces]
  }

  private let journal: JournalReader
  private var head: RecordingJournal.Head?
  private var recorded: [Recorded] = []
  private var pieces: [Int: [JournalReader.Place]] = [:]
  private var facts = CassetteFacts()
  /// What of the journal cannot be used, and why.
  private(set) var damage: [String] = []
  /// Whether there is a whole line in the journal.
  private(set) var isEmpty = true
  private let redactor: Redactor?

  /// Looks through the journal of `cassette`.
  /// - Parameter redactor: the one that redacted the journal; what it has learnt since is taken out of the exchanges that
  ///   came before.
  init(_ cassette: String, whileRecording: Bool, redactor: Redactor?) throws {
    self.redactor = redactor
    do {
      journal = try JournalReader(FileJournal.path(beside: cassette), whileRecording: whileRecording)
      let damaged = try journal.forEach { place, line in try add(line, at: place, cassette) }
      damage = damaged.map(\.description) + damage
      try dropTornBodies(looksInside: !whileRecording)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(ExitStatus.cassette, "\(error)")
    }
  }

  /// How many exchanges of the recording can be used.
  var count: Int { recorded.count }
  /// What the recording adds to; nil where the journal's first line is damaged.
  var adds: RecordingJournal.Head? { head }

  private mutating func add(_ line: [UInt8], at place: JournalReader.Place, _ cassette: String) throws {
    defer { isEmpty = false }
    if isEmpty {
      head = RecordingJournal.Head(line)
      if head != nil { return }
      guard (try? JSONReader.read(line).root["journal"]) == nil else {
        throw Failure(ExitStatus.cassette, "\(cassette).journal: it was written by a newer tapedeck; update this one")
      }
    }
    if PieceLine.isOne(line) {
      guard let number = PieceLine.number(of: line) else { return lose(place, "a piece of a body without its number") }
      pieces[number, default: []].append(place)
      return
    }
    do throws(CassetteError) {
      recorded.append(Recorded(place: place, bodies: try facts.add(line)))
    } catch {
      lose(place, error.detail)
    }
  }

  private mutating func lose(_ place: JournalReader.Place, _ reason: String) {
    damage.append("bytes \(place.offset) to \(place.offset + place.length): \(reason)")
  }

  /// An exchange whose body is not there as a whole is none: its client has not seen the end of it.
  /// - Parameter looksInside: whether others than this process may have written the journal.
  private mutating func dropTornBodies(looksInside: Bool) throws {
    var whole: [Recorded] = []
    for exchange in recorded {
      var flaw: String?
      for body in exchange.bodies where flaw == nil { flaw = try self.flaw(of: body, looksInside: looksInside) }
      if let flaw { lose(exchange.place, flaw) } else { whole.append(exchange) }
    }
    recorded = whole
  }

  private func flaw(of body: BodyPieces, looksInside: Bool) throws -> String? {
    let places = pieces[body.number] ?? []
    guard places.count == body.count else { return "\(places.count) of the \(body.count) pieces of a body are there" }
    guard looksInside else { return nil }
    var hash = BodyHash()
    for (index, place) in places.enumerated() {
      let line = try journal.line(at: place)
      guard let value = try? JSONReader.read(line).root, let piece = try? PieceLine(value, number: 0),
        piece.body.count == body.length(of: index)
      else { return "piece \(index + 1) of its body is none" }
      piece.body.withUnsafeBytes { hash.update($0) }
    }
    return hash.finalize() == body.digest ? nil : "the pieces of its body give another digest"
  }

  /// Writes the cassette: what is kept of the one that was there, then the recording.
  /// - Returns: how many exchanges it has.
  func write(_ cassette: String, keeping kept: RecordingJournal.Kept?) throws -> Int {
    do {
      var facts = facts
      var bodies = 0
      for place in kept?.places ?? 0..<0 {
        let large = try facts.add(Array(kept?.text.line(place) ?? []))
        bodies = max(bodies, large.map(\.number).max() ?? 0)
      }
      let writer = try CassetteWriter(
        replacing: cassette, facts.header(tool: "tapedeck \(toolVersion)", redaction: Redactor.policy))
      if let kept { for place in kept.places { try writer.copy(place, of: kept.text) } }
      for (index, exchange) in recorded.enumerated() { try write(exchange, index, &bodies, to: writer) }
      try writer.finish()
      Terminal.progress("")
      return writer.exchanges
    } catch {
      throw Failure(ExitStatus.cassette, "\(error)")
    }
  }

  /// - Parameter bodies: how many large bodies were written before.
  private func write(_ recorded: Recorded, _ index: Int, _ bodies: inout Int, to writer: CassetteWriter) throws {
    var line = try journal.line(at: recorded.place)
    if let redactor { line = RecordingJournal.again(line, at: index, redactor) }
    guard !recorded.bodies.isEmpty else { return try writer.add(line) }
    var numbers: [Int: Int] = [:]
    for body in recorded.bodies {
      bodies += 1
      numbers[body.number] = bodies
      for (piece, place) in (pieces[body.number] ?? []).enumerated() {
        try writer.add(piece: PieceLine.renumbered(journal.line(at: place), bodies))
        Terminal.progress("  writing the cassette: exchange \(index + 1), \(piece + 1) of \(body.count) MiB")
      }
    }
    let document = try JSONReader.read(line, limits: .line)
    var exchange = try Exchange(document.root, number: index + 2)
    for path in [\Exchange.requestPieces, \Exchange.responsePieces] {
      guard let number = exchange[keyPath: path]?.number else { continue }
      exchange[keyPath: path]?.number = numbers[number] ?? 0
    }
    try writer.add(exchange.encoded())
  }
}
