// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Reads the messages of an event stream one after the other: strict, bounded and linear in the input.
package struct EventStreamReader: Sendable {
  private let bytes: [UInt8]
  private var at = 0

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The next message, whose payload shares the stream's bytes; nil at the end of the stream. Of no use after an error.
  package mutating func next() throws(EventStreamError) -> EventStreamMessage? {
    if at == bytes.count { return nil }
    let start = at
    guard bytes.count - start >= EventStreamMessage.frameLength else { throw error(.unexpectedEnd, at: bytes.count) }
    let (total, headersLength) = (Int(number(as: UInt32.self)), Int(number(as: UInt32.self)))
    guard checksum(start..<at) == number(as: UInt32.self) else { throw error(.badChecksum, at: start) }
    // Lengths count only once their checksum is right.
    guard headersLength <= EventStreamMessage.headersLimit else { throw error(.tooLarge, at: start) }
    let payloadLength = total - headersLength - EventStreamMessage.frameLength
    guard payloadLength >= 0 else { throw error(.badLength, at: start) }
    guard payloadLength <= EventStreamMessage.payloadLimit else { throw error(.tooLarge, at: start) }
    guard bytes.count - start >= total else { throw error(.unexpectedEnd, at: bytes.count) }

    let payload = at + headersLength..<start + total - EventStreamMessage.checksumLength
    let headers = try headers(until: payload.lowerBound)
    at = payload.upperBound
    guard checksum(start..<at) == number(as: UInt32.self) else { throw error(.badChecksum, at: start) }
    return EventStreamMessage(headers: headers, payload: bytes[payload])
  }

  private func error(_ code: EventStreamError.Code, at offset: Int) -> EventStreamError {
    EventStreamError(code, at: offset)
  }

  private func checksum(_ range: Range<Int>) -> UInt32 {
    bytes.withUnsafeBytes { CRC32.checksum(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// The big-endian number that comes next; the caller has seen that it is there.
  private mutating func number<Number: FixedWidthInteger>(as _: Number.Type) -> Number {
    let end = at + Number.bitWidth / 8
    defer { at = end }
    return bytes[at..<end].reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
  }

  private mutating func headers(until end: Int) throws(EventStreamError) -> [EventStreamMessage.Header] {
    var headers: [EventStreamMessage.Header] = []
    var names: Set<String> = []
    while at < end {
      let start = at
      let nameLength = try scalar(as: UInt8.self, until: end)
      guard nameLength > 0 else { throw error(.badHeader, at: start) }
      let name = try text(Int(nameLength), until: end)
      guard names.insert(name).inserted else { throw error(.duplicateHeader, at: start) }
      headers.append(EventStreamMessage.Header(name, try value(until: end)))
    }
    return headers
  }

  private mutating func value(until end: Int) throws(EventStreamError) -> EventStreamMessage.Value {
    switch try scalar(as: UInt8.self, until: end) {
    case 0: return .bool(true)
    case 1: return .bool(false)
    case 2: return .byte(try scalar(as: Int8.self, until: end))
    case 3: return .short(try scalar(as: Int16.self, until: end))
    case 4: return .integer(try scalar(as: Int32.self, until: end))
    case 5: return .long(try scalar(as: Int64.self, until: end))
    case 6: return .bytes(Array(try slice(Int(try scalar(as: UInt16.self, until: end)), until: end)))
    case 7: return .string(try text(Int(try scalar(as: UInt16.self, until: end)), until: end))
    case 8: return .timestamp(Timestamp(milliseconds: try scalar(as: Int64.self, until: end)))
    case 9: return .uuid(try scalar(as: UInt128.self, until: end))
    default: throw error(.badHeader, at: at - 1)
    }
  }

  private mutating func scalar<Number: FixedWidthInteger>(
    as type: Number.Type, until end: Int
  ) throws(EventStreamError) -> Number {
    guard end - at >= Number.bitWidth / 8 else { throw error(.badHeader, at: at) }
    return number(as: type)
  }

  private mutating func slice(_ count: Int, until end: Int) throws(EventStreamError) -> ArraySlice<UInt8> {
    guard end - at >= count else { throw error(.badHeader, at: at) }
    defer { at += count }
    return bytes[at..<at + count]
  }

  private mutating func text(_ count: Int, until end: Int) throws(EventStreamError) -> String {
    let start = at
    let bytes = try slice(count, until: end)
    guard bytes.isUTF8 else { throw error(.badHeader, at: start) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
