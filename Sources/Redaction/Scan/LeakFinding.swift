// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// Something in an exchange that should have been redacted. It never holds the value.
package struct LeakFinding: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The id of the rule that found it.
  package let rule: String
  /// As in the line of the exchange; of an operation that holds a finding itself, only the service.
  package let action: String
  /// A JSON pointer in the exchange, with `*` for elements of lists and for names that may be values themselves, and
  /// with the name of each layer that was undone on the way: `/request/json/Policy (json)/Statement/*/Sid`.
  package let pointer: String
  /// Stable between runs and machines: 8 hex digits of place and rule, and 6 of the value, which are too few to find
  /// an account id or an address by trying all.
  package let fingerprint: String

  init(rule: String, action: String, pointer: String, value: some Collection<UInt8>) {
    self.rule = rule
    self.action = action
    self.pointer = pointer
    let place = sha256Hex(Array("\(rule)\0\(action)\0\(pointer)".utf8))
    let content = sha256Hex(Array("\(rule)\0".utf8) + value)
    fingerprint = "\(place.prefix(8))\(content.prefix(6))"
  }

  package var description: String { "\(rule) in \(action) at \(pointer) (fingerprint \(fingerprint))" }

  package static func < (one: LeakFinding, other: LeakFinding) -> Bool {
    (one.action, one.pointer, one.rule, one.fingerprint) < (other.action, other.pointer, other.rule, other.fingerprint)
  }
}
