// SPDX-License-Identifier: Apache-2.0

/// A cyclic redundancy check whose bits are reflected and whose register begins and ends inverted; eight bytes a step.
struct CRC: Sendable {
  /// Castagnoli's (RFC 9260 appendix A): CRC-32/ISCSI in the catalogue of parametrised CRC algorithms.
  static let crc32C = CRC(reflectedPolynomial: 0x82F6_3B78, width: 32)
  /// The 64-bit one of the NVM Express command set specification: CRC-64/NVME in the catalogue.
  static let crc64NVME = CRC(reflectedPolynomial: 0x9A6C_9329_AC4B_C9B5, width: 64)

  private let inversion: UInt64
  /// For each distance of 0 to 7 bytes from the end of a step, what each byte adds there.
  private let tables: [UInt64]

  /// - Parameter width: 32 or 64 bits.
  init(reflectedPolynomial: UInt64, width: Int) {
    inversion = .max >> UInt64(64 - width)
    var tables = (0..<256).map { byte in
      (0..<8).reduce(UInt64(byte)) { register, _ in register >> 1 ^ (register & 1 == 1 ? reflectedPolynomial : 0) }
    }
    for at in 256..<8 * 256 {
      let nearer = tables[at - 256]
      tables.append(nearer >> 8 ^ tables[Int(nearer & 0xFF)])
    }
    self.tables = tables
  }

  /// The checksum of `bytes`, or of what `seed` is the checksum of followed by `bytes`.
  func checksum(_ bytes: UnsafeRawBufferPointer, continuing seed: UInt64 = 0) -> UInt64 {
    tables.withUnsafeBufferPointer { tables in
      var register = seed ^ inversion
      var at = 0
      while bytes.count - at >= 8 {
        let step = register ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        // Two halves that do not wait for each other.
        let far =
          tables[0x700 | Int(step & 0xFF)] ^ tables[0x600 | Int(step >> 8 & 0xFF)]
          ^ tables[0x500 | Int(step >> 16 & 0xFF)] ^ tables[0x400 | Int(step >> 24 & 0xFF)]
        let near =
          tables[0x300 | Int(step >> 32 & 0xFF)] ^ tables[0x200 | Int(step >> 40 & 0xFF)]
          ^ tables[0x100 | Int(step >> 48 & 0xFF)] ^ tables[Int(step >> 56)]
        register = far ^ near
        at += 8
      }
      while at < bytes.count {
        register = register >> 8 ^ tables[Int((register ^ UInt64(bytes[at])) & 0xFF)]
        at += 1
      }
      return register ^ inversion
    }
  }
}

/// The CRC-32 of gzip (RFC 1952 section 8), which `x-amz-crc32`, event streams and journal records carry, too.
package enum CRC32 {
  private static let check = CRC(reflectedPolynomial: 0xEDB8_8320, width: 32)

  /// The checksum of `bytes`, or of what `seed` is the checksum of followed by `bytes`.
  package static func checksum(_ bytes: UnsafeRawBufferPointer, continuing seed: UInt32 = 0) -> UInt32 {
    UInt32(truncatingIfNeeded: check.checksum(bytes, continuing: UInt64(seed)))
  }
}
