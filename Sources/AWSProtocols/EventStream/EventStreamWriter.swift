// SPDX-License-Identifier: Apache-2.0

/// Writes messages of an event stream, each with its lengths and checksums.
package struct EventStreamWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// Appends a message, or throws and appends nothing where a part of it is longer than its length can tell or a reader
  /// takes, or a name stands twice.
  package mutating func append(_ message: EventStreamMessage) throws(EventStreamError) {
    let start = bytes.count
    var headers: [UInt8] = []
    var names: Set<String> = []
    for header in message.headers {
      guard (1...255).contains(header.name.utf8.count) else { throw EventStreamError(.badHeader, at: start) }
      guard names.insert(header.name).inserted else { throw EventStreamError(.duplicateHeader, at: start) }
      headers.append(UInt8(header.name.utf8.count))
      headers.append(contentsOf: header.name.utf8)
      guard EventStreamWriter.append(header.value, to: &headers) else { throw EventStreamError(.tooLarge, at: start) }
    }
    guard headers.count <= EventStreamMessage.headersLimit,
      message.payload.count <= EventStreamMessage.payloadLimit
    else { throw EventStreamError(.tooLarge, at: start) }
    let total = EventStreamMessage.frameLength + headers.count + message.payload.count
    EventStreamWriter.append(UInt32(total), to: &bytes)
    EventStreamWriter.append(UInt32(headers.count), to: &bytes)
    appendChecksum(from: start)
    bytes.append(contentsOf: headers)
    bytes.append(contentsOf: message.payload)
    appendChecksum(from: start)
  }

  private mutating func appendChecksum(from start: Int) {
    let checksum = bytes.withUnsafeBytes { CRC32.checksum(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    EventStreamWriter.append(checksum, to: &bytes)
  }

  private static func append(_ number: some FixedWidthInteger, to out: inout [UInt8]) {
    withUnsafeBytes(of: number.bigEndian) { out.append(contentsOf: $0) }
  }

  /// False where the value is longer than its length can tell.
  private static func append(_ value: EventStreamMessage.Value, to out: inout [UInt8]) -> Bool {
    func tagged(_ type: UInt8, _ number: some FixedWidthInteger) {
      out.append(type)
      append(number, to: &out)
    }
    func counted(_ type: UInt8, _ bytes: some Collection<UInt8>) -> Bool {
      guard let count = UInt16(exactly: bytes.count) else { return false }
      tagged(type, count)
      out.append(contentsOf: bytes)
      return true
    }
    switch value {
    case .bool(let value): out.append(value ? 0 : 1)
    case .byte(let value): tagged(2, value)
    case .short(let value): tagged(3, value)
    case .integer(let value): tagged(4, value)
    case .long(let value): tagged(5, value)
    case .bytes(let value): return counted(6, value)
    case .string(let value): return counted(7, value.utf8)
    case .timestamp(let value): tagged(8, value.milliseconds)
    case .uuid(let value): tagged(9, value)
    }
    return true
  }
}
