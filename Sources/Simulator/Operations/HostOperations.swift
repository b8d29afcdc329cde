// SPDX-License-Identifier: Apache-2.0

internal import Documents

extension Operation {
  static let hosts = [
    Operation("CreateHost", createHost),
    Operation("GetHost", getHost),
    Operation("ListHosts", listHosts),
    Operation("UpdateHost", updateHost),
    Operation("DeleteHost", deleteHost),
  ]

  /// The providers that a customer installs on a host; the others are reached without one.
  private static let installedProviders = ["GitHubEnterpriseServer", "GitLabSelfManaged"]

  @Sendable
  private static func createHost(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let (name, providerType) = (try call.required("Name"), try call.required("ProviderType"))
    guard installedProviders.contains(providerType) else {
      throw .validation(
        "\(providerType) is not installed on a host; hosts are for \(installedProviders.joined(separator: ", ")).")
    }
    let tags = try Tags(call.input["Tags"])
    guard region.hosts.count < Quota.hosts else {
      throw ServiceError(.limitExceeded, "An account can have at most \(Quota.hosts) hosts in a region.")
    }
    let host = Host(
      sequence: region.nextSequence(), arn: call.arn("host/\(name)-\(region.random.hex(8))"), name: name,
      providerType: providerType, endpoint: try call.required("ProviderEndpoint"),
      vpc: VPCConfiguration(call.input["VpcConfiguration"]), tags: tags, handshake: call.handshake)
    region.hosts.append(host)
    output.member("HostArn", host.arn.description)
    if !tags.isEmpty {
      output.name("Tags")
      tags.write(to: &output)
    }
  }

  @Sendable
  private static func getHost(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let index = try region.index(ofHost: call.required("HostArn"))
    region.hosts[index].noteRead(call.handshake)
    let host = region.hosts[index]
    output.member("Name", host.name)
    output.member("Status", host.status.rawValue)
    host.writeDetails(to: &output)
    region.forgetDeleted(shown: [index])
  }

  @Sendable
  private static func listHosts(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let pagination = try Pagination(call)
    let (indices, nextToken) = pagination.page(of: region.hosts)
    for index in indices { region.hosts[index].noteRead(call.handshake) }
    output.name("Hosts")
    output.array {
      for index in indices {
        let host = region.hosts[index]
        $0.object {
          $0.member("Name", host.name)
          $0.member("HostArn", host.arn.description)
          host.writeDetails(to: &$0)
          $0.member("Status", host.status.rawValue)
          if let message = host.statusMessage { $0.member("StatusMessage", message) }
        }
      }
    }
    region.forgetDeleted(shown: indices)
    if let nextToken { output.member("NextToken", nextToken) }
  }

  @Sendable
  private static func updateHost(
    _ call: Call, _ region: inout Region, _: inout JSONWriter
  ) throws(ServiceError) {
    let arn = try call.required("HostArn")
    let index = try region.index(ofHost: arn)
    switch region.hosts[index].status {
    case .pending, .vpcConfigFailed:
      region.hosts[index].update(
        endpoint: call.input["ProviderEndpoint"]?.string, vpc: VPCConfiguration(call.input["VpcConfiguration"]))
    case .vpcConfigInitializing:
      throw ServiceError(.conflict, "The VPC configuration of the host is still being set up: \(arn)")
    case .vpcConfigDeleting:
      throw ServiceError(.conflict, "The VPC configuration of the host is being deleted: \(arn)")
    case .available:
      throw ServiceError(.unsupportedOperation, "Only a host that is PENDING can be updated: \(arn)")
    }
  }

  @Sendable
  private static func deleteHost(
    _ call: Call, _ region: inout Region, _: inout JSONWriter
  ) throws(ServiceError) {
    let arn = try call.required("HostArn")
    let index = try region.index(ofHost: arn)
    let host = region.hosts[index]
    guard host.status != .vpcConfigInitializing, host.status != .vpcConfigDeleting else {
      throw ServiceError(.resourceUnavailable, "The host is \(host.status.rawValue): \(arn)")
    }
    let users = region.connections(on: host).count
    guard users == 0 else {
      throw ServiceError(
        .resourceUnavailable, "\(users) connection\(users == 1 ? "" : "s") of the host must be deleted first: \(arn)")
    }
    if !region.hosts[index].beginDeletion() { region.hosts.remove(at: index) }
  }
}
