// SPDX-License-Identifier: Apache-2.0

/// How a ``CurlUpstream`` reaches the world.
package struct CurlUpstreamOptions: Sendable {
  /// The PEM file with the authorities that servers are checked against; nil is the system's.
  package var caBundle: String?
  /// Whether `HTTPS_PROXY` and its kin, which libcurl reads from the process's environment, are left unheeded: they
  /// may point at ourselves.
  package var ignoreProxies: Bool
  /// From the start of a connection to the end of its TLS handshake; no longer than `idleTimeout`.
  package var connectTimeout: Duration
  /// How long a transfer may stand without a byte either way before it fails with `timeout`; in whole seconds, nil for
  /// ever. A transfer that waits for its consumer does not count.
  package var idleTimeout: Duration?

  /// `caBundle`, where it is nil, is taken from `AWS_CA_BUNDLE`, `SSL_CERT_FILE` or `CURL_CA_BUNDLE` of `environment`,
  /// the first that is not empty.
  package init(
    caBundle: String? = nil, environment: [String: String] = [:], ignoreProxies: Bool = false,
    connectTimeout: Duration = .seconds(10), idleTimeout: Duration? = .seconds(300)
  ) {
    self.caBundle =
      caBundle
      ?? ["AWS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    self.ignoreProxies = ignoreProxies
    self.connectTimeout = connectTimeout
    self.idleTimeout = idleTimeout
  }

  var connectLimit: Duration { min(connectTimeout, idleTimeout ?? connectTimeout) }
}
