// SPDX-License-Identifier: Apache-2.0

/// A body of type `application/vnd.amazon.eventstream`: messages, one behind the other.
package enum EventStream {
  package static let mediaType = "application/vnd.amazon.eventstream"

  /// The stream with other payloads and texts, in new frames with right lengths and checksums.
  ///
  /// Nil where `bytes` are not a whole and right event stream, or a part would become longer than a frame can tell.
  /// - Parameters:
  ///   - payload: given a message's payload and the text of its header `:content-type`.
  ///   - text: given the value of each header that is a string.
  package static func rewrite(
    _ bytes: [UInt8], payload: (ArraySlice<UInt8>, _ contentType: String?) -> [UInt8], text: (String) -> String
  ) -> [UInt8]? {
    var reader = EventStreamReader(bytes)
    var writer = EventStreamWriter()
    do throws(EventStreamError) {
      while var message = try reader.next() {
        message.payload = payload(message.payload, message.string(":content-type"))[...]
        for at in message.headers.indices {
          if case .string(let value) = message.headers[at].value { message.headers[at].value = .string(text(value)) }
        }
        try writer.append(message)
      }
    } catch {
      return nil
    }
    return writer.bytes
  }
}
