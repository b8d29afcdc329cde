// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import AWSProtocols

/// An event stream that botocore reads.
struct EventStreamFixture: Sendable, CustomTestStringConvertible {
  let name: String
  let hex: String
  /// The same with every `tf-acc-8213` replaced by `tf-acc-5570-b`.
  let rewrittenHex: String
  let messages: [EventStreamMessage]

  var testDescription: String { name }
  var bytes: [UInt8] { EventStreamFixture.bytes(hex) }
  var rewritten: [UInt8] { EventStreamFixture.bytes(rewrittenHex) }

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.utf8.compactMap(hexValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
