// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import NIOCore

/// How a response's end is marked on the wire (RFC 9112 §6).
enum ResponseFraming: Equatable {
  /// No body, whatever the fields say.
  case none
  case length
  case chunked
  /// The connection's end is the body's: for clients of HTTP/1.0.
  case close

  init(_ head: HTTPResponseHead, requestMethod: String, isHTTP10: Bool) {
    if requestMethod == "HEAD" || head.status == 204 || head.status == 304 {
      self = .none
    } else if head.fields.contains("Content-Length") {
      self = .length
    } else {
      self = isHTTP10 ? .close : .chunked
    }
  }
}

/// Writes responses as HTTP/1.1 bytes.
enum ResponseFrame {
  /// A whole response.
  static func write(
    _ response: PreparedResponse, isHTTP10: Bool, date: String, closes: Bool, to buffer: inout ByteBuffer
  ) {
    if let trailers = response.trailers, !isHTTP10 {
      return write(response, trailers, date: date, closes: closes, to: &buffer)
    }
    buffer.writeBytes(response.head)
    writeEnd(date: date, closes: closes, to: &buffer)
    buffer.writeBytes(response.body)
  }

  /// A whole response with fields behind its body, which only a chunked one has (RFC 9112 §7.1.2).
  private static func write(
    _ response: PreparedResponse, _ trailers: [UInt8], date: String, closes: Bool, to buffer: inout ByteBuffer
  ) {
    buffer.writeBytes(response.head.dropLast(response.lengthLine.count))
    buffer.writeStaticString("Transfer-Encoding: chunked\r\n")
    writeEnd(date: date, closes: closes, to: &buffer)
    write(piece: response.body, framing: .chunked, to: &buffer)
    writeEnd(trailers: trailers, to: &buffer)
  }

  /// The head of a response whose body follows in pieces.
  static func write(
    _ head: HTTPResponseHead, framing: ResponseFraming, date: String, closes: Bool, to buffer: inout ByteBuffer
  ) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64 + 64 * head.fields.list.count)
    PreparedResponse.appendStatusLine(head.status, to: &bytes)
    for field in HopByHop.removed(from: head.fields) where !field.isNamed("Date") {
      PreparedResponse.append(field, to: &bytes)
    }
    if framing == .chunked { PreparedResponse.append(HTTPField("Transfer-Encoding", "chunked"), to: &bytes) }
    buffer.writeBytes(bytes)
    // What the upstream says of the time is true now: it is passed on, not made up.
    writeEnd(date: head.fields["Date"] ?? date, closes: closes || framing == .close, to: &buffer)
  }

  private static func writeEnd(date: String, closes: Bool, to buffer: inout ByteBuffer) {
    buffer.writeStaticString("Date: ")
    buffer.writeString(date)
    if closes { buffer.writeStaticString("\r\nConnection: close") }
    buffer.writeStaticString("\r\n\r\n")
  }

  static func write(piece: some Collection<UInt8>, framing: ResponseFraming, to buffer: inout ByteBuffer) {
    if piece.isEmpty || framing == .none { return }
    if framing == .chunked { buffer.writeString("\(String(piece.count, radix: 16))\r\n") }
    buffer.writeBytes(piece)
    if framing == .chunked { buffer.writeStaticString("\r\n") }
  }

  static func writeEnd(trailers: HTTPFields, framing: ResponseFraming, to buffer: inout ByteBuffer) {
    guard framing == .chunked else { return }
    writeEnd(trailers: PreparedResponse.rendered(trailers: trailers), to: &buffer)
  }

  private static func writeEnd(trailers: [UInt8], to buffer: inout ByteBuffer) {
    buffer.writeStaticString("0\r\n")
    buffer.writeBytes(trailers)
    buffer.writeStaticString("\r\n")
  }
}
