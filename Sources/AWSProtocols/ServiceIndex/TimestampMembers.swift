// SPDX-License-Identifier: Apache-2.0

/// The names that are timestamps wherever they stand in a service's answers.
///
/// A name is left out where another member of that name holds values that read like its form. So what is of that form is
/// a timestamp, and anything else under that name is none: an object, an enumeration, text where the form is a number.
/// The value may be a list of timestamps.
package struct TimestampMembers: Sendable {
  /// How a timestamp is written (Smithy, "timestampFormat trait").
  package enum Form: Character, Sendable {
    /// A number of seconds since 1970, with decimals or without; in CBOR under tag 1.
    case epochSeconds = "e"
    /// `2026-11-22T09:08:07Z`, with decimals or without.
    case iso8601 = "i"
    /// `Sun, 22 Nov 2026 09:08:07 GMT` (IMF-fixdate, RFC 9110 §5.6.7).
    case httpDate = "h"
    /// Epoch seconds where it is a number, ISO 8601 where it is text.
    case mixed = "m"
  }

  /// By the name of a member or element, in the service's preferred protocol.
  package private(set) var body: [String: Form] = [:]
  /// By the name of a header, in lower case.
  package private(set) var headers: [String: Form] = [:]

  /// Adds a line of the index that begins with `@`.
  mutating func add(_ line: IndexFields) {
    var line = line
    let head = line.text().dropFirst()
    guard head.count == 2, let form = head.last.flatMap(Form.init) else { return }
    for name in line.words(separator: UInt8(ascii: ",")) {
      if head.first == "h" { headers[name] = form } else { body[name] = form }
    }
  }
}
