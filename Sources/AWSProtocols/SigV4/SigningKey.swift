// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The key that signs for one day, region and service (task 3 of the signing process).
struct SigningKey: Sendable {
  private let key: HMACSHA256

  private struct Scope: Hashable {
    var secret: String
    var date: String
    var region: String
    var service: String
  }

  /// Deriving a key costs four HMACs, and one key signs a whole day's requests.
  private static let known = Mutex<[Scope: SigningKey]>([:])
  private static let limit = 64

  static func of(secret: String, date: String, region: String, service: String) -> SigningKey {
    let scope = Scope(secret: secret, date: date, region: region, service: service)
    if let key = known.withLock({ $0[scope] }) { return key }
    var bytes = Array("AWS4\(secret)".utf8)
    for part in [date, region, service, "aws4_request"] {
      bytes = HMACSHA256(key: bytes).code(part)
    }
    let key = SigningKey(key: HMACSHA256(key: bytes))
    known.withLock { known in
      // Scopes come from requests: whoever makes them up must not fill the memory.
      if known.count >= limit { known.removeAll() }
      known[scope] = key
    }
    return key
  }

  func sign(_ text: [UInt8]) -> [UInt8] {
    text.withUnsafeBytes { key.code($0, UnsafeRawBufferPointer(start: nil, count: 0)) }
  }
}
