// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
internal import Redaction

/// Digests the body of a live request that is too large to be held, as that of the recorded one was.
package struct LargeBodyDigest: Sendable {
  private var filter: LargeBodyFilter
  private var hash = BodyHash()

  init(_ filter: LargeBodyFilter) {
    self.filter = filter
  }

  package mutating func take(_ part: [UInt8]) {
    filter.take(part).withUnsafeBytes { hash.update($0) }
  }

  package mutating func finish() -> BodyDigest {
    filter.finish().withUnsafeBytes { hash.update($0) }
    return hash.finalize()
  }
}
