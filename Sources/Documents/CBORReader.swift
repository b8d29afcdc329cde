// SPDX-License-Identifier: Apache-2.0

/// Reads CBOR (RFC 8949) into a ``Document``: strict, bounded and without recursion.
///
/// Byte strings are strings of their base64. Numbers are exact decimals, but NaN and the infinities are strings, as
/// Smithy writes them in JSON; undefined is null. Of tags only bignums (2, 3) count, all others are their content.
/// Refused are map keys that are no text, keys that stand twice, bignums of more than 64 bytes and simple values
/// without a meaning.
package enum CBORReader {
  /// Reads one data item that fills `bytes`.
  package static func read(
    _ bytes: ArraySlice<UInt8>, limits: DocumentLimits = .standard
  ) throws(DocumentError) -> Document {
    guard bytes.count <= limits.bytes else { throw DocumentError(.tooLarge, at: limits.bytes) }
    let outcome: Result<Document, DocumentError> = bytes.withUnsafeBytes { input in
      var scan = CBORScan(input, limits: limits)
      do throws(DocumentError) {
        return .success(try scan.document())
      } catch {
        return .failure(error)
      }
    }
    let document = try outcome.get()
    for index in document.nodes.indices where document.nodes[index].kind == .object {
      let value = DocumentValue(document: document, index: index)
      // The texts of such a document have no place in the source to tell.
      if value.hasDuplicateMembers { throw DocumentError(.duplicateMember, at: 0) }
    }
    return document
  }
}

/// The state of one reading.
private struct CBORScan {
  /// A map or array that is not at its end.
  private struct Container {
    /// How many items are left, keys included; nil where a break ends it.
    var left: Int?
    var isMap: Bool
    var wantsKey: Bool
  }

  /// What the first byte of an item says and the length or number behind it (RFC 8949 §3).
  private struct Head {
    var major: UInt8
    var info: UInt8
    var argument: UInt64

    var isIndefinite: Bool { info == 31 }
  }

  private let input: UnsafeRawBufferPointer
  private var at = 0
  private var builder: DocumentBuilder
  private var open: [Container] = []

  init(_ input: UnsafeRawBufferPointer, limits: DocumentLimits) {
    self.input = input
    builder = DocumentBuilder(limits: limits)
  }

  mutating func document() throws(DocumentError) -> Document {
    try item()
    while let container = open.last {
      if container.left == 0 {
        end()
      } else if container.left == nil, at < input.count, input[at] == 0xFF {
        guard !container.isMap || container.wantsKey else { throw error(.unexpectedByte) }
        at += 1
        end()
      } else if container.isMap, container.wantsKey {
        try key()
      } else {
        try item()
      }
    }
    guard at == input.count else { throw error(.trailingBytes) }
    return builder.document()
  }

  private func error(_ code: DocumentError.Code) -> DocumentError { DocumentError(code, at: at) }

  private mutating func end() {
    open.removeLast()
    builder.close()
  }

  /// Counts an item of the innermost container.
  private mutating func count() {
    guard !open.isEmpty else { return }
    open[open.count - 1].left? -= 1
    open[open.count - 1].wantsKey = !open[open.count - 1].wantsKey
  }

  private mutating func head() throws(DocumentError) -> Head {
    guard at < input.count else { throw error(.unexpectedEnd) }
    let byte = input[at]
    var head = Head(major: byte >> 5, info: byte & 31, argument: UInt64(byte & 31))
    switch head.info {
    case 0..<24: at += 1
    case 24...27:
      let count = 1 << Int(head.info - 24)
      guard count < input.count - at else { throw error(.unexpectedEnd) }
      head.argument = 0
      for offset in 1...count { head.argument = head.argument << 8 | UInt64(input[at + offset]) }
      at += 1 + count
    case 31 where [2, 3, 4, 5].contains(head.major): at += 1
    default: throw error(.unexpectedByte)
    }
    return head
  }

  private mutating func key() throws(DocumentError) {
    builder.offset = at
    let mark = at
    let head = try head()
    guard head.major == 3 else { throw DocumentError(.unexpectedByte, at: mark) }
    try builder.name(try text(head))
    count()
  }

  private mutating func item() throws(DocumentError) {
    builder.offset = at
    var mark = at
    var head = try head()
    while head.major == 6 {
      let tag = head.argument
      mark = at
      head = try self.head()
      guard tag == 2 || tag == 3 else { continue }
      guard head.major == 2 else { throw DocumentError(.badNumber, at: mark) }
      let bytes = try self.bytes(head)
      guard bytes.count <= 64 else { throw DocumentError(.badNumber, at: mark) }
      count()
      return try builder.number(CBORNumber.decimal(bytes, isComplement: tag == 3))
    }
    count()
    switch head.major {
    case 0: try builder.number(String(head.argument))
    case 1: try builder.number(String(-1 - Int128(head.argument)))
    case 2: try builder.string(Base64.encode(try bytes(head)))
    case 3: try builder.string(try text(head))
    case 4: try container(head, isMap: false)
    case 5: try container(head, isMap: true)
    default: try simple(head, at: mark)
    }
  }

  /// A container is as long as its items: each takes a byte at least.
  private mutating func container(_ head: Head, isMap: Bool) throws(DocumentError) {
    var left: Int?
    if !head.isIndefinite {
      guard head.argument <= UInt64((input.count - at) / (isMap ? 2 : 1)) else { throw error(.unexpectedEnd) }
      left = Int(head.argument) * (isMap ? 2 : 1)
    }
    try builder.open(isMap ? .object : .array)
    open.append(Container(left: left, isMap: isMap, wantsKey: isMap))
  }

  private mutating func text(_ head: Head) throws(DocumentError) -> [UInt8] {
    let start = at
    let text = try bytes(head)
    guard text.isUTF8 else { throw DocumentError(.badUTF8, at: start) }
    return text
  }

  /// The bytes of a string, in one piece or in several.
  private mutating func bytes(_ head: Head) throws(DocumentError) -> [UInt8] {
    if !head.isIndefinite { return Array(try piece(head)) }
    var all: [UInt8] = []
    while true {
      guard at < input.count else { throw error(.unexpectedEnd) }
      if input[at] == 0xFF { break }
      let mark = at
      let next = try self.head()
      guard next.major == head.major, !next.isIndefinite else { throw DocumentError(.unexpectedByte, at: mark) }
      let piece = try piece(next)
      // Pieces of text are text themselves (RFC 8949 §3.2.3).
      if head.major == 3, firstInvalidUTF8(UnsafeRawBufferPointer(rebasing: piece)) != nil {
        throw DocumentError(.badUTF8, at: mark)
      }
      all.append(contentsOf: piece)
    }
    at += 1
    return all
  }

  private mutating func piece(_ head: Head) throws(DocumentError) -> Slice<UnsafeRawBufferPointer> {
    guard head.argument <= UInt64(input.count - at) else { throw error(.unexpectedEnd) }
    let start = at
    at += Int(head.argument)
    return input[start..<at]
  }

  private mutating func simple(_ head: Head, at mark: Int) throws(DocumentError) {
    switch head.info {
    case 20: try builder.bool(false)
    case 21: try builder.bool(true)
    case 22, 23: try builder.null()
    case 25: try float(CBORNumber.half(UInt16(truncatingIfNeeded: head.argument)))
    case 26: try float(Double(Float(bitPattern: UInt32(truncatingIfNeeded: head.argument))))
    case 27: try float(Double(bitPattern: head.argument))
    default: throw DocumentError(.unexpectedByte, at: mark)
    }
  }

  private mutating func float(_ value: Double) throws(DocumentError) {
    if value.isFinite {
      // The shortest decimal that is this number and no other.
      try builder.number(value.description)
    } else {
      try builder.string(Array((value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity").utf8))
    }
  }
}

/// Numbers that Swift has no type for everywhere.
enum CBORNumber {
  /// An IEEE 754 binary16 number (RFC 8949, appendix D).
  static func half(_ bits: UInt16) -> Double {
    let exponent = Int(bits >> 10 & 31)
    let fraction = Double(bits & 0x3FF)
    let magnitude: Double =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 25, significand: fraction + 1024)
      }
    return bits & 0x8000 == 0 ? magnitude : -magnitude
  }

  /// The decimal of an unsigned big-endian number n, or of -1 - n. Its time is square in the bytes: bound them.
  static func decimal(_ bytes: [UInt8], isComplement: Bool) -> String {
    /// Digits of base 10⁹, the lowest first.
    var digits: [UInt64] = [0]
    func multiplyAdd(_ factor: UInt64, _ addend: UInt64) {
      var carry = addend
      for index in digits.indices {
        let value = digits[index] * factor + carry
        digits[index] = value % 1_000_000_000
        carry = value / 1_000_000_000
      }
      if carry > 0 { digits.append(carry) }
    }
    for byte in bytes { multiplyAdd(256, UInt64(byte)) }
    if isComplement { multiplyAdd(1, 1) }
    var text = isComplement ? "-" : ""
    for (index, digit) in digits.reversed().enumerated() {
      let part = String(digit)
      text += index == 0 ? part : String(repeating: "0", count: 9 - part.utf8.count) + part
    }
    return text
  }
}
