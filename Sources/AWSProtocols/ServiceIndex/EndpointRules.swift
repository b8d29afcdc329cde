// SPDX-License-Identifier: Apache-2.0

/// Where a service is, and what a request to it is signed for.
package struct ResolvedEndpoint: Hashable, Sendable {
  /// `https://` and the host; a few services have a path behind it that goes before the operation's.
  package let url: String
  /// The region of the credential scope: for global services another than the one asked for.
  package let signingRegion: String
  package let signingName: String
}

/// A service's endpoints everywhere, folded: of the rules that fit a question, the one of the narrowest scope answers.
struct EndpointRules: Sendable {
  private struct Rule: Sendable {
    let combinations: [UInt8]
    let variant: String?
    let scopes: [String]
    let url: String
    let signingRegion: String
    let signingName: String
  }

  private var rules: [Rule] = []

  /// Adds a line of the index that begins with `=`.
  mutating func add(_ line: IndexFields) {
    var line = line
    let head = line.text().dropFirst().split(separator: "/", maxSplits: 1)
    rules.append(
      Rule(
        combinations: Array((head.first ?? "").utf8), variant: head.count > 1 ? String(head[1]) : nil,
        scopes: line.words(separator: UInt8(ascii: ",")), url: line.text(), signingRegion: line.text(),
        signingName: line.text()))
  }

  /// The paths that stand before the operation's in the URLs: `/v2` for two services, none for all others.
  var basePaths: Set<String> {
    Set(rules.compactMap { rule in rule.url.firstIndex(of: "/").map { String(rule.url[$0...]) } })
  }

  /// The names that requests to the endpoints of a variant are signed with, as far as its rules name any.
  func signingNames(variant: String?) -> Set<String> {
    Set(rules.lazy.filter { $0.variant == variant && !$0.signingName.isEmpty }.map(\.signingName))
  }

  /// The endpoint in a region of that partition, or nil where there is none.
  func resolve(
    region: String, partition: Partition, fips: Bool, dualStack: Bool, variant: String?, signingName: String
  ) -> ResolvedEndpoint? {
    let combination = UInt8(ascii: "0") + (fips ? 1 : 0) + (dualStack ? 2 : 0)
    let fitting = rules.filter { $0.variant == variant && $0.combinations.contains(combination) }
    let scopes = [region, partition.id, "*"]
    let narrowest = scopes.lazy.compactMap { scope in fitting.first { $0.scopes.contains(scope) } }.first
    guard let rule = narrowest, rule.url != "-" else { return nil }
    return ResolvedEndpoint(
      url: "https://" + Self.fill(rule.url, region: region, partition: partition),
      signingRegion: rule.signingRegion.isEmpty ? region : rule.signingRegion,
      signingName: rule.signingName.isEmpty ? signingName : rule.signingName)
  }

  private static func fill(_ template: String, region: String, partition: Partition) -> String {
    var result = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      switch rest[open...close] {
      case "{r}": result += region
      case "{s}": result += partition.dnsSuffix
      case "{d}": result += partition.dualStackDNSSuffix
      default: break
      }
      rest = rest[close...].dropFirst()
    }
    return result + rest
  }
}
