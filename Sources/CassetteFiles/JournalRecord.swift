// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A line of a journal: eight hexadecimal digits of the CRC-32 of what follows, a space, what follows, a line feed.
enum JournalRecord {
  static let lineFeed = UInt8(ascii: "\n")
  /// A longer line is none, because no cassette could hold it: 256 MiB with its line feed.
  static let longestLine = MemberIndex.longestText - 1
  private static let digits = Array("0123456789abcdef".utf8)
  /// Of the checksum and the space.
  static let prefixLength = 9

  /// The record of `line`; nil where the line holds a line feed, at which a reader would cut it in two.
  static func encode(_ line: [UInt8]) -> [UInt8]? {
    let (isWhole, checksum) = line.withUnsafeBytes { line in
      (!holdsLineFeed(line), CRC32.checksum(line))
    }
    guard isWhole else { return nil }
    var record: [UInt8] = []
    record.reserveCapacity(prefixLength + line.count + 1)
    record.append(contentsOf: prefix(checksum))
    record.append(contentsOf: line)
    record.append(lineFeed)
    return record
  }

  /// The line that `record`, given without its line feed, holds; else why it holds none.
  static func decode(_ record: UnsafeRawBufferPointer) -> Result<[UInt8], JournalDamage.Reason> {
    guard record.count >= prefixLength else { return .failure(.malformed) }
    let line = UnsafeRawBufferPointer(rebasing: record[prefixLength...])
    // Only the digits that are written count, so that no bit of a record can change unnoticed.
    guard record[..<prefixLength].elementsEqual(prefix(CRC32.checksum(line))) else { return .failure(.badChecksum) }
    return .success([UInt8](line))
  }

  private static func holdsLineFeed(_ line: UnsafeRawBufferPointer) -> Bool {
    guard let start = line.baseAddress else { return false }
    return memchr(start, Int32(lineFeed), line.count) != nil
  }

  /// Whether a record can begin with `bytes`.
  static func mayBegin(with bytes: [UInt8]) -> Bool {
    guard bytes.count <= prefixLength + longestLine else { return false }
    return bytes.prefix(prefixLength).enumerated().allSatisfy { index, byte in
      index < prefixLength - 1 ? digits.contains(byte) : byte == UInt8(ascii: " ")
    }
  }

  private static func prefix(_ checksum: UInt32) -> [UInt8] {
    stride(from: 28, through: 0, by: -4).map { digits[Int(checksum >> UInt32($0) & 0xF)] } + [UInt8(ascii: " ")]
  }
}
