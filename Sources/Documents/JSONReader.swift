// SPDX-License-Identifier: Apache-2.0

/// Reads JSON (RFC 8259) into a ``Document``: strict, bounded, linear in the input and without recursion.
package enum JSONReader {
  /// Reads one value that fills `bytes`, but for white space round it.
  package static func read(
    _ bytes: [UInt8], limits: DocumentLimits = .standard
  ) throws(DocumentError) -> Document {
    try read(bytes, range: 0..<bytes.count, limits: limits)
  }

  /// Reads one value that fills `range` of `bytes`, which the document then shares, not copies.
  /// Offsets in errors count from the start of the range.
  package static func read(
    _ bytes: [UInt8], range: Range<Int>, limits: DocumentLimits = .standard
  ) throws(DocumentError) -> Document {
    guard range.count <= limits.bytes else { throw DocumentError(.tooLarge, at: limits.bytes) }
    let outcome: Result<([UInt8], [Document.Node]), DocumentError> = bytes.withUnsafeBytes { all in
      var scan = JSONScan(UnsafeRawBufferPointer(rebasing: all[range]), limits: limits)
      do throws(DocumentError) {
        try scan.document()
        return .success((scan.decoded, scan.nodes))
      } catch {
        return .failure(error)
      }
    }
    let (decoded, nodes) = try outcome.get()
    return Document(source: bytes, base: range.lowerBound, decoded: decoded, nodes: nodes)
  }
}

/// The state of one reading.
struct JSONScan {
  private let input: UnsafeRawBufferPointer
  private let limits: DocumentLimits
  private var at = 0
  private(set) var decoded: [UInt8] = []
  private(set) var nodes: [Document.Node] = []
  /// The indices of the containers that are still open.
  private var open: [Int] = []

  init(_ input: UnsafeRawBufferPointer, limits: DocumentLimits) {
    self.input = input
    self.limits = limits
    nodes.reserveCapacity(min(64, 1 + input.count / 8))
  }

  mutating func document() throws(DocumentError) {
    skipSpace()
    try value()
    while let container = open.last {
      skipSpace()
      let byte = try peek()
      let isObject = nodes[container].kind == .object
      if byte == (isObject ? 0x7D : 0x5D) {
        at += 1
        close(container)
        continue
      }
      if nodes[container].children > 0 {
        guard byte == 0x2C else { throw error(.unexpectedByte) }
        at += 1
        skipSpace()
      }
      nodes[container].children += 1
      if isObject {
        guard try peek() == 0x22 else { throw error(.unexpectedByte) }
        try string()
        skipSpace()
        guard try peek() == 0x3A else { throw error(.unexpectedByte) }
        at += 1
        skipSpace()
      }
      try value()
    }
    skipSpace()
    guard at == input.count else { throw error(.trailingBytes) }
  }

  private func error(_ code: DocumentError.Code) -> DocumentError { DocumentError(code, at: at) }

  @inline(__always)
  private func peek() throws(DocumentError) -> UInt8 {
    guard at < input.count else { throw error(.unexpectedEnd) }
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

  private mutating func close(_ container: Int) {
    open.removeLast()
    nodes[container].count = UInt32(at) - nodes[container].start
    nodes[container].end = UInt32(nodes.count)
  }

  private mutating func value() throws(DocumentError) {
    switch try peek() {
    case 0x7B: try container(.object)
    case 0x5B: try container(.array)
    case 0x22: try string()
    case 0x74: try literal("true", .true)
    case 0x66: try literal("false", .false)
    case 0x6E: try literal("null", .null)
    case 0x2D, 0x30...0x39: try number()
    default: throw error(.unexpectedByte)
    }
  }

  private mutating func append(_ kind: Document.Kind, start: Int, count: Int, isDecoded: Bool = false)
    throws(DocumentError)
  {
    guard nodes.count < limits.nodes else { throw error(.tooLarge) }
    nodes.append(
      Document.Node(
        kind: kind, isDecoded: isDecoded, start: UInt32(start), count: UInt32(count),
        end: UInt32(nodes.count + 1), children: 0))
  }

  private mutating func container(_ kind: Document.Kind) throws(DocumentError) {
    guard open.count < limits.depth else { throw error(.tooDeep) }
    open.append(nodes.count)
    try append(kind, start: at, count: 0)
    at += 1
  }

  private mutating func literal(_ word: StaticString, _ kind: Document.Kind) throws(DocumentError) {
    let count = word.utf8CodeUnitCount
    guard at + count <= input.count else { throw error(.unexpectedEnd) }
    for offset in 0..<count where input[at + offset] != word.utf8Start[offset] {
      throw error(.unexpectedByte)
    }
    try append(kind, start: at, count: count)
    at += count
  }

  private mutating func digits() throws(DocumentError) {
    let start = at
    while at < input.count, input[at] &- 0x30 < 10 { at += 1 }
    if at == start { throw error(.badNumber) }
  }

  private mutating func number() throws(DocumentError) {
    let start = at
    if input[at] == 0x2D { at += 1 }
    if at < input.count, input[at] == 0x30 { at += 1 } else { try digits() }
    if at < input.count, input[at] == 0x2E {
      at += 1
      try digits()
    }
    if at < input.count, input[at] | 0x20 == 0x65 {
      at += 1
      if at < input.count, input[at] == 0x2B || input[at] == 0x2D { at += 1 }
      try digits()
    }
    try append(.number, start: start, count: at - start)
  }

  /// Reads a string from its opening quote on. Text without escapes stays where it is.
  private mutating func string() throws(DocumentError) {
    at += 1
    let start = at
    // Most bytes of a document are read here: no call, no check but these.
    let (end, hasOther) = TextRun.end(input, from: at)
    at = end
    let byte = try peek()
    if byte == 0x5C { return try escapedString(start) }
    if byte != 0x22 { throw error(.controlCharacter) }
    if hasOther { try checkUTF8(start..<at) }
    try append(.string, start: start, count: at - start)
    at += 1
  }

  private mutating func escapedString(_ start: Int) throws(DocumentError) {
    let text = decoded.count
    var runStart = start
    while true {
      let byte = try peek()
      if byte == 0x22 { break }
      if byte < 0x20 { throw error(.controlCharacter) }
      guard byte == 0x5C else {
        at += 1
        continue
      }
      try checkUTF8(runStart..<at)
      decoded.append(contentsOf: input[runStart..<at])
      at += 1
      try JSONEscape.undo(input, at: &at, to: &decoded)
      runStart = at
    }
    try checkUTF8(runStart..<at)
    decoded.append(contentsOf: input[runStart..<at])
    try append(.string, start: text, count: decoded.count - text, isDecoded: true)
    at += 1
  }

  private func checkUTF8(_ range: Range<Int>) throws(DocumentError) {
    if let bad = firstInvalidUTF8(UnsafeRawBufferPointer(rebasing: input[range])) {
      throw DocumentError(.badUTF8, at: range.lowerBound + bad)
    }
  }
}
