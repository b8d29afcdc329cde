// SPDX-License-Identifier: Apache-2.0

/// Writes the normal form of a document: two documents that mean the same give the same bytes.
///
/// Members are sorted by their bytes and must be unique; a member that is null is one that is absent, while null
/// elements of a list stay; numbers are equal when their exact decimals are; lists of `{Key, Value}` pairs are sets;
/// strings are compared byte for byte. The form is for comparing and hashing: it is no JSON.
package struct CanonicalWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  private let paths: CanonicalPaths?
  private let form: TextForm

  package init(paths: CanonicalPaths? = nil, form: TextForm = .literal) {
    self.paths = paths
    self.form = form
    bytes.reserveCapacity(256)
  }

  /// Appends text as it is.
  package mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends the normal form of `value`. Its recursion is as deep as the document, which its reader bounded.
  package mutating func write(_ value: DocumentValue) throws(DocumentError) {
    try append(value, at: paths)
  }

  /// Appends `value` as it stands, with its order, lexemes and repeated members: a form that it shares only with itself.
  package mutating func writeAsIs(_ value: DocumentValue) {
    for index in value.index..<Int(value.node.end) {
      let value = DocumentValue(document: value.document, index: index)
      bytes.append(value.kind.rawValue)
      switch value.kind {
      case .object, .array: appendCount(value.count)
      case .null, .true, .false, .number, .string: appendString(value)
      }
    }
  }

  /// - Parameter paths: nil where all of the value counts.
  private mutating func append(_ value: DocumentValue, _ paths: CanonicalPaths?) throws(DocumentError) {
    switch value.kind {
    case .null: bytes.append(0x6E)
    case .true: bytes.append(0x74)
    case .false: bytes.append(0x66)
    case .number: value.withBytes { appendNumber($0) }
    case .string: appendText(value)
    case .array: try writeArray(value, paths)
    case .object: try writeObject(value, paths)
    }
  }

  /// Appends what the paths leave of a member or element.
  private mutating func append(
    _ value: DocumentValue, name: DocumentValue? = nil, at place: CanonicalPaths?
  ) throws(DocumentError) {
    let isContainer = value.kind == .object || value.kind == .array
    if let place, place.isOmitted && (place.kept.isEmpty || !isContainer) || place.empties(value) { return }
    if let name { appendText(name) }
    if let place, place.isPlaceholder {
      bytes.append(0x3F)
    } else {
      try append(value, place)
    }
  }

  private mutating func appendNumber(_ lexeme: UnsafeRawBufferPointer) {
    if let other = form.number(lexeme) {
      other.withUnsafeBytes { DecimalForm.append($0, to: &bytes) }
    } else {
      DecimalForm.append(lexeme, to: &bytes)
    }
  }

  private mutating func appendText(_ value: DocumentValue) {
    if case .literal = form { return appendString(value) }
    let text = value.withBytes { form.text($0) }
    bytes.append(0x22)
    appendCount(text.count)
    bytes.append(contentsOf: text)
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

  private mutating func writeObject(_ value: DocumentValue, _ paths: CanonicalPaths?) throws(DocumentError) {
    var members: [DocumentValue.Member] = []
    members.reserveCapacity(value.count)
    var isSorted = true
    for member in value.members {
      if let last = members.last, !DocumentValue.precedes(last.name, member.name) { isSorted = false }
      members.append(member)
    }
    if !isSorted {
      members.sort { DocumentValue.precedes($0.name, $1.name) }
      for index in members.indices.dropFirst()
      where !DocumentValue.precedes(members[index - 1].name, members[index].name) {
        throw DocumentError(.duplicateMember, at: members[index].name.sourceRange?.lowerBound ?? 0)
      }
    }
    // Names of a map may be generated: their order is that of the form in which they are written.
    if case .literal = form {
    } else {
      members = members.map { ($0, $0.name.withBytes { form.text($0) }) }
        .sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
    }
    bytes.append(0x7B)
    for member in members where !member.value.isNull {
      if let paths {
        try append(member.value, name: member.name, at: member.name.withBytes { paths.member($0) })
      } else {
        appendText(member.name)
        try append(member.value, nil)
      }
    }
    bytes.append(0x7D)
  }

  private mutating func writeArray(_ value: DocumentValue, _ paths: CanonicalPaths?) throws(DocumentError) {
    bytes.append(0x5B)
    let mark = bytes.count
    let isSet = value.count > 1 && CanonicalWriter.isTagList(value)
    var parts: [Range<Int>] = []
    var index = 0
    for element in value.elements {
      let start = bytes.count - mark
      if let paths {
        try append(element, at: paths.element(index))
      } else {
        try append(element, nil)
      }
      if isSet { parts.append(start..<bytes.count - mark) }
      index += 1
    }
    if isSet { sort(parts, from: mark) }
    bytes.append(0x5D)
  }

  /// Brings the parts of what was written since `mark` into the order of their bytes.
  private mutating func sort(_ parts: [Range<Int>], from mark: Int) {
    let written = Array(bytes[mark...])
    let sorted = written.withUnsafeBytes { written in
      parts.sorted { written[$0].lexicographicallyPrecedes(written[$1]) }
    }
    bytes.removeSubrange(mark...)
    for part in sorted { bytes.append(contentsOf: written[part]) }
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
}

extension DocumentValue {
  /// Order by bytes; false for equal texts.
  static func precedes(_ left: DocumentValue, _ right: DocumentValue) -> Bool {
    left.withBytes { left in
      right.withBytes { right in
        let count = min(left.count, right.count)
        for index in 0..<count where left[index] != right[index] { return left[index] < right[index] }
        return left.count < right.count
      }
    }
  }

  /// Whether two members of an object have one name.
  var hasDuplicateMembers: Bool {
    var names = members.map(\.name)
    names.sort(by: DocumentValue.precedes)
    return zip(names, names.dropFirst()).contains { !DocumentValue.precedes($0, $1) }
  }
}
