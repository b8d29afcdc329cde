// SPDX-License-Identifier: Apache-2.0

internal import CassetteFormat
internal import Redaction

/// Looks for secrets in the pieces of large bodies, which come in the order of their lines: what is cut in two is found.
struct PieceScan {
  /// How much of a piece is looked at again with the next one.
  private static let seam = 4 << 10

  private let scan: LeakScan
  /// The end of the piece before, and which line that was.
  private var last: (bytes: ArraySlice<UInt8>, line: Int) = ([], 0)

  init(_ scan: LeakScan) {
    self.scan = scan
  }

  /// - Parameter line: the number of the piece's line.
  mutating func findings(in piece: [UInt8], line: Int, of place: LargeBodyPlace) -> [LeakFinding] {
    let before = last.line == line - 1 ? last.bytes : []
    last = (piece.suffix(PieceScan.seam), line)
    return (before + piece).withUnsafeBytes { scan.findings(in: $0, of: place.action, at: place.pointer) }
  }
}
