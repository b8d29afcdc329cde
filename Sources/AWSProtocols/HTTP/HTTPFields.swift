// SPDX-License-Identifier: Apache-2.0

/// One header or trailer field, as it was on the wire.
package struct HTTPField: Hashable, Sendable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Whether the field has that name; ASCII case does not count (RFC 9110 §5.1).
  package func isNamed(_ other: String) -> Bool { name.equalsIgnoringASCIICase(other) }
}

/// The fields of a message in their order, repeated ones included.
///
/// Raw on purpose: a recorder keeps what was sent, legal or not.
package struct HTTPFields: Hashable, Sendable, ExpressibleByArrayLiteral, Sequence {
  package var list: [HTTPField]

  package init(_ list: [HTTPField] = []) {
    self.list = list
  }

  package init(arrayLiteral elements: HTTPField...) {
    list = elements
  }

  /// The value of the first field of that name.
  package subscript(name: String) -> String? {
    list.first { $0.isNamed(name) }?.value
  }

  /// The values of all fields of that name.
  package func all(_ name: String) -> [String] {
    list.compactMap { $0.isNamed(name) ? $0.value : nil }
  }

  package func contains(_ name: String) -> Bool {
    list.contains { $0.isNamed(name) }
  }

  package mutating func append(_ name: String, _ value: String) {
    list.append(HTTPField(name, value))
  }

  package mutating func remove(_ name: String) {
    list.removeAll { $0.isNamed(name) }
  }

  /// Leaves one field of that name, in the place of the first or at the end.
  package mutating func set(_ name: String, _ value: String) {
    guard let first = list.firstIndex(where: { $0.isNamed(name) }) else { return append(name, value) }
    list[first].value = value
    var index = list.count - 1
    while index > first {
      if list[index].isNamed(name) { list.remove(at: index) }
      index -= 1
    }
  }

  package func makeIterator() -> IndexingIterator<[HTTPField]> { list.makeIterator() }
}

extension String {
  /// Equality of the bytes but for the case of A to Z.
  package func equalsIgnoringASCIICase(_ other: String) -> Bool {
    let (left, right) = (utf8, other.utf8)
    guard left.count == right.count else { return false }
    // Native strings give their bytes away, which is what makes a look through a request's headers cheap.
    let answer = left.withContiguousStorageIfAvailable { left in
      right.withContiguousStorageIfAvailable { right in
        for index in left.indices where left[index] != right[index] {
          guard left[index].asciiLowercased == right[index].asciiLowercased else { return false }
        }
        return true
      }
    }
    return (answer ?? nil) ?? zip(left, right).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
  }
}

extension String {
  /// Whether it begins with a text that is in lower case, but for the case of A to Z.
  package func beginsIgnoringASCIICase(_ prefix: String) -> Bool {
    utf8.prefix(prefix.utf8.count).elementsEqual(prefix.utf8) { $0.asciiLowercased == $1 }
  }
}

extension StringProtocol {
  /// The same text with A to Z in lower case.
  package var asciiLowercased: String {
    String(unsafeUninitializedCapacity: utf8.count) { out in
      var count = 0
      for byte in utf8 {
        out[count] = byte.asciiLowercased
        count += 1
      }
      return count
    }
  }
}

extension UInt8 {
  package var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
