// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import AWSProtocols

@Suite struct CRCTests {
  private let digits = Array("123456789".utf8)

  @Test("The checksums of 123456789 are those of the catalogue of parametrised CRC algorithms")
  func check() {
    digits.withUnsafeBytes { digits in
      #expect(CRC32.checksum(digits) == 0xCBF4_3926)
      #expect(CRC.crc32C.checksum(digits) == 0xE306_9283)
      #expect(CRC.crc64NVME.checksum(digits) == 0xAE8B_1486_0A79_9888)
    }
  }

  @Test(
    "CRC-32C gives the vectors of RFC 3720 B.4",
    arguments: [
      (Array(repeating: 0, count: 32), 0x8A91_36AA), (Array(repeating: 0xFF, count: 32), 0x62A8_AB43),
      (Array(0..<32), 0x46DD_794E), (Array((0..<32).reversed()), 0x113F_DB5C),
    ] as [([UInt8], UInt64)])
  func iSCSI(_ bytes: [UInt8], _ checksum: UInt64) {
    #expect(bytes.withUnsafeBytes { CRC.crc32C.checksum($0) } == checksum)
  }

  @Test("The checksum of nothing is zero")
  func nothing() {
    let none = UnsafeRawBufferPointer(start: nil, count: 0)
    #expect(CRC32.checksum(none) == 0)
    #expect(CRC32.checksum(none, continuing: 7) == 7)
    #expect(CRC.crc64NVME.checksum(none) == 0)
  }

  @Test("Pieces give the checksum of the whole, wherever it is cut", arguments: 0..<20)
  func pieces(_ cut: Int) {
    var random = SplitMix(seed: UInt64(cut))
    let bytes = (0..<61).map { _ in UInt8.random(in: 0...255, using: &random) }
    bytes.withUnsafeBytes { bytes in
      let (first, rest) = (
        UnsafeRawBufferPointer(rebasing: bytes[..<cut]), UnsafeRawBufferPointer(rebasing: bytes[cut...])
      )
      #expect(CRC32.checksum(rest, continuing: CRC32.checksum(first)) == CRC32.checksum(bytes))
      for crc in [CRC.crc32C, .crc64NVME] {
        #expect(crc.checksum(rest, continuing: crc.checksum(first)) == crc.checksum(bytes))
      }
    }
  }
}
