// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Crypto
internal import Documents

/// The last line of a cassette, which vouches for all others: computed line by line.
package struct CassetteSeal: Sendable {
  private var hash = SHA256()
  package private(set) var exchanges = 0

  package init(_ header: CassetteHeader) {
    self.init(headerLine: header.encoded())
  }

  /// - Parameter headerLine: given without its newline.
  package init(headerLine: [UInt8]) {
    update(headerLine)
  }

  /// Takes in the next exchange line, given without its newline. Those of pieces are left out: the exchange that they
  /// belong to vouches for them.
  package mutating func add(_ line: [UInt8]) {
    update(line)
    exchanges += 1
  }

  private mutating func update(_ line: [UInt8]) {
    line.withUnsafeBytes { hash.update(bufferPointer: $0) }
    withUnsafeBytes(of: UInt8(0x0A)) { hash.update(bufferPointer: $0) }
  }

  /// The digest of what was taken in so far, as ``CassetteText/sealed`` tells it.
  package var sha256: String { hexEncoded(hash.finalize()) }

  /// The trailer, without its newline.
  package var trailer: [UInt8] {
    var writer = JSONWriter()
    writer.object { line in
      line.member("exchanges", exchanges)
      line.member("sha256", sha256)
    }
    return writer.bytes
  }
}
