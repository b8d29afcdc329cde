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
    let plain: CassetteFile.Salvaged
    do throws(CassetteFileError) {
      plain = try CassetteFile.salvage(path)
    } catch {
      failure = error.description + Cassettes.hint(path, error)
      return
    }
    if plain.text.isEmpty, let damage = plain.damage {
      failure = damage.description
      return
    }
    damage = plain.damage.map { [$0.description] } ?? []
    do throws(CassetteError) {
      let (text, damage) = try CassetteText.salvage(plain.text)
      exchanges = text.lines.count
      self.damage += damage.map(\.description)
    } catch {
      failure = Cassettes.message(error, path)
      return
    }
    search(plain.text, scan, progress)
  }

  /// Looks at all lines, those that are damaged, too: they are in the file for everyone to read.
  private mutating func search(_ text: [UInt8], _ scan: LeakScan, _ progress: (Int) -> Void) {
    let step = 4 << 20
    text.withUnsafeBytes { bytes in
      var start = 0
      var line = 1
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        for leak in scan.findings(in: UnsafeRawBufferPointer(rebasing: bytes[start..<end])) {
          findings.append(Finding(line: line, leak: leak))
        }
        if end / step > start / step { progress(end * 100 / bytes.count) }
        start = end + 1
        line += 1
      }
    }
  }
}
