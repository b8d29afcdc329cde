// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// Makes a head and trailers of the header lines that libcurl tells one by one.
struct ResponseReader {
  enum Step {
    case more
    case head(HTTPResponseHead)
    /// No response of HTTP, in words.
    case invalid(String)
  }

  private enum Part {
    case statusLine
    case fields(HTTPResponseHead)
    case trailers
  }

  /// For all header lines of a transfer together, informational responses and trailers included.
  static let byteLimit = 1024 * 1024

  private(set) var trailers: HTTPFields = []
  private var part = Part.statusLine
  private var byteCount = 0

  /// Whether the final response has begun.
  var hasHead: Bool {
    if case .trailers = part { true } else { false }
  }

  /// Takes one line, its line end still on it.
  mutating func read(line: UnsafeRawBufferPointer) -> Step {
    byteCount += line.count
    guard byteCount <= Self.byteLimit else { return .invalid("more than \(Self.byteLimit) bytes of header fields") }
    let text = line.trimmed { $0 == 0x0D || $0 == 0x0A }
    switch part {
    case .statusLine:
      guard let status = Self.status(of: text) else { return .invalid("no status line") }
      part = .fields(HTTPResponseHead(status: status))
    case .fields(var head):
      if text.isEmpty { return finish(head) }
      // Let go of the copy inside the enum, or each field would copy the list.
      part = .statusLine
      Self.add(text, to: &head.fields)
      part = .fields(head)
    case .trailers:
      if Self.status(of: text) != nil { return .invalid("a second response") }
      Self.add(text, to: &trailers)
    }
    return .more
  }

  private mutating func finish(_ head: HTTPResponseHead) -> Step {
    guard head.status != 101 else { return .invalid("a protocol switch that nobody asked for") }
    guard head.status >= 200 else {
      part = .statusLine
      return .more
    }
    part = .trailers
    var head = head
    guard Self.settleLength(&head.fields) else { return .invalid("a Content-Length that is none, or two that differ") }
    return .head(head)
  }

  /// Leaves one length at most, and none where a transfer coding frames the body (RFC 9112 §6.3): what comes behind
  /// must not read the message otherwise than libcurl did. False where lengths contradict each other.
  private static func settleLength(_ fields: inout HTTPFields) -> Bool {
    let lengths = fields.all("Content-Length")
    guard !lengths.isEmpty else { return true }
    if fields.contains("Transfer-Encoding") {
      fields.remove("Content-Length")
      return true
    }
    if lengths.count == 1, isLength(lengths[0]) { return true }
    let values = lengths.flatMap { value in
      value.utf8.split(separator: 0x2C, omittingEmptySubsequences: false).map { part in
        String(decoding: part.drop(while: \.isBlank).reversed().drop(while: \.isBlank).reversed(), as: UTF8.self)
      }
    }
    guard let value = values.first, isLength(value), values.allSatisfy({ $0 == value }) else { return false }
    if values.count > 1 { fields.set("Content-Length", value) }
    return true
  }

  private static func isLength(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 &- 0x30 < 10 } && Int(text) != nil
  }

  /// `HTTP/1.1 200 OK`, `HTTP/2 200` (RFC 9112 §4).
  private static func status(of line: UnsafeRawBufferPointer) -> Int? {
    guard line.starts(with: "HTTP/".utf8), let space = line.firstIndex(of: 0x20) else { return nil }
    let digits = line[(space + 1)...].prefix(3)
    guard digits.count == 3, digits.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private static func add(_ line: UnsafeRawBufferPointer, to fields: inout HTTPFields) {
    if let first = line.first, first.isBlank, let last = fields.list.indices.last {
      // A folded line goes on with the value before it (RFC 9112 §5.2).
      fields.list[last].value += " " + text(line.trimmed(\.isBlank))
    } else if let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex {
      let value = UnsafeRawBufferPointer(rebasing: line[(colon + 1)...]).trimmed(\.isBlank)
      fields.append(text(UnsafeRawBufferPointer(rebasing: line[..<colon])), text(value))
    }
  }

  /// Bytes that are not UTF-8 are taken for ISO 8859-1, as HTTP once did, so that none is lost.
  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    // Without a way out, so that many bytes are looked at together.
    var all: UInt8 = 0
    for byte in bytes { all |= byte }
    if all < 0x80 { return String(decoding: bytes, as: UTF8.self) }
    return String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.lazy.map { Unicode.Scalar($0) }))
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }
}

extension UnsafeRawBufferPointer {
  /// Without the bytes at either end that satisfy the condition.
  @inline(__always)
  fileprivate func trimmed(_ condition: (UInt8) -> Bool) -> UnsafeRawBufferPointer {
    var (start, end) = (0, count)
    while start < end, condition(self[end - 1]) { end -= 1 }
    while start < end, condition(self[start]) { start += 1 }
    return UnsafeRawBufferPointer(rebasing: self[start..<end])
  }
}
