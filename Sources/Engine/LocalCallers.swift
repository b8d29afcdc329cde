// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// Tells clients on this machine from web pages that send requests to it, which a browser does for any page: those name
/// where they come from (Fetch standard, `Origin` and `Sec-Fetch-Site`), or ask for a name of their own that they let
/// point here (DNS rebinding).
package struct LocalCallers: Sendable {
  private let suffixes: [String]

  package init(index: ServiceIndex = .standard) {
    suffixes = index.partitions.flatMap { [".\($0.dnsSuffix)", ".\($0.dualStackDNSSuffix)"] }
  }

  /// Nil where the request may come from a client on this machine, else the reason why not.
  func refusal(_ head: HTTPRequestHead) -> String? {
    if let host = head.fields["Host"], !isKnown(host) {
      return
        "it is not signed, and its Host is neither this machine (127.0.0.1, localhost) nor AWS: a web page may have "
        + "sent it"
    }
    let origin = head.fields["Origin"]
    let isForeign = origin.map { !LocalCallers.isLocal(origin: $0) } ?? (head.fields["Sec-Fetch-Site"] == "cross-site")
    return isForeign ? "it is not signed, and comes from a web page of elsewhere" : nil
  }

  private func isKnown(_ authority: String) -> Bool {
    let host = LocalCallers.host(of: authority)
    return LocalCallers.isLocal(host) || suffixes.contains { host.hasSuffix($0) }
  }

  private static func isLocal(origin: String) -> Bool {
    guard let scheme = origin.firstRange(of: "://") else { return false }
    return isLocal(host(of: String(origin[scheme.upperBound...])))
  }

  private static func isLocal(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" || host.hasSuffix(".localhost") { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Without its port, in lower case.
  private static func host(of authority: String) -> String {
    let text = authority.asciiLowercased
    let port = text.lastIndex(of: ":").flatMap { text[$0...].contains("]") ? nil : $0 }
    let host = text[..<(port ?? text.endIndex)]
    return String(host.last == "." ? host.dropLast() : host)
  }
}
