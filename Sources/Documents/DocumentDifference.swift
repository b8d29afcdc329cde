// SPDX-License-Identifier: Apache-2.0

/// One place in which two documents differ.
package struct DocumentDifference: Hashable, Sendable {
  package enum Kind: String, Sendable {
    /// A member or element that only the right document has.
    case added
    /// One that only the left document has.
    case removed
    /// Values of two kinds (a string and a number).
    case kind
    /// Two values of one kind.
    case value
  }

  package var kind: Kind
  /// JSON pointer (RFC 6901) to the place.
  package var pointer: String
  /// The values as JSON text, cut to 120 characters; nil on the side that has none.
  package var left: String?
  package var right: String?

  package init(kind: Kind, pointer: String, left: String?, right: String?) {
    self.kind = kind
    self.pointer = pointer
    self.left = left
    self.right = right
  }
}

/// Compares two documents by meaning, as ``CanonicalWriter`` does: order of members and of tags and form of numbers do
/// not count.
package struct DocumentComparison: Sendable {
  /// No more differences than this are told.
  package var limit: Int
  /// What of the right document stands for what of the left one.
  private let renaming: Renaming
  package private(set) var differences: [DocumentDifference] = []

  package init(limit: Int = 1000, renaming: Renaming = Renaming()) {
    self.limit = limit
    self.renaming = renaming
  }

  /// The places in which `right` differs from `left`, in the order of the left document.
  package static func differences(
    _ left: DocumentValue, _ right: DocumentValue, limit: Int = 1000, renaming: Renaming = Renaming(),
    paths: CanonicalPaths? = nil
  ) -> [DocumentDifference] {
    var comparison = DocumentComparison(limit: limit, renaming: renaming)
    comparison.compare(left, right, at: "", paths)
    return comparison.differences
  }

  private mutating func compare(
    _ left: DocumentValue, _ right: DocumentValue, at pointer: String, _ paths: CanonicalPaths?
  ) {
    guard differences.count < limit, paths?.isPlaceholder != true, paths?.isOmitted != true else { return }
    switch (left.kind, right.kind) {
    case (.object, .object): compareObjects(left, right, at: pointer, paths)
    case (.array, .array): compareArrays(left, right, at: pointer, paths)
    case (.string, .string):
      if left.bytes != right.bytes, !isRenamed(left, right) { note(.value, pointer, left, right) }
    case (.number, .number):
      if !DecimalForm.areEqual(left, right) { note(.value, pointer, left, right) }
    case (.true, .false), (.false, .true): note(.value, pointer, left, right)
    case (let one, let other): if one != other { note(.kind, pointer, left, right) }
    }
  }

  private func isRenamed(_ left: DocumentValue, _ right: DocumentValue) -> Bool {
    right.withBytes { renaming.rewritten($0, .toRecorded) }.map { $0[...] == left.bytes } ?? false
  }

  private mutating func compareObjects(
    _ left: DocumentValue, _ right: DocumentValue, at pointer: String, _ paths: CanonicalPaths?
  ) {
    var others: [ArraySlice<UInt8>: DocumentValue] = [:]
    for member in right.members where !member.value.isNull { others[member.name.bytes] = member.value }
    for member in left.members where !member.value.isNull {
      let place = "\(pointer)/\(JSONPointer.token(member.name.string ?? ""))"
      let paths = member.name.withBytes { paths?.member($0) }
      if let other = others.removeValue(forKey: member.name.bytes) {
        compare(member.value, other, at: place, paths)
      } else if paths?.isOmitted != true {
        note(.removed, place, member.value, nil)
      }
    }
    for member in right.members where others[member.name.bytes] != nil {
      if member.name.withBytes({ paths?.member($0) })?.isOmitted == true { continue }
      note(.added, "\(pointer)/\(JSONPointer.token(member.name.string ?? ""))", nil, member.value)
    }
  }

  private mutating func compareArrays(
    _ left: DocumentValue, _ right: DocumentValue, at pointer: String, _ paths: CanonicalPaths?
  ) {
    if CanonicalWriter.isTagList(left), CanonicalWriter.isTagList(right) {
      return compareTags(left, right, at: pointer, paths)
    }
    var others = right.elements.makeIterator()
    var index = 0
    for element in left.elements {
      if let other = others.next() {
        compare(element, other, at: "\(pointer)/\(index)", paths?.element(index))
      } else {
        note(.removed, "\(pointer)/\(index)", element, nil)
      }
      index += 1
    }
    while let other = others.next() {
      note(.added, "\(pointer)/\(index)", nil, other)
      index += 1
    }
  }

  /// Compares two lists of tags as sets: a tag that has no equal is compared with one of its key.
  private mutating func compareTags(
    _ left: DocumentValue, _ right: DocumentValue, at pointer: String, _ paths: CanonicalPaths?
  ) {
    var equals: [[UInt8]: [Int]] = [:]
    let others = Array(right.elements)
    for index in others.indices.reversed() { equals[Self.form(others[index]), default: []].append(index) }
    var isTaken = [Bool](repeating: false, count: others.count)
    var rest: [(Int, DocumentValue)] = []
    for (index, tag) in left.elements.enumerated() {
      if let other = equals[Self.form(tag)]?.popLast() {
        isTaken[other] = true
      } else {
        rest.append((index, tag))
      }
    }
    var byKey: [ArraySlice<UInt8>: [Int]] = [:]
    for index in others.indices.reversed() where !isTaken[index] {
      byKey[Self.tagKey(others[index]), default: []].append(index)
    }
    for (index, tag) in rest {
      if let other = byKey[Self.tagKey(tag)]?.popLast() {
        isTaken[other] = true
        compare(tag, others[other], at: "\(pointer)/\(index)", paths?.element(index))
      } else {
        note(.removed, "\(pointer)/\(index)", tag, nil)
      }
    }
    for index in others.indices where !isTaken[index] { note(.added, "\(pointer)/\(index)", nil, others[index]) }
  }

  /// The normal form of a tag, or the tag as written where it has none.
  private static func form(_ tag: DocumentValue) -> [UInt8] {
    var writer = CanonicalWriter()
    if (try? writer.write(tag)) == nil { writer.writeAsIs(tag) }
    return writer.bytes
  }

  private static func tagKey(_ tag: DocumentValue) -> ArraySlice<UInt8> {
    tag.members.first { $0.name.bytes.count == 3 }?.value.bytes ?? []
  }

  private mutating func note(
    _ kind: DocumentDifference.Kind, _ pointer: String, _ left: DocumentValue?, _ right: DocumentValue?
  ) {
    guard differences.count < limit else { return }
    differences.append(
      DocumentDifference(kind: kind, pointer: pointer, left: left?.excerpt(), right: right?.excerpt()))
  }
}

extension DocumentValue {
  /// The value as JSON text, cut after so many bytes.
  package func excerpt(_ limit: Int = 120) -> String {
    let text: [UInt8]
    if kind == .string || sourceRange == nil {
      var writer = JSONWriter()
      writer.value(self, limit: limit)
      text = writer.bytes
    } else {
      text = Array(bytes.prefix(limit + 4))
    }
    guard text.count > limit else { return String(decoding: text, as: UTF8.self) }
    var end = limit
    // Not within a character.
    while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: text[..<end], as: UTF8.self) + "…"
  }
}

extension JSONWriter {
  /// A value as compact JSON: all of it, or a little more than `limit` bytes, whose end is then no JSON.
  mutating func value(_ value: DocumentValue, limit: Int) {
    switch value.kind {
    case .string: string(utf8: value.bytes.prefix(limit + 4))
    case .object:
      object { object in
        for member in value.members where object.bytes.count <= limit {
          object.name(utf8: member.name.bytes)
          object.value(member.value, limit: limit)
        }
      }
    case .array:
      array { array in
        for element in value.elements where array.bytes.count <= limit { array.value(element, limit: limit) }
      }
    case .null, .true, .false, .number: raw(value.bytes)
    }
  }
}
