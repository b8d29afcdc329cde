// SPDX-License-Identifier: Apache-2.0

/// What the AWS service models say: services, operations, protocols, endpoints, shapes. No documentation.
///
/// Loading reads names only; a service's operations and endpoints are read when they are first asked for, and so are its
/// shapes. Safe to use from any thread.
package struct ServiceIndex: Sendable {
  /// The index compiled into the program.
  package static let standard = ServiceIndex(.embedded)

  /// All services, sorted by name.
  package let services: [Service]
  package var partitions: [Partition] { regions.list }
  private let regions: Partitions
  private let names: [String: Int]
  private let targetPrefixes: [String: [Int]]
  private let signingNames: [String: [Int]]
  private let hosts: HostTable

  init(_ text: IndexText, shapes: IndexText = .embeddedShapes) {
    var lines = text.lines
    var partitions: [Partition] = []
    for _ in 0..<lines.section("partitions") {
      guard let line = lines.next() else { break }
      partitions.append(Partition(line))
    }
    let regions = Partitions(partitions)
    var directory: [IndexFields] = []
    for _ in 0..<lines.section("services") {
      guard let line = lines.next() else { break }
      directory.append(line)
    }
    hosts = HostTable(&lines, count: lines.section("hosts"), partitions: regions)
    _ = lines.section("blocks")
    var shapes = shapes.lines
    _ = shapes.next()
    let services = directory.indices.map { Service(&directory[$0], blocks: &lines, shapes: &shapes) }
    self.services = services
    self.regions = regions
    var names: [String: Int] = [:]
    var targetPrefixes: [String: [Int]] = [:]
    var signingNames: [String: [Int]] = [:]
    names.reserveCapacity(services.count)
    targetPrefixes.reserveCapacity(services.count)
    signingNames.reserveCapacity(services.count)
    for (number, service) in services.enumerated() {
      names[service.name] = number
      for form in service.targetPrefixForms { targetPrefixes[form, default: []].append(number) }
      for name in service.signingNames { signingNames[name, default: []].append(number) }
    }
    for (name, numbers) in signingNames where numbers.count > 1 {
      signingNames[name] = numbers.sorted {
        services[$0].plausibility(signingName: name) < services[$1].plausibility(signingName: name)
      }
    }
    self.names = names
    self.targetPrefixes = targetPrefixes
    self.signingNames = signingNames
  }

  /// The service of that name (`codestar-connections`).
  package func service(named name: some StringProtocol) -> Service? {
    names[String(name)].map { services[$0] }
  }

  /// The services whose `X-Amz-Target` begins so: one, but for `Timestream_20181101`, which `timestream-query` and
  /// `timestream-write` share.
  ///
  /// Takes the full form of the model (`com.amazonaws.codestar.connections.CodeStar_connections_20191201`) and the form
  /// of the SDKs that send only its last component (`CodeStar_connections_20191201`).
  package func services(targetPrefix: some StringProtocol) -> [Service] {
    targetPrefixes[String(targetPrefix), default: []].map { services[$0] }
  }

  /// The first of ``services(targetPrefix:)``.
  package func service(targetPrefix: some StringProtocol) -> Service? {
    targetPrefixes[String(targetPrefix)]?.first.map { services[$0] }
  }

  /// The services that sign with a name, most plausible first: `rds` is the name of `rds`, `neptune` and `docdb`.
  package func services(signingName: some StringProtocol) -> [Service] {
    signingNames[String(signingName), default: []].map { services[$0] }
  }

  /// The services at a host of AWS, and its region; nil for any other host.
  ///
  /// Knows regional, global, FIPS, dual-stack, legacy and VPC endpoints, and labels before the service's own (buckets,
  /// accounts). A port and a final dot do not count, nor does case.
  package func match(host: some StringProtocol) -> HostMatch? {
    guard let found = hosts.find(host) else { return nil }
    let behind = found.services.compactMap { services.indices.contains($0) ? services[$0] : nil }
    return behind.isEmpty ? nil : HostMatch(services: behind, region: found.region)
  }

  /// The most plausible service at a host of AWS; see ``match(host:)``.
  package func service(host: some StringProtocol) -> (service: Service, region: String?)? {
    match(host: host).map { ($0.service, $0.region) }
  }

  /// Where a service is in a region, as botocore resolves it without further parameters.
  ///
  /// Any name that can be a label of a host is a region, also one that opens later. nil where the service has no
  /// endpoint of that kind. A few operations are at another endpoint than the rest of their service: give `operation`
  /// to have theirs. Its ``Operation/hostPrefix`` is not applied.
  package func endpoint(
    of service: Service, region: String, fips: Bool = false, dualStack: Bool = false, operation: Operation? = nil
  ) -> ResolvedEndpoint? {
    guard region.isHostLabel, let partition = regions.containing(region: region[...]) ?? partitions.first else {
      return nil
    }
    return service.endpoints.resolve(
      region: region, partition: partition, fips: fips, dualStack: dualStack, variant: operation?.endpointVariant,
      signingName: service.signingNames[0])
  }
}

extension Service {
  /// The target prefix and, where that has several components, the last of them.
  fileprivate var targetPrefixForms: [String] {
    guard let full = targetPrefix else { return [] }
    guard let dot = full.utf8.lastIndex(of: UInt8(ascii: ".")) else { return [full] }
    return [full, String(full[dot...].dropFirst())]
  }

  /// Smaller is likelier, among the services that share a signing name.
  fileprivate func plausibility(signingName: String) -> (Int, Int, Int, Int, String) {
    (
      signingNames[0] == signingName ? 0 : 1, name == signingName ? 0 : 1, endpointPrefix == signingName ? 0 : 1,
      -operationCount, name
    )
  }
}

extension String {
  /// Letters, digits and inner hyphens, at most 63 (RFC 1123 §2.1).
  var isHostLabel: Bool {
    guard utf8.count <= 63, let first = utf8.first, let last = utf8.last else { return false }
    let hyphen = UInt8(ascii: "-")
    return first != hyphen && last != hyphen
      && utf8.allSatisfy {
        $0.asciiLowercased &- UInt8(ascii: "a") < 26 || $0.isASCIIDigit || $0 == hyphen
      }
  }
}
