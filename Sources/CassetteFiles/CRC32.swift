// SPDX-License-Identifier: Apache-2.0

import CZlib

/// The CRC-32 of gzip (RFC 1952 section 8), which journal records carry, too.
enum CRC32 {
  /// The checksum of `bytes`, or of what `seed` is the checksum of followed by `bytes`.
  static func checksum(_ bytes: UnsafeRawBufferPointer, continuing seed: UInt32 = 0) -> UInt32 {
    // zlib takes a null pointer for the question what the initial value is.
    guard let start = bytes.baseAddress else { return seed }
    return UInt32(truncatingIfNeeded: crc32_z(uLong(seed), start.assumingMemoryBound(to: Bytef.self), bytes.count))
  }
}
