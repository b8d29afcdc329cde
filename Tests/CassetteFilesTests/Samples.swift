// SPDX-License-Identifier: Apache-2.0

import CassetteFiles
import CassetteFormat
import TestSupport

enum Samples {
  static func random(count: Int, seed: UInt64) -> [UInt8] {
    var random = SplitMix(seed: seed)
    return [UInt8](unsafeUninitializedCapacity: count) { room, initialized in
      let bytes = UnsafeMutableRawBufferPointer(room)
      for offset in stride(from: 0, to: count & ~7, by: 8) {
        bytes.storeBytes(of: random.next(), toByteOffset: offset, as: UInt64.self)
      }
      for offset in (count & ~7)..<count { bytes[offset] = UInt8(truncatingIfNeeded: random.next()) }
      initialized = count
    }
  }

  /// Lines that look like recorded exchanges: much the same, each with something of its own.
  static func lines(count: Int, seed: UInt64 = 1) -> [[UInt8]] {
    var random = SplitMix(seed: seed)
    return (0..<count).map { index in
      Array(#"{"index":\#(index),"action":"codestar-connections:GetConnection","id":"\#(random.next())"}"#.utf8)
    }
  }

  static func text(lines count: Int, seed: UInt64 = 1) -> [UInt8] {
    Array(lines(count: count, seed: seed).joined(separator: "\n".utf8)) + Array("\n".utf8)
  }

  static let header = CassetteHeader(tool: "t", recordedAt: nil, sources: [], redaction: "r")

  /// Puts a cassette of such lines at a path.
  static func write(_ lines: [[UInt8]], to path: String) throws(CassetteFileError) {
    let writer = try CassetteWriter(replacing: path, header)
    for line in lines { try writer.add(line) }
    try writer.finish()
  }

  /// The text of that cassette.
  static func text(of lines: [[UInt8]]) -> [UInt8] {
    var seal = CassetteSeal(header)
    for line in lines { seal.add(line) }
    return Array(([header.encoded()] + lines + [seal.trailer, []]).joined(separator: [0x0A]))
  }
}
