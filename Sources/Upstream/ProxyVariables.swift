// SPDX-License-Identifier: Apache-2.0

/// The variables by which an environment names the proxy that leads to servers, as libcurl reads them.
package enum ProxyVariables {
  /// Whether what leads to servers of that scheme is a port of this machine's loopback: a server there would be asked
  /// for the way to the world by itself.
  package static func lead(toOwn port: Int, for scheme: String, in environment: [String: String]) -> Bool {
    // A server of the Web may be told HTTP_PROXY by its client's field `Proxy`: that name counts for nobody.
    let names = scheme == "https" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
    let value = (names + ["all_proxy", "ALL_PROXY"]).lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    guard let value else { return false }
    let address = value.firstRange(of: "://").map { value[$0.upperBound...] } ?? value[...]
    let authority = address.prefix { $0 != "/" }.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    guard let colon = authority.lastIndex(of: ":"), Int(authority[authority.index(after: colon)...]) == port else {
      return false
    }
    let host = authority[..<colon].lowercased()
    return host.hasPrefix("127.") || ["localhost", "[::1]", "0.0.0.0"].contains(host)
  }
}
