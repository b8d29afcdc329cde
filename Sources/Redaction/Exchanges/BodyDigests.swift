// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Crypto

/// The digests that a service gives of texts in the same exchange: the MD5 of a message, which clients compare (Amazon SQS
/// API reference, `MD5OfMessageBody`).
///
/// A digest may stand before what it is of, so that it takes two looks at an exchange to replace it.
struct BodyDigests {
  /// The digests of texts before and after they were replaced.
  private var known: [[UInt8]: [UInt8]] = [:]
  private var replaced: [(old: [UInt8], new: [UInt8])] = []
  private var asked: Set<[UInt8]> = []

  /// Whether a member of that name holds such a digest.
  static func isName(_ name: UnsafeRawBufferPointer) -> Bool {
    name.count > 5 && name.hasInAnyCase("md5of", at: 0)
  }

  /// What is to stand in place of a digest, as far as that is known.
  mutating func replacement(of digest: UnsafeRawBufferPointer) -> [UInt8]? {
    guard digest.count == 32, digest.allSatisfy(ByteKind.isHex) else { return nil }
    asked.insert(Array(digest))
    return known[Array(digest)]
  }

  mutating func note(_ old: UnsafeRawBufferPointer, _ new: [UInt8]) {
    replaced.append((Array(old), new))
  }

  /// What another look at the exchange would know, or nil where that is no more.
  func next() -> BodyDigests? {
    guard !asked.isEmpty else { return nil }
    var next = BodyDigests()
    for (old, new) in replaced {
      let digest = BodyDigests.digest(old)
      if asked.contains(digest) { next.known[digest] = BodyDigests.digest(new) }
    }
    return next.known == known ? nil : next
  }

  private static func digest(_ text: [UInt8]) -> [UInt8] {
    Array(hexEncoded(Insecure.MD5.hash(data: text)).utf8)
  }
}
