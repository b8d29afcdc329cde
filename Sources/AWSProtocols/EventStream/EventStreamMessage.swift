// SPDX-License-Identifier: Apache-2.0

/// One message of an event stream (Smithy, "Amazon Event Stream Specification").
package struct EventStreamMessage: Hashable, Sendable {
  package struct Header: Hashable, Sendable {
    /// 1 to 255 bytes.
    package var name: String
    package var value: Value

    package init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// The ten types of a header's value; true and false are two of them.
  package enum Value: Hashable, Sendable {
    case bool(Bool)
    case byte(Int8)
    case short(Int16)
    case integer(Int32)
    case long(Int64)
    /// At most 65 535 bytes.
    case bytes([UInt8])
    /// At most 65 535 bytes.
    case string(String)
    case timestamp(Timestamp)
    case uuid(UInt128)
  }

  /// In their order; no name stands twice.
  package var headers: [Header]
  package var payload: ArraySlice<UInt8>

  package init(headers: [Header], payload: ArraySlice<UInt8>) {
    self.headers = headers
    self.payload = payload
  }

  /// The text of the header of that name.
  package func string(_ name: String) -> String? {
    for header in headers where header.name == name {
      if case .string(let text) = header.value { return text }
    }
    return nil
  }
}

extension EventStreamMessage {
  /// Bytes of all headers of one message.
  static let headersLimit = 128 << 10
  /// Bytes of one message's payload.
  static let payloadLimit = 24 << 20
  /// Two lengths and their checksum.
  static let preludeLength = 12
  static let checksumLength = 4
  /// What a message has beside headers and payload.
  static let frameLength = preludeLength + checksumLength
}

/// Why bytes are no event stream, or a message cannot be written.
package struct EventStreamError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case unexpectedEnd = "unexpected end"
    case badLength = "lengths that contradict each other"
    case badChecksum = "checksum does not match"
    case badHeader = "bad header"
    case duplicateHeader = "duplicate header"
    case tooLarge = "too large"
  }

  package let code: Code
  /// Bytes from the start of the stream.
  package let offset: Int

  init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  package var description: String { "\(code.rawValue) at byte \(offset) of an event stream" }
}
