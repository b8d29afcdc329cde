// SPDX-License-Identifier: Apache-2.0

internal import CServiceIndex

/// Bytes of the generated index; scripts/generate-service-index describes their form.
///
/// Sendable although it holds a pointer: the bytes are constant and outlive it.
struct IndexText: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer

  /// What is compiled into the program.
  static let embedded = IndexText(
    bytes: UnsafeRawBufferPointer(start: tapedeck_service_index_bytes(), count: tapedeck_service_index_count))

  /// The shapes that are compiled in beside it; scripts/service_index_shapes.py describes their form.
  static let embeddedShapes = IndexText(
    bytes: UnsafeRawBufferPointer(start: tapedeck_shapes_index_bytes(), count: tapedeck_shapes_index_count))

  /// A reader of the lines.
  var lines: IndexLines { IndexLines(rest: bytes[...]) }
}

/// Reads the index line by line.
struct IndexLines {
  private var rest: Slice<UnsafeRawBufferPointer>

  init(rest: Slice<UnsafeRawBufferPointer>) {
    self.rest = rest
  }

  /// The next line, or nil at the end.
  mutating func next() -> IndexFields? {
    guard !rest.isEmpty else { return nil }
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    defer { rest = rest[end...].dropFirst() }
    return IndexFields(rest: rest[..<end])
  }

  /// Skips to the section of that name and returns how many lines it says it has.
  mutating func section(_ name: String) -> Int {
    while var line = next() {
      if line.text() == name { return max(0, line.number() ?? 0) }
    }
    return 0
  }

  /// Splits off the next `count` bytes, or as many as are left.
  mutating func block(_ count: Int) -> IndexText {
    let block = rest.prefix(max(0, count))
    rest = rest[block.endIndex...]
    return IndexText(bytes: UnsafeRawBufferPointer(rebasing: block))
  }
}

/// Reads the tab-separated fields of one line; those that the line leaves out are empty.
struct IndexFields {
  /// What is not read yet; its places are those of the text that the line is of.
  private(set) var rest: Slice<UnsafeRawBufferPointer>

  init(rest: Slice<UnsafeRawBufferPointer>) {
    self.rest = rest
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// The byte that the rest of the line begins with.
  var first: UInt8? { rest.first }

  mutating func text() -> String {
    String(decoding: field(), as: UTF8.self)
  }

  /// The next field, or nil where it is empty.
  mutating func textOrNil() -> String? {
    let text = text()
    return text.isEmpty ? nil : text
  }

  mutating func number() -> Int? {
    Int(text())
  }

  /// A field of several words.
  mutating func words(separator: UInt8 = UInt8(ascii: " ")) -> [String] {
    field().split(separator: separator).map { String(decoding: $0, as: UTF8.self) }
  }

  mutating func field() -> Slice<UnsafeRawBufferPointer> {
    let end = rest.firstIndex(of: UInt8(ascii: "\t")) ?? rest.endIndex
    defer { rest = rest[end...].dropFirst() }
    return rest[..<end]
  }
}
