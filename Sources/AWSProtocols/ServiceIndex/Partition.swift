// SPDX-License-Identifier: Apache-2.0

/// A group of regions that share their DNS suffixes and nothing with other groups: `aws`, `aws-cn`, `aws-us-gov`, …
package struct Partition: Hashable, Sendable {
  package let id: String
  /// `amazonaws.com`
  package let dnsSuffix: String
  /// `api.aws`
  package let dualStackDNSSuffix: String
  /// The regions known by name, pseudo-regions such as `aws-global` among them.
  package let regions: Set<String>
  /// What the names of all its regions begin with, those that open later included.
  let regionPrefixes: [String]

  init(_ line: IndexFields) {
    var line = line
    id = line.text()
    dnsSuffix = line.text()
    dualStackDNSSuffix = line.text()
    regionPrefixes = line.words()
    regions = Set(line.words())
  }

  /// Whether a region is named as this partition names its regions: a prefix, a word and a number.
  fileprivate func names(region: Substring) -> Bool {
    guard let prefix = regionPrefixes.first(where: { region.hasPrefix($0) }) else { return false }
    let rest = region.utf8.dropFirst(prefix.utf8.count)
      .split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard rest.count == 2, !rest[0].isEmpty, !rest[1].isEmpty else { return false }
    return rest[0].allSatisfy { $0.asciiLowercased &- UInt8(ascii: "a") < 26 || $0.isASCIIDigit }
      && rest[1].allSatisfy(\.isASCIIDigit)
  }
}

/// All partitions, to find the one of a region.
struct Partitions: Sendable {
  let list: [Partition]
  private let known: [String: Int]

  init(_ list: [Partition]) {
    self.list = list
    let pairs = list.enumerated().flatMap { number, partition in partition.regions.map { ($0, number) } }
    known = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// The partition of a region that is known, or whose name says that it is one; nil for any other word.
  func containing(region: Substring) -> Partition? {
    if let number = known[String(region)] { return list[number] }
    guard region.utf8.last?.isASCIIDigit == true else { return nil }
    return list.first { $0.names(region: region) }
  }
}

extension UInt8 {
  var isASCIIDigit: Bool { self &- UInt8(ascii: "0") < 10 }
}
