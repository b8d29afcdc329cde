// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFiles
internal import CassetteFormat
internal import Documents
internal import Proxy
internal import Redaction
internal import Replay

/// Cassettes as the commands need them: read whole, or rebuilt and written.
enum Cassettes {
  /// What is kept for one who reads from the first exchange to the last: some pages.
  static let inOrder = 4 << 20

  /// Opens a cassette and checks all of it; fails with what to type next.
  /// - Parameter keeping: how many bytes of its text are kept of pages that may be asked for again.
  static func load(_ path: String, keeping: Int = CassetteFile.kept) throws -> CassetteText {
    try reading(path) { try CassetteFile.load(path, keeping: keeping) }
  }

  private static func reading(_ path: String, _ read: () throws -> CassetteText) throws -> CassetteText {
    do {
      return try read()
    } catch let error as CassetteError {
      throw Failure(ExitStatus.cassette, message(error, path))
    } catch {
      throw Failure(ExitStatus.cassette, "\(error)" + ((error as? CassetteFileError).map { hint(path, $0) } ?? ""))
    }
  }

  /// How many bytes of its text are kept of a cassette that is replayed: 256 MiB.
  private static let kept = 256 << 20

  /// Opens several cassettes for a tape, which checks them; fails with all that is wrong with any of them.
  static func open(_ paths: [String]) throws -> [CassetteList.Member] {
    if let twice = paths.enumerated().first(where: { paths[..<$0.offset].contains($0.element) }) {
      throw Failure(ExitStatus.usage, "\(twice.element) is given twice; each cassette stands on the tape once")
    }
    var cassettes: [CassetteList.Member] = []
    var flaws: [String] = []
    for path in paths {
      do {
        let text = try reading(path) { try CassetteFile.open(path, keeping: kept) }
        cassettes.append(CassetteList.Member(name: path, text: text))
      } catch let failure as Failure {
        // A command without its '--' looks like one cassette more.
        let isCommand = paths.count > 1 && !path.hasSuffix(".cassette")
        flaws.append(failure.message + (isCommand ? " Is it a command to run? That stands behind '--'." : ""))
      }
    }
    guard flaws.isEmpty else { throw Failure(ExitStatus.cassette, flaws.joined(separator: "\n")) }
    return cassettes
  }

  /// Makes cassettes ready for replay, on all processors.
  static func tape(_ cassettes: [CassetteList.Member], _ context: CanonicalContext) async throws -> Tape {
    do throws(TapeError) {
      return try await Tape.reading(CassetteList(cassettes), parts: ProxyServer.defaultThreads, context: context)
    } catch {
      throw Failure(ExitStatus.cassette, message(error.error, error.cassette))
    }
  }

  /// Finds the tapes of sessions that have one of their own in `folder`. One that cannot be read is warned of, and its
  /// session replays the common tape.
  static func sessionTapes(in folder: String?, _ context: CanonicalContext) -> @Sendable (String) -> Tape? {
    { name in
      // Session names have no slash and do not begin with a dot: they lead nowhere else.
      guard let folder else { return nil }
      let path = "\(folder)/\(name).cassette"
      guard CassetteFile.exists(path) else { return nil }
      do {
        return try Tape(CassetteList(open([path])), context: context)
      } catch let failure as Failure {
        Terminal.warning("session \(name): \(failure.message)")
        return nil
      } catch {
        let flaw = (error as? TapeError).map { message($0.error, path) } ?? "\(path): \(error)"
        Terminal.warning("session \(name): \(flaw)")
        return nil
      }
    }
  }

  /// Refuses to record over what is no cassette: a mistyped name must not cost a file.
  static func checkReplaceable(_ path: String) throws {
    guard CassetteFile.exists(path) else {
      let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
      guard CassetteFile.exists(folder.isEmpty ? "/" : folder) else {
        throw Failure(ExitStatus.cassette, "\(path) cannot be written: there is no folder \(folder); make it first")
      }
      return
    }
    let isOther: Bool
    do throws(CassetteFileError) {
      isOther = try CassetteFile.isOther(path)
    } catch {
      throw Failure(ExitStatus.cassette, error.description)
    }
    guard !isOther else {
      throw Failure(ExitStatus.cassette, "\(path) is there and is no cassette; name another file, or remove it first")
    }
  }

  static func message(_ error: CassetteError, _ path: String) -> String {
    let next =
      switch error.code {
      case .newerVersion: "; update tapedeck"
      case .noHeader, .empty: "; record it anew"
      default: "; 'tapedeck repair \(path)' keeps the whole exchanges and writes a new trailer"
      }
    return "\(path): \(error)\(next)"
  }

  /// A recording may have been cut off before its cassette was made.
  static func hint(_ path: String, _ error: CassetteFileError) -> String {
    guard error.code == .noSuchFile, (try? JournalReader.read(FileJournal.path(beside: path))) != nil else { return "" }
    return " But a recording of it was cut off: 'tapedeck repair \(path)' makes it from the journal."
  }

  /// Makes the text of a cassette from exchange lines and puts it at `path`.
  /// - Parameter tool: which program recorded them.
  static func write(_ lines: [[UInt8]], to path: String, tool: String = "tapedeck \(toolVersion)") throws {
    do {
      try CassetteFile.replace(path, with: lines, tool: tool, redaction: Redactor.policy)
    } catch {
      throw Failure(ExitStatus.cassette, "\(error)")
    }
  }

  /// Makes a cassette of lines that stand for those of another, with the large bodies of that one.
  static func write(_ lines: [[UInt8]], of text: CassetteText, to path: String) throws {
    do {
      try CassetteFile.replace(
        path, with: Array(text.places), of: text, tool: text.header.tool, redaction: Redactor.policy
      ) { lines[$0] }
    } catch {
      throw Failure(ExitStatus.cassette, "\(error)")
    }
  }

  /// Makes a cassette of some exchanges of another.
  static func write(_ places: [Int], of text: CassetteText, to path: String) throws {
    do {
      try CassetteFile.replace(
        path, with: places, of: text, tool: "tapedeck \(toolVersion)", redaction: Redactor.policy)
    } catch {
      throw Failure(ExitStatus.cassette, "\(error)")
    }
  }
}
