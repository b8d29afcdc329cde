// SPDX-License-Identifier: Apache-2.0

/// Writes compact JSON text, member by member, in the order of the calls.
///
/// It keeps commas and quotes right; that names are unique and that `raw` is JSON is the caller's word.
package struct JSONWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// - Parameter capacity: about how many bytes there will be.
  package init(capacity: Int = 0) {
    bytes.reserveCapacity(capacity)
  }

  /// The text so far.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func object(_ members: (inout JSONWriter) -> Void) {
    container(0x7B, 0x7D, members)
  }

  package mutating func array(_ elements: (inout JSONWriter) -> Void) {
    container(0x5B, 0x5D, elements)
  }

  package mutating func string(_ value: some StringProtocol) {
    separate()
    var value = String(value)
    value.withUTF8 { quote(UnsafeRawBufferPointer($0)) }
  }

  package mutating func int(_ value: some BinaryInteger) {
    separate()
    bytes.append(contentsOf: String(value).utf8)
  }

  package mutating func bool(_ value: Bool) {
    separate()
    bytes.append(contentsOf: value ? "true".utf8 : "false".utf8)
  }

  package mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  /// JSON text as it is.
  package mutating func raw(_ json: some Collection<UInt8>) {
    separate()
    bytes.append(contentsOf: json)
  }

  /// UTF-8 text as a string; lone surrogates in it, as ``JSONReader`` keeps them, come out as their escapes.
  package mutating func string(utf8: some Collection<UInt8>) {
    separate()
    if utf8.withContiguousStorageIfAvailable({ quote(UnsafeRawBufferPointer($0)) }) == nil {
      Array(utf8).withUnsafeBytes { quote($0) }
    }
  }

  /// The name of the member whose value is written next.
  package mutating func name(_ name: some StringProtocol) {
    string(name)
    endName()
  }

  /// The same with a name as ``string(utf8:)`` takes it.
  package mutating func name(utf8 name: some Collection<UInt8>) {
    string(utf8: name)
    endName()
  }

  private mutating func endName() {
    bytes.append(0x3A)
    needsComma = false
  }

  package mutating func member(_ name: String, _ value: some StringProtocol) {
    self.name(name)
    string(value)
  }

  package mutating func member(_ name: String, _ value: some BinaryInteger) {
    self.name(name)
    int(value)
  }

  package mutating func member(_ name: String, _ value: Bool) {
    self.name(name)
    bool(value)
  }

  /// An array as a member.
  package mutating func member(_ name: String, array elements: (inout JSONWriter) -> Void) {
    self.name(name)
    array(elements)
  }

  /// An object as a member.
  package mutating func member(_ name: String, object members: (inout JSONWriter) -> Void) {
    self.name(name)
    object(members)
  }

  private mutating func separate() {
    if needsComma { bytes.append(0x2C) }
    needsComma = true
  }

  private mutating func container(_ open: UInt8, _ close: UInt8, _ content: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(open)
    needsComma = false
    content(&self)
    bytes.append(close)
    needsComma = true
  }

  private mutating func quote(_ text: UnsafeRawBufferPointer) {
    bytes.append(0x22)
    // As a rule nothing is to be escaped.
    if !TextRun.needsEscape(text) {
      bytes.append(contentsOf: text)
      bytes.append(0x22)
      return
    }
    var runStart = 0
    for at in text.indices {
      let byte = text[at]
      // Of bytes that are no UTF-8 at all, the second or third may be one that is looked at, too.
      if byte == 0xED, at + 2 < text.count, text[at + 1] >> 5 == 0b101, text[at + 2] >> 6 == 0b10 {
        bytes.append(contentsOf: text.bytes(runStart..<at))
        runStart = at + 3
        appendSurrogate(text[at + 1], text[at + 2])
        continue
      }
      guard byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F else { continue }
      bytes.append(contentsOf: text.bytes(runStart..<at))
      runStart = at + 1
      bytes.append(0x5C)
      switch byte {
      case 0x22, 0x5C: bytes.append(byte)
      case 0x0A: bytes.append(0x6E)
      case 0x0D: bytes.append(0x72)
      case 0x09: bytes.append(0x74)
      default:
        bytes.append(contentsOf: "u00".utf8)
        bytes.append(hexDigits[Int(byte >> 4)])
        bytes.append(hexDigits[Int(byte & 15)])
      }
    }
    bytes.append(contentsOf: text.bytes(runStart..<text.count))
    bytes.append(0x22)
  }

  /// A lone surrogate, which ``JSONReader`` keeps in the three bytes that its number would take: UTF-8 has no way to
  /// write it, JSON has.
  private mutating func appendSurrogate(_ second: UInt8, _ third: UInt8) {
    let unit = 0xD000 | UInt16(second & 0x3F) << 6 | UInt16(third & 0x3F)
    bytes.append(contentsOf: "\\u".utf8)
    for shift in [12, 8, 4, 0] { bytes.append(hexDigits[Int(unit >> UInt16(shift) & 15)]) }
  }
}

/// The digits of base 16, lower case, as ASCII.
package let hexDigits: [UInt8] = Array("0123456789abcdef".utf8)
