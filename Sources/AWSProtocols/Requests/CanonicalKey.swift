// SPDX-License-Identifier: Apache-2.0

/// A hash of a canonical request: two requests that mean the same have one key.
///
/// 128 bits of keyed hashes (SipHash), whose key is another one in each process: nobody can make two requests that
/// share a key, and no key means anything outside the process.
package struct CanonicalKey: Hashable, Sendable {
  private let words: (Int, Int)

  init(hashing bytes: [UInt8]) {
    words = bytes.withUnsafeBytes { (CanonicalKey.hash($0, 0), CanonicalKey.hash($0, 1)) }
  }

  private static func hash(_ bytes: UnsafeRawBufferPointer, _ half: UInt8) -> Int {
    var hasher = Hasher()
    hasher.combine(half)
    hasher.combine(bytes: bytes)
    return hasher.finalize()
  }

  package static func == (left: CanonicalKey, right: CanonicalKey) -> Bool { left.words == right.words }

  package func hash(into hasher: inout Hasher) {
    // Both words are spread evenly already: one of them is hash enough.
    hasher.combine(words.0)
  }
}
