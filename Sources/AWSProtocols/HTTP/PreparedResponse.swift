// SPDX-License-Identifier: Apache-2.0

/// A response as it will stand on the wire but for `Date` and `Connection`, so that answering is two copies.
package struct PreparedResponse: Sendable {
  /// Status line and fields with their CRLFs, without the empty line that ends them (RFC 9112 §2.1).
  package var head: ArraySlice<UInt8>
  package var body: ArraySlice<UInt8>
  /// The body where it is too large to be held; then ``body`` is empty.
  package var largeBody: LargeBody?
  /// The fields behind the body with their CRLFs (RFC 9110 §6.5); nil where there are none. Then the last field of
  /// ``head`` is the length, in whose place a chunked coding may stand.
  package var trailers: [UInt8]?

  package init(
    head: ArraySlice<UInt8>, body: ArraySlice<UInt8>, largeBody: LargeBody? = nil, trailers: [UInt8]? = nil
  ) {
    self.head = head
    self.body = body
    self.largeBody = largeBody
    self.trailers = trailers
  }

  /// Renders a whole response; its length is computed from the body that it has.
  package init(_ response: HTTPResponse, isAnswerToHEAD: Bool = false) {
    var head: [UInt8] = []
    PreparedResponse.renderHead(
      response.head, bodyCount: response.body.count, isAnswerToHEAD: isAnswerToHEAD, to: &head)
    let hasBody = !isAnswerToHEAD && !PreparedResponse.isWithoutBody(response.head.status)
    self.init(
      head: head[...], body: hasBody ? response.body[...] : [],
      trailers: PreparedResponse.hasTrailers(response.head, response.trailers, isAnswerToHEAD: isAnswerToHEAD)
        ? PreparedResponse.rendered(trailers: response.trailers) : nil)
  }

  /// Whether a response has fields behind its body: not one that had a length, or has no body.
  package static func hasTrailers(
    _ head: HTTPResponseHead, _ trailers: HTTPFields, isAnswerToHEAD: Bool
  ) -> Bool {
    !trailers.list.isEmpty && !isAnswerToHEAD && !isWithoutBody(head.status) && !head.fields.contains("Content-Length")
  }

  /// Fields as they stand behind a body, without those that belong to one connection.
  package static func rendered(trailers: HTTPFields) -> [UInt8] {
    var lines: [UInt8] = []
    for field in trailers where !HopByHop.isHopByHop(field.name) { append(field, to: &lines) }
    return lines
  }

  /// The field that tells how long ``body`` is, as the last line of a head.
  package var lengthLine: [UInt8] { Array("Content-Length: \(body.count)\r\n".utf8) }

  /// Renders a response whose body is too large to be held.
  package init(_ head: HTTPResponseHead, _ body: LargeBody) {
    var rendered: [UInt8] = []
    PreparedResponse.renderHead(head, bodyCount: body.bytes, isAnswerToHEAD: false, to: &rendered)
    self.init(head: rendered[...], body: [], largeBody: body)
  }

  /// Appends status line and fields. Fields that belong to one connection or one moment are left out; those that could
  /// break the message's frame lose their control characters.
  package static func renderHead(
    _ head: HTTPResponseHead, bodyCount: Int, isAnswerToHEAD: Bool, to out: inout [UInt8]
  ) {
    appendStatusLine(head.status, to: &out)
    var hasLength = false
    for field in head.fields where !HopByHop.isConnectionOrMoment(field.name) {
      if field.isNamed("Content-Length") {
        // Only the answer to HEAD may tell a length that is not its own (RFC 9110 §8.6).
        if !isAnswerToHEAD || hasLength { continue }
        hasLength = true
      }
      append(field, to: &out)
    }
    if !hasLength, !isWithoutBody(head.status), !isAnswerToHEAD {
      append(HTTPField("Content-Length", String(bodyCount)), to: &out)
    }
  }

  /// Whether a response of that status has no body, whatever its fields say (RFC 9112 §6.3).
  private static func isWithoutBody(_ status: Int) -> Bool {
    status == 204 || status == 304 || (100..<200).contains(status)
  }

  package static func appendStatusLine(_ status: Int, to out: inout [UInt8]) {
    out.append(contentsOf: "HTTP/1.1 ".utf8)
    out.append(contentsOf: String(status).utf8)
    out.append(0x20)
    out.append(contentsOf: reason(status).utf8)
    out.append(contentsOf: [0x0D, 0x0A])
  }

  /// One field line. CR, LF and NUL inside become blanks (RFC 9110 §5.5).
  package static func append(_ field: HTTPField, to out: inout [UInt8]) {
    func clean(_ text: String) {
      let start = out.count
      out.append(contentsOf: text.utf8)
      for at in start..<out.count where out[at] <= 0x0D && (out[at] == 0x0D || out[at] == 0x0A || out[at] == 0) {
        out[at] = 0x20
      }
    }
    clean(field.name)
    out.append(contentsOf: [0x3A, 0x20])
    clean(field.value)
    out.append(contentsOf: [0x0D, 0x0A])
  }

  /// The usual phrase of a status (RFC 9110 §15); it means nothing to a client.
  package static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 204: "No Content"
    case 206: "Partial Content"
    case 301: "Moved Permanently"
    case 302: "Found"
    case 304: "Not Modified"
    case 307: "Temporary Redirect"
    case 400: "Bad Request"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 412: "Precondition Failed"
    case 413: "Content Too Large"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    case 505: "HTTP Version Not Supported"
    default: status < 400 ? "OK" : "Error"
    }
  }
}
