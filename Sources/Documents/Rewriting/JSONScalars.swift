// SPDX-License-Identifier: Apache-2.0

/// Walks over the scalars of JSON texts that stand one behind the other.
///
/// Strings may hold any bytes, and a number any of the characters that numbers are made of: what is looked for are
/// texts, not faults.
struct JSONScalars: ~Copyable {
  private enum Container {
    case object, array
  }

  /// Something that JSON does not know where it stands: the reading ends there.
  private struct Fault: Error {}

  private var visitor: ScalarVisitor
  private let input: UnsafeRawBufferPointer
  private var at = 0
  private var open: [Container] = []
  /// Whether nothing has been read yet of the innermost container.
  private var isFirst = true

  init(_ visitor: consuming ScalarVisitor) {
    input = visitor.input
    self.visitor = visitor
  }

  mutating func run() -> (bytes: [UInt8]?, isWhole: Bool) {
    if input.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    do throws(Fault) {
      skipSpace()
      while at < input.count {
        try value()
        while let container = open.last { try step(in: container) }
        skipSpace()
      }
    } catch {
      visitor.isWhole = false
    }
    return visitor.finish()
  }

  @inline(__always)
  private func peek() throws(Fault) -> UInt8 {
    guard at < input.count else { throw Fault() }
    return input[at]
  }

  @inline(__always)
  private mutating func skipSpace() {
    while at < input.count {
      switch input[at] {
      case 0x20, 0x0A, 0x0D, 0x09: at += 1
      default: return
      }
    }
  }

  /// Reads a member or an element, or the end of the container.
  private mutating func step(in container: Container) throws(Fault) {
    skipSpace()
    let byte = try peek()
    if !isFirst, container == .object { visitor.place.pop() }
    if byte == (container == .object ? 0x7D : 0x5D) {
      at += 1
      if container == .array { visitor.place.pop() }
      open.removeLast()
      isFirst = false
      return
    }
    if !isFirst {
      guard byte == 0x2C else { throw Fault() }
      at += 1
      skipSpace()
    }
    isFirst = false
    switch container {
    case .object:
      guard try peek() == 0x22 else { throw Fault() }
      try string(.name)
      skipSpace()
      guard try peek() == 0x3A else { throw Fault() }
      at += 1
      skipSpace()
    case .array: visitor.place.next()
    }
    try value()
  }

  private mutating func value() throws(Fault) {
    switch try peek() {
    case 0x22: try string(.string)
    case 0x7B: try container(.object)
    case 0x5B: try container(.array)
    case 0x74: try literal("true")
    case 0x66: try literal("false")
    case 0x6E: try literal("null")
    case 0x2D, 0x30...0x39: number()
    default: throw Fault()
    }
  }

  private mutating func container(_ container: Container) throws(Fault) {
    guard open.count < ScalarRewriter.depth else { return try skipContainer() }
    at += 1
    open.append(container)
    if container == .array { visitor.place.push(element: -1) }
    isFirst = true
  }

  /// Goes behind a container that lies too deep, and tells the strings in it without their names.
  private mutating func skipContainer() throws(Fault) {
    visitor.isWhole = false
    var depth = 0
    repeat {
      switch try peek() {
      case 0x22:
        try string(.string)
        continue
      case 0x7B, 0x5B: depth += 1
      case 0x7D, 0x5D: depth -= 1
      default: break
      }
      at += 1
    } while depth > 0
  }

  private mutating func literal(_ word: StaticString) throws(Fault) {
    let count = word.utf8CodeUnitCount
    guard at + count <= input.count else { throw Fault() }
    for offset in 0..<count where input[at + offset] != word.utf8Start[offset] { throw Fault() }
    at += count
  }

  private mutating func number() {
    let start = at
    scan: while at < input.count {
      switch input[at] {
      case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: at += 1
      default: break scan
      }
    }
    if let other = visitor.offer(.number, input.bytes(start..<at)) {
      visitor.put(start..<at) { $0.append(contentsOf: other) }
    }
  }

  /// Reads a string from its opening quote on, and goes below it where it is a name.
  private mutating func string(_ kind: ScalarKind) throws(Fault) {
    let start = at
    // Most bytes of a body are read here.
    var end = TextRun.end(input, from: start + 1).place
    while end < input.count, input[end] < 0x20 { end = TextRun.end(input, from: end + 1).place }
    at = end
    if end < input.count, input[end] == 0x5C {
      var text = visitor.takeBuffer()
      text.append(contentsOf: input.bytes(start + 1..<end))
      unescape(to: &text)
      text.withUnsafeBytes { text in
        take(kind, text, from: start)
        if kind == .name { visitor.place.push(copying: text) }
      }
      visitor.giveBack(text)
    } else {
      let text = input.bytes(start + 1..<end)
      take(kind, text, from: start)
      if kind == .name { visitor.place.push(text) }
    }
    guard at < input.count else { throw Fault() }
    at += 1
  }

  /// Goes to the closing quote.
  private mutating func unescape(to text: inout [UInt8]) {
    while at < input.count, input[at] != 0x22 {
      var next = at + 1
      if input[at] == 0x5C {
        do throws(DocumentError) {
          try JSONEscape.undo(input, at: &next, to: &text)
        } catch {
          visitor.isWhole = false
          next = at + 1
          text.append(input[at])
        }
      } else {
        while next < input.count, input[next] != 0x22, input[next] != 0x5C { next += 1 }
        text.append(contentsOf: input.bytes(at..<next))
      }
      at = next
    }
  }

  /// Offers a string that stands between the quote at `start` and the one here.
  private mutating func take(_ kind: ScalarKind, _ text: UnsafeRawBufferPointer, from start: Int) {
    guard let other = visitor.offer(kind, text) else { return }
    visitor.put(start..<at) { out in
      var writer = JSONWriter()
      writer.string(utf8: other)
      out.append(contentsOf: writer.bytes.dropLast())
    }
  }
}
