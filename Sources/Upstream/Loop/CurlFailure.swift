// SPDX-License-Identifier: Apache-2.0

internal import CCurl
internal import Engine

extension UpstreamFailure {
  /// What a code of libcurl's means to the engine. `words` is what its error buffer says, perhaps nothing.
  init(_ curl: CURLcode, words: String, isProxyRefusal: Bool, origin: String) {
    self.init(
      isProxyRefusal ? .connect : Self.code(curl),
      detail: Self.isQuotable(words) ? words : String(cString: curl_easy_strerror(curl)), origin: origin)
  }

  /// Some messages quote the address of a proxy, user and password included; those are not repeated.
  static func isQuotable(_ words: String) -> Bool {
    !words.isEmpty && !words.utf8.contains { "@?'".utf8.contains($0) || $0 < 0x20 }
  }

  private static func code(_ curl: CURLcode) -> Code {
    switch curl {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .resolve
    case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED, CURLE_PROXY: .connect
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS,
      CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED:
      .tls
    case CURLE_OPERATION_TIMEDOUT: .timeout
    case CURLE_PARTIAL_FILE, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_SEND_FAIL_REWIND,
      CURLE_HTTP2, CURLE_HTTP2_STREAM:
      .reset
    // The protocol is ours to choose: this one is a response of HTTP/0.9.
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: .badResponse
    default: .other
    }
  }
}
