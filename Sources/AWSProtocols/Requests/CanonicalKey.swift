// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// The SHA-256 of a canonical request: two requests that mean the same have one key.
package struct CanonicalKey: Hashable, Sendable {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  init(hashing bytes: [UInt8]) {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    words = hash.finalize().withUnsafeBytes { digest in
      (
        digest.loadUnaligned(as: UInt64.self), digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
        digest.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
        digest.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
      )
    }
  }

  package static func == (left: CanonicalKey, right: CanonicalKey) -> Bool { left.words == right.words }

  package func hash(into hasher: inout Hasher) {
    // The digest is spread evenly already: one word of it is hash enough.
    hasher.combine(words.0)
  }
}
