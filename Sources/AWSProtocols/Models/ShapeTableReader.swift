// SPDX-License-Identifier: Apache-2.0

/// Reads one block of shapes; scripts/service_index_shapes.py describes its form. What is no such block reads as less.
struct ShapeTableReader {
  private(set) var names: [Range<Int>] = []
  private(set) var shapes: [ShapeTable.Shape] = []
  private(set) var members: [ShapeTable.Member] = []
  private(set) var errors: [ShapeTable.ErrorShape] = []
  private(set) var operations: [ShapeTable.Operation] = []

  private var lines: IndexLines
  private var nameWidth = 1
  private var shapeWidth = 1
  private var errorWidth = 1

  init(_ text: IndexText) {
    lines = text.lines
  }

  mutating func read() {
    guard var head = lines.next(), var names = lines.next() else { return }
    let widths = head.field().map { min(max(1, Int($0) - 0x30), 4) }
    guard widths.count == 3 else { return }
    (nameWidth, shapeWidth, errorWidth) = (widths[0], widths[1], widths[2])
    // The type says which `split`: that of sequences gives copies, whose places are their own.
    let parts: [Slice<UnsafeRawBufferPointer>] = names.field().split(
      separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    self.names = parts.map { $0.startIndex..<$0.endIndex }
    for _ in 0..<max(0, head.number() ?? 0) {
      guard let line = lines.next() else { return }
      shapes.append(shape(line))
    }
    for _ in 0..<max(0, head.number() ?? 0) {
      guard var line = lines.next() else { return }
      errors.append(error(&line))
    }
    while var line = lines.next() { operations.append(operation(&line)) }
  }

  private mutating func shape(_ line: IndexFields) -> ShapeTable.Shape {
    var rest = line.rest
    switch rest.popFirst() {
    case UInt8(ascii: "|"): return structure(.union, &rest)
    case UInt8(ascii: "["): return container(.list, &rest)
    case UInt8(ascii: "]"): return container(.flatList, &rest)
    case UInt8(ascii: "<"): return container(.map, &rest)
    case UInt8(ascii: ">"): return container(.flatMap, &rest)
    case UInt8(ascii: "\""): return ShapeTable.Shape(form: .enumeration, range: rest.startIndex..<rest.endIndex)
    case UInt8(ascii: "s"): return ShapeTable.Shape(form: .string)
    case UInt8(ascii: "b"): return ShapeTable.Shape(form: .boolean)
    case UInt8(ascii: "i"): return ShapeTable.Shape(form: .integer)
    case UInt8(ascii: "f"): return ShapeTable.Shape(form: .fraction)
    case UInt8(ascii: "x"): return ShapeTable.Shape(form: .blob)
    case UInt8(ascii: "d"): return ShapeTable.Shape(form: .document)
    case UInt8(ascii: "~"): return ShapeTable.Shape(form: .eventStream)
    case UInt8(ascii: "t"):
      let form = rest.first.flatMap { TimestampMembers.Form(rawValue: Character(UnicodeScalar($0))) }
      return ShapeTable.Shape(form: .timestamp(form))
    default: return structure(.structure, &rest)
    }
  }

  private mutating func structure(
    _ form: ShapeTable.Form, _ rest: inout Slice<UnsafeRawBufferPointer>
  ) -> ShapeTable.Shape {
    let start = members.count
    while let name = number(nameWidth, &rest), let shape = number(shapeWidth, &rest) {
      var member = ShapeTable.Member(name: name, shape: shape)
      while let mark = rest.first, Self.digit(mark) == nil {
        rest = rest.dropFirst()
        switch mark {
        case UInt8(ascii: "!"): member.isRequired = true
        case UInt8(ascii: "_"): member.isFlat = true
        case UInt8(ascii: "^"): member.formName = number(nameWidth, &rest)
        default: member.binding = ShapeTable.Binding(rawValue: mark) ?? .body
        }
      }
      members.append(member)
    }
    return ShapeTable.Shape(form: form, range: start..<members.count)
  }

  private func container(
    _ form: ShapeTable.Form, _ rest: inout Slice<UnsafeRawBufferPointer>
  ) -> ShapeTable.Shape {
    var shape = ShapeTable.Shape(form: form, inner: number(shapeWidth, &rest) ?? 0)
    while let name = number(nameWidth, &rest) { shape.names.append(name) }
    return shape
  }

  private func error(_ line: inout IndexFields) -> ShapeTable.ErrorShape {
    var first = line.field()
    let shape = number(shapeWidth, &first) ?? 0
    let name = String(decoding: first, as: UTF8.self)
    return ShapeTable.ErrorShape(shape: shape, name: name, status: line.number(), code: line.textOrNil() ?? name)
  }

  private func operation(_ line: inout IndexFields) -> ShapeTable.Operation {
    var operation = ShapeTable.Operation()
    var numbers = line.field()
    operation.input = number(shapeWidth, &numbers) ?? 0
    operation.output = number(shapeWidth, &numbers) ?? 0
    while let error = number(errorWidth, &numbers) {
      if errors.indices.contains(error) { operation.errors.append(error) }
    }
    operation.results = line.words(separator: UInt8(ascii: ",")).map { WirePlace($0[...]) }
    operation.more = line.textOrNil().map { WirePlace($0[...]) }
    return operation
  }

  /// So many digits of base 64, the highest first.
  private func number(_ width: Int, _ rest: inout Slice<UnsafeRawBufferPointer>) -> Int? {
    var number = 0
    let digits = rest.prefix(width)
    guard digits.count == width else { return nil }
    for byte in digits {
      guard let digit = Self.digit(byte) else { return nil }
      number = number << 6 | digit
    }
    rest = rest[digits.endIndex...]
    return number
  }

  private static func digit(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 0x30
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 0x41 + 10
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 0x61 + 36
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "-"): 63
    default: nil
    }
  }
}
