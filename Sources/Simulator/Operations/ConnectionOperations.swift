// SPDX-License-Identifier: Apache-2.0

internal import Documents

extension Operation {
  static let connections = [
    Operation("CreateConnection", createConnection),
    Operation("GetConnection", getConnection),
    Operation("ListConnections", listConnections),
    Operation("DeleteConnection", deleteConnection),
  ]

  @Sendable
  private static func createConnection(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let name = try call.required("ConnectionName")
    let (providerType, host) = try provider(call, region)
    let tags = try Tags(call.input["Tags"])
    guard region.connections.count < Quota.connections else {
      throw ServiceError(.limitExceeded, "An account can have at most \(Quota.connections) connections in a region.")
    }
    let connection = Connection(
      sequence: region.nextSequence(), arn: call.arn("connection/" + region.random.uuid()), name: name,
      providerType: providerType, host: host?.arn, tags: tags, handshake: call.handshake)
    region.connections.append(connection)
    output.member("ConnectionArn", connection.arn.description)
    if !tags.isEmpty {
      output.name("Tags")
      tags.write(to: &output)
    }
  }

  /// The provider type of a new connection: the one that is named, or the one of the host that is.
  private static func provider(
    _ call: Call, _ region: Region
  ) throws(ServiceError) -> (type: String, host: Host?) {
    switch (call.input["ProviderType"]?.string, call.input["HostArn"]?.string) {
    case (let type?, nil):
      return (type, nil)
    case (nil, let arn?):
      let host = region.hosts[try region.index(ofHost: arn)]
      guard host.takesConnections else {
        throw ServiceError(.resourceUnavailable, "The host is \(host.status.rawValue): \(arn)")
      }
      return (host.providerType, host)
    case (nil, nil), (_?, _?):
      throw .validation("Exactly one of ProviderType and HostArn has to be given.")
    }
  }

  @Sendable
  private static func getConnection(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let index = try region.index(ofConnection: call.required("ConnectionArn"))
    region.connections[index].noteRead(call.handshake)
    output.name("Connection")
    region.connections[index].write(to: &output)
  }

  @Sendable
  private static func listConnections(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    let providerType = call.input["ProviderTypeFilter"]?.string
    var host: ResourceARN?
    if let arn = call.input["HostArnFilter"]?.string {
      host = region.hosts[try region.index(ofHost: arn)].arn
    }
    let pagination = try Pagination(call, filters: [providerType ?? "", host?.description ?? ""])
    let (indices, nextToken) = pagination.page(of: region.connections) {
      (providerType == nil || $0.providerType == providerType) && (host == nil || $0.host == host)
    }
    for index in indices { region.connections[index].noteRead(call.handshake) }
    output.name("Connections")
    output.array {
      for index in indices { region.connections[index].write(to: &$0) }
    }
    if let nextToken { output.member("NextToken", nextToken) }
  }

  @Sendable
  private static func deleteConnection(
    _ call: Call, _ region: inout Region, _: inout JSONWriter
  ) throws(ServiceError) {
    region.connections.remove(at: try region.index(ofConnection: call.required("ConnectionArn")))
  }
}
