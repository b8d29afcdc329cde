// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// The secret from which the aliases of a project are made: HMAC-SHA256 (RFC 2104) of what they stand for.
///
/// Without it nobody can try whether an alias stands for a value, with it anyone can: it is never written into a
/// cassette or a log.
package struct AliasKey: Sendable {
  /// How many bytes a key has.
  package static let count = 32

  private let key: HMACSHA256

  /// - Parameter bytes: 32 random ones.
  package init(_ bytes: [UInt8]) {
    key = HMACSHA256(key: bytes)
  }

  /// The one that everybody has, for what cannot be guessed anyway: an alias of a random UUID is the same on all
  /// machines, and still tells nothing of the UUID.
  static let known = AliasKey(Array("tapedeck aliases of random values".utf8))

  /// 32 bytes that depend on the form, the value and the attempt.
  func digest(_ form: UInt8, _ value: [UInt8], attempt: Int) -> [UInt8] {
    let start = (form, UInt8(truncatingIfNeeded: attempt), UInt8(truncatingIfNeeded: attempt >> 8))
    return withUnsafeBytes(of: start) { start in value.withUnsafeBytes { key.code(start, $0) } }
  }
}
