// SPDX-License-Identifier: Apache-2.0

internal import CCurl
internal import Engine

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// How libcurl says that a transfer failed.
struct CurlFailure {
  let code: CURLcode
  /// What its error buffer says, perhaps nothing.
  var words = ""
  /// What an HTTP proxy answered to CONNECT; 0 where there was none.
  var connectStatus = 0
  /// The system's error number; 0 where there is none.
  var systemError: CInt = 0
  /// Whether the request had been begun.
  var wasSent = false

  /// What it means to the engine. Its words are the same for the same cause: without times and counts.
  func failure(origin: String, options: CurlUpstreamOptions) -> UpstreamFailure {
    let meaning = connectStatus >= 300 ? .connect : self.meaning
    return UpstreamFailure(
      meaning, detail: detail(options), advice: advice(meaning), origin: origin)
  }

  private var meaning: UpstreamFailure.Code {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .resolve
    case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED, CURLE_PROXY: .connect
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS,
      CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED:
      .tls
    case CURLE_OPERATION_TIMEDOUT: .timeout
    case CURLE_RECV_ERROR where Self.complaints.contains { words.contains($0) }: .badResponse
    case CURLE_PARTIAL_FILE, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_SEND_FAIL_REWIND,
      CURLE_HTTP2, CURLE_HTTP2_STREAM:
      .reset
    // The protocol is ours to choose: this one is a response of HTTP/0.9. A line that is too long is said to need too
    // much memory.
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_OUT_OF_MEMORY: .badResponse
    default: .other
    }
  }

  /// What libcurl says of responses that break the rules, under a code that says no more than that it cannot read on.
  private static let complaints = ["Too large response headers", "chunked-encoding"]

  private func detail(_ options: CurlUpstreamOptions) -> String {
    switch code {
    case CURLE_COULDNT_CONNECT where systemError != 0:
      // "Failed to connect to 127.0.0.1 port 1 after 0 ms: …": which of the proxy and the server, without the time.
      let reason = String(cString: strerror(systemError))
      guard let end = words.firstRange(of: " after "), Self.isQuotable(words[..<end.lowerBound]) else { return reason }
      return "\(words[..<end.lowerBound]): \(reason)"
    case CURLE_OPERATION_TIMEDOUT:
      if !wasSent { return "no connection within \(options.connectLimit.inWords)" }
      return "nothing came for \(options.idleTimeout?.inWords ?? "too long")"
    case CURLE_PARTIAL_FILE: return "the answer ended too early"
    case CURLE_RECV_ERROR where words.hasPrefix("Too large"), CURLE_OUT_OF_MEMORY:
      return "too many or too long header fields"
    // The name of the host, in quotes, is ours; nothing else in it is.
    case CURLE_PEER_FAILED_VERIFICATION where Self.isQuotable(words.filter { $0 != "'" }): return words
    default: return Self.isQuotable(words) ? words : String(cString: curl_easy_strerror(code))
    }
  }

  private func advice(_ meaning: UpstreamFailure.Code) -> String? {
    switch (code, meaning) {
    case (CURLE_COULDNT_RESOLVE_PROXY, _): "check HTTPS_PROXY"
    case (_, .connect) where connectStatus >= 300: "check HTTPS_PROXY, its user and password, and NO_PROXY"
    case (CURLE_PEER_FAILED_VERIFICATION, _): "--ca-bundle names the authorities to trust"
    case (CURLE_SSL_CACERT_BADFILE, _): "check --ca-bundle or AWS_CA_BUNDLE"
    case (_, .tls): "it must speak TLS 1.2 or newer on that port; a server without TLS is named with http://"
    case (_, .resolve): "check the name, the region, and that this machine has a network"
    case (_, .timeout) where wasSent: "--upstream-timeout waits longer"
    case (_, .connect), (_, .timeout): "check that it runs, and that HTTPS_PROXY is set if it must be"
    case (_, .reset): UpstreamFailure.mayHaveBeenDone
    case (_, .badResponse): "check that this is the server's address and port"
    default: nil
    }
  }

  /// Some messages quote the address of a proxy, user and password included; those are not repeated.
  static func isQuotable(_ words: some StringProtocol) -> Bool {
    !words.isEmpty && !words.utf8.contains { "@?'".utf8.contains($0) || $0 < 0x20 }
  }
}

extension UpstreamFailure {
  static let mayHaveBeenDone = "the request may have been carried out"
}

extension Duration {
  fileprivate var inWords: String {
    components.attoseconds == 0 ? "\(components.seconds) s" : "\(self / .milliseconds(1)) ms"
  }
}
