// SPDX-License-Identifier: Apache-2.0

/// gzip (RFC 1952) of one stored block: what a test needs of compression, and its inverse.
enum StoredGzip {
  private static let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]

  /// - Parameter bytes: less than 64 KiB.
  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    let length = UInt16(bytes.count)
    return head + [1] + little(length) + little(~length) + bytes + little(crc(bytes)) + little(UInt32(bytes.count))
  }

  /// - Returns: nil for anything but what ``encode(_:)`` writes.
  static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    guard bytes.count >= head.count + 13, bytes.starts(with: head) else { return nil }
    return Array(bytes.dropFirst(head.count + 5).dropLast(8))
  }

  private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { register, byte in
      (0..<8).reduce(register ^ UInt32(byte)) { step, _ in step >> 1 ^ (step & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
  }
}
