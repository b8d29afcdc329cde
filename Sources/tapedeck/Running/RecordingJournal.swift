// SPDX-License-Identifier: Apache-2.0

internal import CassetteFiles
internal import CassetteFormat
internal import Documents
internal import Redaction

/// The journal of one recording, and how it becomes a cassette: at the end of a run, or by `repair` after a crash.
enum RecordingJournal {
  /// The first line of a journal: what the recording adds to.
  struct Head {
    /// How many exchanges of the cassette that was there are kept; nil where it is replaced.
    let keeps: Int?
    /// Which cassette that was: its header's line and its digest. Nil where it is replaced, and in older journals.
    private var began: (header: [UInt8], sha256: String)?

    func encoded() -> [UInt8] {
      var writer = JSONWriter()
      writer.object { head in
        head.member("journal", CassetteHeader.currentVersion)
        head.member("tool", "tapedeck \(toolVersion)")
        if let keeps { head.member("keeps", keeps) }
        if let began {
          head.member(
            "began",
            object: { json in
              json.name("header")
              json.string(utf8: began.header)
              json.member("sha256", began.sha256)
            })
        }
      }
      return writer.bytes
    }

    /// - Parameter known: the cassette that is added to; nil where it is replaced.
    init(keeping known: CassetteText?) throws(CassetteError) {
      keeps = known?.count
      if let known, let sha256 = known.sealed { began = (try known.headerLine(), sha256) }
    }

    init?(_ line: [UInt8]) {
      guard let head = try? JSONReader.read(line).root, let version = head["journal"]?.int,
        version <= CassetteHeader.currentVersion
      else { return nil }
      keeps = head["keeps"]?.int
      // One that cannot be told may keep something: then the old cassette is not replaced.
      if head["keeps"] != nil, keeps.map({ $0 < 0 }) ?? true { return nil }
      if let header = head["began"]?["header"]?.bytes, let sha256 = head["began"]?["sha256"]?.string {
        began = (Array(header), sha256)
      }
    }

    /// Whether the cassette is the one that the recording began with, or that one and what an end that was itself cut
    /// off added to it. Reads all of it only in the second case.
    func isKept(in text: CassetteText, _ keeps: Int) throws(CassetteError) -> Bool {
      guard let began, text.sealed != began.sha256 else { return true }
      var seal = CassetteSeal(headerLine: began.header)
      for place in 0..<keeps { seal.add(Array(try text.line(place))) }
      return seal.sha256 == began.sha256
    }
  }

  static func create(beside cassette: String, head: Head, isDurable: Bool) throws -> FileJournal {
    do throws(CassetteFileError) {
      return try FileJournal(beside: cassette, header: head.encoded(), isDurable: isDurable)
    } catch {
      throw Failure(ExitStatus.cassette, error.description)
    }
  }

  /// Makes the cassette of what the journal holds; the journal stays.
  /// - Parameter redactor: the one that redacted the journal.
  /// - Returns: how many exchanges it wrote, or nil where the journal had none, and what of the journal was damaged.
  static func finish(
    _ cassette: String, whileRecording: Bool, redactor: Redactor? = nil
  ) throws -> (written: Int?, damage: [String]) {
    let assembly = try JournalAssembly(cassette, whileRecording: whileRecording, redactor: redactor)
    guard assembly.count > 0 else { return (nil, assembly.damage) }
    guard assembly.adds != nil || !CassetteFile.exists(cassette) else {
      throw Failure(
        ExitStatus.cassette,
        "\(cassette).journal: its first line is damaged, which would tell whether it adds to \(cassette) or replaces it; "
          + "move \(cassette) aside and repair again")
    }
    return (try assembly.write(cassette, keeping: kept(assembly.adds, of: cassette)), assembly.damage)
  }

  /// A line without what was only later known to be secret.
  static func again(_ line: [UInt8], at index: Int, _ redactor: Redactor) -> [UInt8] {
    guard index < redactor.outdated, let document = try? JSONReader.read(line, limits: .line),
      let exchange = try? Exchange(document.root, number: index + 1)
    else { return line }
    let redacted = redactor.redactAgain(exchange)
    return redacted == exchange ? line : redacted.encoded()
  }

  /// The exchanges that are kept of the cassette that was there when the recording began.
  struct Kept {
    let text: CassetteText
    let places: Range<Int>
  }

  /// Nil where none are.
  private static func kept(_ head: Head?, of cassette: String) throws -> Kept? {
    guard let keeps = head?.keeps, keeps > 0 else { return nil }
    let text = try Cassettes.load(cassette)
    guard text.count >= keeps else {
      throw Failure(
        ExitStatus.cassette,
        "\(cassette): it held \(keeps) exchanges when the recording began and holds \(text.count) now; "
          + "put the old one back")
    }
    guard try head?.isKept(in: text, keeps) ?? true else {
      throw Failure(
        ExitStatus.cassette,
        "\(cassette): it is not the cassette that the recording began with, so what was recorded is not added to it; "
          + "put the old one back")
    }
    // What comes after those was written by an end that was itself cut off: it is in the journal still.
    return Kept(text: text, places: 0..<keeps)
  }
}
