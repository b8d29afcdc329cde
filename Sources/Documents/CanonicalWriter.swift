// SPDX-License-Identifier: Apache-2.0

/// Writes the normal form of a document: two documents that mean the same give the same bytes.
///
/// Members are sorted by their bytes and must be unique; a member that is null is one that is absent, while null
/// elements of a list stay; numbers are equal when their exact decimals are; lists of `{Key, Value}` pairs are sets;
/// strings are compared byte for byte. The form is for comparing and hashing: it is no JSON.
package struct CanonicalWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// Names of members of the outermost object whose value stands for itself, whatever it is.
  private let placeholders: [String]

  package init(placeholders: [String] = []) {
    self.placeholders = placeholders
    bytes.reserveCapacity(256)
  }

  /// Appends text as it is.
  package mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends the normal form of `value`. Its recursion is as deep as the document, which its reader bounded.
  package mutating func write(_ value: DocumentValue) throws(DocumentError) {
    try append(value, isOutermost: true)
  }

  private mutating func append(_ value: DocumentValue, isOutermost: Bool) throws(DocumentError) {
    switch value.kind {
    case .null: bytes.append(0x6E)
    case .true: bytes.append(0x74)
    case .false: bytes.append(0x66)
    case .number: value.withBytes { DecimalForm.append($0, to: &bytes) }
    case .string: appendString(value)
    case .array: try writeArray(value)
    case .object: try writeObject(value, isOutermost: isOutermost)
    }
  }

  /// A length before the bytes, so that no text can imitate another's end.
  private mutating func appendString(_ value: DocumentValue) {
    value.withBytes { text in
      bytes.append(0x22)
      appendCount(text.count)
      bytes.append(contentsOf: text)
    }
  }

  private mutating func appendCount(_ count: Int) {
    var rest = UInt64(count)
    repeat {
      bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
  }

  private mutating func writeObject(_ value: DocumentValue, isOutermost: Bool) throws(DocumentError) {
    var members: [DocumentValue.Member] = []
    members.reserveCapacity(value.count)
    var isSorted = true
    for member in value.members {
      if let last = members.last, !CanonicalWriter.precedes(last.name, member.name) { isSorted = false }
      members.append(member)
    }
    if !isSorted {
      members.sort { CanonicalWriter.precedes($0.name, $1.name) }
      for index in members.indices.dropFirst()
      where !CanonicalWriter.precedes(members[index - 1].name, members[index].name) {
        throw DocumentError(.duplicateMember, at: members[index].name.sourceRange?.lowerBound ?? 0)
      }
    }
    bytes.append(0x7B)
    for member in members where !member.value.isNull {
      appendString(member.name)
      if isOutermost, !placeholders.isEmpty, placeholders.contains(where: { $0.utf8.elementsEqual(member.name.bytes) })
      {
        bytes.append(0x3F)
      } else {
        try append(member.value, isOutermost: false)
      }
    }
    bytes.append(0x7D)
  }

  private mutating func writeArray(_ value: DocumentValue) throws(DocumentError) {
    bytes.append(0x5B)
    if value.count > 1, CanonicalWriter.isTagList(value) {
      var parts: [ArraySlice<UInt8>] = []
      let mark = bytes.count
      for element in value.elements {
        let start = bytes.count
        try append(element, isOutermost: false)
        parts.append(bytes[start...])
      }
      parts.sort { $0.lexicographicallyPrecedes($1) }
      let sorted = parts.flatMap { $0 }
      bytes.removeSubrange(mark...)
      bytes.append(contentsOf: sorted)
    } else {
      for element in value.elements { try append(element, isOutermost: false) }
    }
    bytes.append(0x5D)
  }

  /// Whether every element is an object of just `Key` and `Value` (in either case), which is how AWS writes tags.
  static func isTagList(_ value: DocumentValue) -> Bool {
    value.elements.allSatisfy { element in
      element.kind == .object && element.count == 2
        && element.members.allSatisfy { member in
          member.value.kind == .string
            && member.name.withBytes { name in
              name.count == 3
                ? (name[0] | 0x20 == 0x6B && name[1] == 0x65 && name[2] == 0x79)
                : name.count == 5 && name[0] | 0x20 == 0x76 && name[1] == 0x61 && name[2] == 0x6C && name[3] == 0x75
                  && name[4] == 0x65
            }
        }
    }
  }

  /// Order by bytes; false for equal names.
  private static func precedes(_ left: DocumentValue, _ right: DocumentValue) -> Bool {
    left.withBytes { left in
      right.withBytes { right in
        let count = min(left.count, right.count)
        for index in 0..<count where left[index] != right[index] { return left[index] < right[index] }
        return left.count < right.count
      }
    }
  }
}
