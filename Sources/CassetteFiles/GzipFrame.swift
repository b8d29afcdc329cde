// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// What stands round the deflated data of a gzip member (RFC 1952 section 2.3).
enum GzipFrame {
  static let magic: [UInt8] = [0x1F, 0x8B, 8]
  /// Of a header with none of the optional parts.
  static let headerLength = 10
  /// CRC-32 of the text, then its length modulo 2^32; both little-endian.
  static let trailerLength = 8

  private static let unknownSystem: UInt8 = 255

  /// The header that is written: no name, no time, an unknown system, so that equal text gives equal files.
  /// - Parameters:
  ///   - effort: the XFL byte.
  ///   - extra: the extra field; nil for a header without one.
  static func header(effort: UInt8, extra: [UInt8]?) -> [UInt8] {
    let flags = extra == nil ? [] : Flags.extra
    var header = magic + [flags.rawValue, 0, 0, 0, 0, effort, unknownSystem]
    if let extra {
      header += [UInt8(truncatingIfNeeded: extra.count), UInt8(truncatingIfNeeded: extra.count >> 8)] + extra
    }
    return header
  }

  static func trailer(checksum: UInt32, length: UInt32) -> [UInt8] { bytes(checksum) + bytes(length) }

  /// A word, little-endian.
  static func bytes(_ word: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }

  /// The little-endian word at `offset`, which must have four bytes behind it.
  static func word(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt32 {
    UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  private struct Flags: OptionSet {
    let rawValue: UInt8
    static let headerChecksum = Flags(rawValue: 0x02)
    static let extra = Flags(rawValue: 0x04)
    static let name = Flags(rawValue: 0x08)
    static let comment = Flags(rawValue: 0x10)
    static let reserved = Flags(rawValue: 0xE0)
  }

  /// The extra field of the header that `bytes` begin with; nil where it has none, or goes beyond them.
  static func extraField(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    let start = headerLength + 2
    guard bytes.count >= start, bytes.starts(with: magic), Flags(rawValue: bytes[3]).contains(.extra) else {
      return nil
    }
    let length = Int(bytes[headerLength]) | Int(bytes[headerLength + 1]) << 8
    guard start + length <= bytes.count else { return nil }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<start + length])
  }

  /// Where the deflated data of the member begins whose header is at `start`.
  static func endOfHeader(_ bytes: UnsafeRawBufferPointer, at start: Int) throws(GzipError) -> Int {
    let truncated = GzipError(.truncated, at: bytes.count)
    for (index, magic) in magic.prefix(2).enumerated() {
      guard start + index < bytes.count else { throw truncated }
      guard bytes[start + index] == magic else { throw GzipError(start == 0 ? .notGzip : .trailingBytes, at: start) }
    }
    guard start + headerLength <= bytes.count else { throw truncated }
    let flags = Flags(rawValue: bytes[start + 3])
    guard bytes[start + 2] == magic[2], flags.isDisjoint(with: .reserved) else { throw GzipError(.corrupt, at: start) }

    var end = start + headerLength
    if flags.contains(.extra) {
      guard end + 2 <= bytes.count else { throw truncated }
      end += 2 + Int(bytes[end]) + Int(bytes[end + 1]) << 8
    }
    for text in [Flags.name, .comment] where flags.contains(text) {
      guard end < bytes.count, let zero = bytes[end...].firstIndex(of: 0) else { throw truncated }
      end = zero + 1
    }
    if flags.contains(.headerChecksum) {
      guard end + 2 <= bytes.count else { throw truncated }
      let checksum = CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      guard UInt16(truncatingIfNeeded: checksum) == UInt16(bytes[end]) | UInt16(bytes[end + 1]) << 8 else {
        throw GzipError(.badChecksum, at: end)
      }
      end += 2
    }
    guard end <= bytes.count else { throw truncated }
    return end
  }
}
