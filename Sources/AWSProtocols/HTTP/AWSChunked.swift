// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// The content coding `aws-chunked`: a body in chunks, signed or not, with trailers (Amazon S3 API Reference,
/// "Signature Calculations: Transferring Payload in Multiple Chunks" and "…Including Trailing Headers").
///
/// How a client cuts its chunks means nothing. Signatures are not checked.
package enum AWSChunked {
  /// Room for a size, a signature, and extensions of another kind.
  private static let longestLine = 4_096
  private static let mostTrailers = 64

  /// Whether the body of a request with these fields is chunked so.
  package static func isUsed(_ fields: HTTPFields) -> Bool {
    if fields.contains("Content-Encoding"), codings(fields).contains(where: isOwn) { return true }
    // Not all clients name the coding. Event streams are framed otherwise.
    guard let hash = fields["x-amz-content-sha256"] else { return false }
    return hash.hasPrefix("STREAMING-") && !hash.hasSuffix("-EVENTS")
  }

  /// What `Content-Encoding` says of the payload itself, without this coding; nil where nothing is left.
  package static func contentEncoding(_ fields: HTTPFields) -> String? {
    let others = codings(fields).filter { !isOwn($0) }
    return others.isEmpty ? nil : others.joined(separator: ", ")
  }

  /// Whether the body of a request with these fields may be chunked so, also where its head has lost what names the
  /// coding, as recorded ones have.
  package static func mayBeUsed(_ fields: HTTPFields) -> Bool {
    isUsed(fields) || fields.contains("x-amz-decoded-content-length")
  }

  /// Leaves out what fields say of this coding, for a body that is kept without it.
  package static func removeCoding(from fields: inout HTTPFields) {
    let coding = contentEncoding(fields)
    fields.remove("Content-Encoding")
    if let coding { fields.append("Content-Encoding", coding) }
    for name in ["X-Amz-Decoded-Content-Length", "X-Amz-Trailer"] { fields.remove(name) }
  }

  /// Undoes the coding of a whole body, or says nil where it is not of that form.
  /// - Parameter length: of the payload in bytes, as `x-amz-decoded-content-length` has it, if it does.
  package static func decode(
    _ body: ArraySlice<UInt8>, length: Int? = nil
  ) -> (payload: [UInt8], trailers: HTTPFields)? {
    var payload: [UInt8] = []
    payload.reserveCapacity(body.count)
    var rest = body
    while true {
      guard let line = line(&rest), let size = size(of: line) else { return nil }
      if size == 0 { break }
      guard size <= rest.count else { return nil }
      payload.append(contentsOf: rest.prefix(size))
      rest = rest.dropFirst(size)
      guard rest.starts(with: [0x0D, 0x0A]) else { return nil }
      rest = rest.dropFirst(2)
    }
    guard let trailers = trailers(rest), length == nil || length == payload.count else { return nil }
    return (payload, trailers)
  }

  /// Undoes the coding of the body of a request with these fields; nil where it has another form or length than they
  /// say.
  package static func decode(
    _ body: ArraySlice<UInt8>, fields: HTTPFields
  ) -> (payload: [UInt8], trailers: HTTPFields)? {
    guard let length = fields["x-amz-decoded-content-length"] else { return decode(body) }
    return Int(length).flatMap { decode(body, length: $0) }
  }

  private static func codings(_ fields: HTTPFields) -> [Substring] {
    guard fields.contains("Content-Encoding") else { return [] }
    return fields.list.filter { $0.isNamed("Content-Encoding") }
      .flatMap { $0.value.split { $0 == "," || $0 == " " || $0 == "\t" } }
  }

  private static func isOwn(_ coding: Substring) -> Bool { coding.asciiLowercased == "aws-chunked" }

  /// Splits off a line that ends with CRLF; nil where there is none in the next bytes.
  private static func line(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let end = rest.prefix(longestLine).firstIndex(of: 0x0A), end > rest.startIndex, rest[end - 1] == 0x0D
    else { return nil }
    defer { rest = rest[(end + 1)...] }
    return rest[..<(end - 1)]
  }

  /// `SIZE` or `SIZE;chunk-signature=…`, the size in hex.
  static func size(of line: ArraySlice<UInt8>) -> Int? {
    let digits = line.prefix { $0 != 0x3B }
    guard !digits.isEmpty, digits.count < 16 else { return nil }
    var size = 0
    for digit in digits {
      guard let value = hexValue(digit) else { return nil }
      size = size << 4 | Int(value)
    }
    return size
  }

  /// The fields behind the last chunk, up to an empty line or the end, behind which nothing may follow.
  private static func trailers(_ rest: ArraySlice<UInt8>) -> HTTPFields? {
    var trailers: HTTPFields = []
    var rest = rest
    while !rest.isEmpty {
      // Some signers end trailers with a line feed alone.
      let end = rest.prefix(longestLine).firstIndex(of: 0x0A) ?? rest.endIndex
      guard end - rest.startIndex < longestLine else { return nil }
      let line = rest[..<end].last == 0x0D ? rest[..<end].dropLast() : rest[..<end]
      rest = rest[end...].dropFirst()
      if line.isEmpty {
        return rest.allSatisfy { $0 == 0x0D || $0 == 0x0A } ? trailers : nil
      }
      guard trailers.list.count < mostTrailers, let colon = line.firstIndex(of: 0x3A), colon > line.startIndex else {
        return nil
      }
      let value = line[(colon + 1)...].drop { $0 == 0x20 }
      trailers.append(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
    }
    return trailers
  }
}
