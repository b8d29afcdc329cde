// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFiles

/// Undoes the gzip of bodies. What says more than it may stays the bytes that it is.
enum CompressedBodies {
  /// For what is compared: as long as documents may be.
  @Sendable static func compared(_ body: ArraySlice<UInt8>) -> [UInt8]? {
    try? Gzip.decompress(Array(body), limit: LargeBodyRule.longestDocument)
  }

  /// For what is written, in which a secret must be found: 64 MiB.
  @Sendable static func recorded(_ body: ArraySlice<UInt8>) -> [UInt8]? {
    try? Gzip.decompress(Array(body), limit: 64 << 20)
  }
}
