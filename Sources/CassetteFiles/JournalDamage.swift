// SPDX-License-Identifier: Apache-2.0

/// A stretch of a journal that gives no line.
package struct JournalDamage: Equatable, Sendable, CustomStringConvertible {
  package enum Reason: String, Error, Sendable {
    /// The last record: the process was killed, or the machine went down, while it was written.
    case tornTail = "the last record is incomplete"
    case malformed = "no record"
    case badChecksum = "wrong checksum"
  }

  /// Where it begins and how long it is, in bytes, without the line feed that ends it.
  package let offset: Int
  package let length: Int
  package let reason: Reason

  package init(_ reason: Reason, offset: Int, length: Int) {
    self.offset = offset
    self.length = length
    self.reason = reason
  }

  package var description: String { "bytes \(offset) to \(offset + length): \(reason.rawValue)" }
}
