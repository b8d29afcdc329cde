// SPDX-License-Identifier: Apache-2.0

/// Who is behind a host name of AWS.
package struct HostMatch: Sendable {
  /// The services at that host, most plausible first; never empty. `rds`, `neptune` and `docdb` share theirs.
  package let services: [Service]
  /// The region that the host names; nil for a global host.
  package let region: String?

  package var service: Service { services[0] }
}

/// The hosts of all services, by their names without region and DNS suffix.
struct HostTable: Sendable {
  private var services: [String: [Int]] = [:]
  private let partitions: Partitions
  /// With their leading dots.
  private let suffixes: Set<String>

  /// The longest name that DNS knows (RFC 1035 §2.3.4).
  private static let longestHost = 253

  init(_ lines: inout IndexLines, count: Int, partitions: Partitions) {
    self.partitions = partitions
    suffixes = Set(partitions.list.flatMap { ["." + $0.dnsSuffix, "." + $0.dualStackDNSSuffix] })
    services.reserveCapacity(min(count, 2_000))
    for _ in 0..<count {
      guard var line = lines.next() else { break }
      services[line.text()] = line.words(separator: UInt8(ascii: ",")).compactMap { Int($0) }
    }
  }

  /// The services at a host, by number, and the region it names. Labels before the service's own are anyone's: buckets,
  /// accounts, VPC endpoints, host prefixes.
  func find(_ host: some StringProtocol) -> (services: [Int], region: String?)? {
    guard let labels = labels(of: host) else { return nil }
    // The last region first: those further left may be part of a bucket's name.
    let regional = labels.indices.reversed().compactMap { at in
      splitRegion(labels[at]).map { split in
        var labels = labels
        labels[at] = split.before + "*"
        return (at: at, labels: labels, region: split.region)
      }
    }
    for start in labels.indices {
      for form in regional where form.at >= start {
        if let found = services[form.labels[start...].joined(separator: ".")] { return (found, form.region) }
      }
      if let found = services[labels[start...].joined(separator: ".")] { return (found, nil) }
    }
    return nil
  }

  /// The labels before the suffix; of a host without a suffix that is known, all labels and an empty one, which is how
  /// the table marks such hosts.
  private func labels(of host: some StringProtocol) -> [Substring]? {
    guard host.utf8.count <= Self.longestHost + ":65535".utf8.count else { return nil }
    var name = host.asciiLowercased[...]
    if let colon = name.lastIndex(of: ":"), name[colon...].dropFirst().utf8.allSatisfy(\.isASCIIDigit) {
      name = name[..<colon]
    }
    if name.last == "." { name.removeLast() }
    // Callers trust hosts that are found here: `example.com/.s3.amazonaws.com` must not be one.
    guard !name.isEmpty, name.utf8.count <= Self.longestHost, name.utf8.allSatisfy(\.isHostByte) else { return nil }
    guard let suffix = suffixes.filter({ name.hasSuffix($0) }).max(by: { $0.utf8.count < $1.utf8.count }) else {
      return name.split(separator: ".", omittingEmptySubsequences: false) + [""]
    }
    var labels = name.dropLast(suffix.count).split(separator: ".", omittingEmptySubsequences: false)
    if labels.last == "vpce" { labels.removeLast() }
    return labels
  }

  /// `us-west-2` or `s3-us-west-2` without the region, and the region.
  private func splitRegion(_ label: Substring) -> (before: Substring, region: String)? {
    var start = label.startIndex
    while start < label.endIndex {
      if partitions.containing(region: label[start...]) != nil { return (label[..<start], String(label[start...])) }
      guard let dash = label[start...].utf8.firstIndex(of: UInt8(ascii: "-")) else { return nil }
      start = label.utf8.index(after: dash)
    }
    return nil
  }
}

extension UInt8 {
  /// What host names of AWS are made of, underscores of old buckets included.
  fileprivate var isHostByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
    default: isASCIIDigit
    }
  }
}
