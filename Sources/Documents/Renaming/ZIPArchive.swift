// SPDX-License-Identifier: Apache-2.0

/// ZIP archives (APPNOTE.TXT 6.3), as deployment packages are sent: an archive that is made anew has other times.
enum ZIPArchive {
  /// The archive without the times of its entries, and without their checksums, which follow from their contents; nil
  /// for what is no archive. Linear.
  static func comparable(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { return nil }
    var out = bytes
    var at = 0
    while at + 4 <= bytes.count {
      guard bytes[at] == 0x50, bytes[at + 1] == 0x4B else {
        at += 1
        continue
      }
      let volatile: Range<Int>
      switch (bytes[at + 2], bytes[at + 3]) {
      // Local header and entry of the directory: time, date, CRC-32.
      case (3, 4): volatile = 10..<18
      case (1, 2): volatile = 12..<20
      // Data descriptor: CRC-32.
      case (7, 8): volatile = 4..<8
      default:
        at += 2
        continue
      }
      for offset in volatile where at + offset < out.count { out[at + offset] = 0 }
      at += 4
    }
    return out
  }
}
