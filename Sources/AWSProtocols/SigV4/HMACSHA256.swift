// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// HMAC-SHA256 (RFC 2104) under one key, whose two blocks are hashed once, however many messages follow.
package struct HMACSHA256: Sendable {
  private static let blockSize = 64

  private let inner: SHA256
  private let outer: SHA256

  package init(key: [UInt8]) {
    let key = key.count > HMACSHA256.blockSize ? sha256(key) : key
    (inner, outer) = (HMACSHA256.begin(key, 0x36), HMACSHA256.begin(key, 0x5C))
  }

  private static func begin(_ key: [UInt8], _ pad: UInt8) -> SHA256 {
    var hash = SHA256()
    withUnsafeTemporaryAllocation(byteCount: blockSize, alignment: 1) { block in
      for place in 0..<blockSize { block[place] = (place < key.count ? key[place] : 0) ^ pad }
      hash.update(bufferPointer: UnsafeRawBufferPointer(block))
    }
    return hash
  }

  /// The 32 bytes that authenticate a message, which stands in two parts.
  package func code(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> [UInt8] {
    var hash = inner
    hash.update(bufferPointer: first)
    if !second.isEmpty { hash.update(bufferPointer: second) }
    var last = outer
    hash.finalize().withUnsafeBytes { last.update(bufferPointer: $0) }
    return last.finalize().withUnsafeBytes { [UInt8]($0) }
  }

  /// The same of a text.
  package func code(_ text: String) -> [UInt8] {
    var text = text
    return text.withUTF8 { code(UnsafeRawBufferPointer($0), UnsafeRawBufferPointer(start: nil, count: 0)) }
  }
}
