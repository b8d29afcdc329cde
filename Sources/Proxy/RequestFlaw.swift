// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine
internal import NIOHTTP1

/// Why a request is not served, nor anything behind it on its connection: what is wrong with it as HTTP, its size, or
/// the time that it takes.
struct RequestFlaw: Error, Hashable {
  let status: Int
  /// As a clause: `it has no Host`.
  let reason: String

  init(_ reason: String, status: Int = 400) {
    self.status = status
    self.reason = reason
  }

  /// What the parser found; nil where the client itself had said that nothing more comes, or went away.
  init?(_ error: HTTPParserError, limits: ProxyLimits) {
    switch error {
    case .closedConnection, .invalidEOFState: return nil
    case .headerOverflow: self = .header(limits)
    case .invalidVersion:
      self.init("its first line ends with no version that is served (HTTP/1.0, HTTP/1.1), or without CRLF", status: 505)
    case .invalidMethod: self.init("its method is unknown, or it is no HTTP (TLS, a tunnel, noise)")
    case .invalidURL: self.init("its target has characters that a target cannot have")
    case .invalidContentLength: self.init("its Content-Length is no number")
    case .unexpectedContentLength: self.init("it has several lengths")
    case .invalidChunkSize: self.init("the size of a chunk is no hexadecimal number, or too large")
    case .invalidHeaderToken: self.init("a field's name or value has characters that it cannot have, or is folded")
    case .lfExpected: self.init("a line ends with CR or LF alone")
    default: self.init("it is not HTTP/1.1, or has a Transfer-Encoding that is not chunked alone")
    }
  }

  static func header(_ limits: ProxyLimits) -> RequestFlaw {
    RequestFlaw(
      "its header section has more than \(limits.headerFields) fields or \(limits.headerBytes) bytes (--max-headers, "
        + "--max-header-bytes)", status: 431)
  }

  static func body(_ limits: ProxyLimits) -> RequestFlaw {
    RequestFlaw("its body is longer than \(limits.collectedBody) bytes (--max-body)", status: 413)
  }

  static func slow(_ what: String, _ limit: Duration, flag: String) -> RequestFlaw {
    RequestFlaw("\(what) within \(limit.components.seconds) s (\(flag))", status: 408)
  }

  static func busy(_ limits: ProxyLimits) -> RequestFlaw {
    RequestFlaw("there are \(limits.connections) connections already (--max-connections)", status: 503)
  }

  /// In the shape of AWS's JSON protocols: which one the client speaks is not known.
  var answer: PreparedResponse {
    PreparedResponse(
      Dialect.restJson1.error(
        status: status, code: code, message: "Tapedeck does not serve this request: \(reason).",
        requestID: Deck.requestID))
  }

  private var code: String {
    switch status {
    case 408: "TapedeckTooSlow"
    case 413, 431: "TapedeckTooLarge"
    case 503: "TapedeckBusy"
    default: "TapedeckBadRequest"
    }
  }
}
