// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Documents

/// What identifies a body that is too large to be held: its length, and the SHA-256 of its bytes.
package struct BodyDigest: Hashable, Sendable {
  /// In lower-case hex.
  package var sha256: String
  package var bytes: Int

  package init(sha256: String, bytes: Int) {
    self.sha256 = sha256
    self.bytes = bytes
  }
}

/// A ``BodyDigest`` in the making.
package struct BodyHash: Sendable {
  private var hash = SHA256()
  private var bytes = 0

  package init() {}

  package mutating func update(_ piece: UnsafeRawBufferPointer) {
    hash.update(bufferPointer: piece)
    bytes += piece.count
  }

  package func finalize() -> BodyDigest { BodyDigest(sha256: hexEncoded(hash.finalize()), bytes: bytes) }
}
