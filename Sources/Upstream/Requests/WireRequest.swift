// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine

/// A request that was found fit for the wire, in the form libcurl takes it. Made on the caller's thread, so that the
/// loop's has nothing to do but hand it over.
struct WireRequest: Sendable {
  enum Upload: Equatable, Sendable {
    case none
    /// What ``RequestMemory`` holds, perhaps nothing, with its length told.
    case memory
    case stream(length: Int?)
  }

  let origin: String
  let method: String
  let target: String
  let upload: Upload
  let isRepeatable: @Sendable () -> Bool
  let memory: RequestMemory

  init(_ request: UpstreamRequest) throws(UpstreamFailure) {
    guard let origin = Origin(request.origin) else {
      throw UpstreamFailure(.other, detail: "not an http or https origin", origin: "(unusable origin)")
    }
    let head = request.head
    let problem = Self.problem(in: head) ?? Self.problem(in: head, framing: request.body)
    if let problem { throw UpstreamFailure(.other, detail: problem, origin: origin.text) }
    self.origin = origin.text
    method = head.method
    target = head.target
    isRepeatable = request.isRepeatable
    var bytes: [UInt8] = []
    switch request.body {
    case .none:
      // A method that promises content says so when there is none (RFC 9110 §8.6).
      upload = ["POST", "PUT", "PATCH"].contains(head.method) ? .memory : .none
    case .bytes(let body):
      bytes = body
      upload = head.method == "HEAD" ? .none : .memory
    case .stream(let length):
      upload = head.method == "HEAD" ? .none : .stream(length: length)
    }
    memory = RequestMemory(
      // Transfer coding is the connection's affair (RFC 9112 §6.1): libcurl writes it where it is needed.
      fields: head.fields.list.filter { !$0.isNamed("Transfer-Encoding") },
      suppressed: ["Accept", "Content-Type", "Expect", "User-Agent"].filter { !head.fields.contains($0) },
      body: bytes)
  }

  /// What would break the message apart, or be read otherwise by libcurl than by the server.
  private static func problem(in head: HTTPRequestHead) -> String? {
    if !head.method.isToken { return "the method is no token" }
    if head.target.isEmpty || head.target.has({ $0 <= 0x20 || $0 == 0x7F }) {
      return "the target holds a space or a control character, or nothing"
    }
    for field in head.fields {
      if !field.name.isToken { return "a field's name is no token" }
      if field.value.has({ $0 == 0x0D || $0 == 0x0A || $0 == 0 }) {
        return "a field's value holds CR, LF or NUL"
      }
    }
    return nil
  }

  /// Where the fields and the body speak of different lengths.
  private static func problem(in head: HTTPRequestHead, framing body: UpstreamRequest.Body) -> String? {
    let length: Int?
    switch body {
    case .none: length = 0
    case .bytes(let bytes): length = bytes.count
    case .stream(let known): length = known
    }
    if let length, length < 0 { return "the body's length is negative" }
    if head.method == "HEAD", length != 0 { return "a HEAD request has no body" }
    let told = head.fields.all("Content-Length")
    if told.count > 1 || told.contains(where: { length == nil || Int($0) != length }) {
      return "Content-Length and the body differ"
    }
    return nil
  }
}

extension String {
  /// RFC 9110 §5.6.2.
  fileprivate var isToken: Bool { !isEmpty && !has { !$0.isTokenByte } }

  /// Whether a byte is of that kind. Without a way out, so that many bytes are looked at together.
  @inline(__always)
  fileprivate func has(_ isOne: (UInt8) -> Bool) -> Bool {
    var text = self
    return text.withUTF8 { bytes in
      var found = false
      for byte in bytes { found = isOne(byte) || found }
      return found
    }
  }
}

extension UInt8 {
  fileprivate var isTokenByte: Bool {
    (self | 0x20) &- 0x61 < 26 || self &- 0x30 < 10 || self == 0x2D
      || self < 0x80 && UInt8.tokenMarks & (1 << UInt128(self)) != 0
  }

  /// A bit for each.
  private static let tokenMarks = "!#$%&'*+.^_`|~".utf8.reduce(UInt128(0)) { $0 | 1 << UInt128($1) }
}
