// SPDX-License-Identifier: Apache-2.0

internal import CassetteFiles
internal import CassetteFormat
internal import Redaction

/// What is wrong with a cassette: damage, and what should have been redacted.
struct CassetteCheck {
  /// Something that the scan found.
  struct Finding {
    /// Counted from 1, as `zcat` shows it; the header is the first.
    let line: Int
    let leak: LeakFinding
  }

  let cassette: String
  /// Why it cannot be read at all.
  private(set) var failure: String?
  private(set) var damage: [String] = []
  private(set) var exchanges = 0
  private(set) var findings: [Finding] = []

  var isFine: Bool { failure == nil && damage.isEmpty && findings.isEmpty }
  var status: Int32 { failure != nil ? ExitStatus.cassette : isFine ? ExitStatus.fine : ExitStatus.findings }

  /// - Parameter progress: is told how many per cent are done, of what takes a while.
  init(_ path: String, scan: LeakScan, progress: (Int) -> Void) {
    cassette = path
    do {
      let file = try CassetteFile.salvage(path)
      damage = file.damage.map { [$0.description] } ?? []
      // All lines are looked at, those that are damaged, too: they are in the file for everyone to read.
      let found = FoundLeaks(scan)
      var percent = 0
      let salvage = try CassetteSalvage(file.pages, visitor: CassetteCheck.visitor(scan, found)) { done, all in
        if done * 100 / all > percent { progress(done * 100 / all) }
        percent = done * 100 / all
      }
      exchanges = salvage.whole.count
      damage += salvage.damage.map(\.description)
      findings = found.findings.sorted { $0.line < $1.line }
    } catch let error as CassetteFileError {
      failure = error.description + Cassettes.hint(path, error)
    } catch {
      failure = (error as? CassetteError).map { Cassettes.message($0, path) } ?? "\(path): \(error)"
    }
  }

  private final class FoundLeaks {
    var findings: [Finding] = []
    var pieces: PieceScan

    init(_ scan: LeakScan) {
      pieces = PieceScan(scan)
    }
  }

  private static func visitor(_ scan: LeakScan, _ found: FoundLeaks) -> CassetteSalvage.Visitor {
    CassetteSalvage.Visitor(
      line: { line, number in
        found.findings += scan.findings(in: line).map { Finding(line: number, leak: $0) }
      },
      piece: { piece, number, place in
        found.findings += found.pieces.findings(in: piece, line: number, of: place).map {
          Finding(line: number, leak: $0)
        }
      })
  }
}
