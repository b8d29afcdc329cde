// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Simulator

@Suite("Handshakes")
struct HandshakeTests {
  func statuses(_ handshake: Handshake, vpc: Bool = false, reads: Int) throws -> (connection: [String], host: [String])
  {
    let client = TestClient(simulator: ConnectionsSimulator(handshake: handshake))
    let connection = try client.connection()
    let host = try client.host("h", vpc ? vpcJSON : "")
    var statuses: (connection: [String], host: [String]) = ([], [])
    for _ in 0..<reads {
      let read = try client.call("GetConnection", #"{"ConnectionArn":"\#(connection)"}"#)
      statuses.connection.append(try client.text(read, "Connection", "ConnectionStatus"))
      statuses.host.append(try client.text(client.call("GetHost", #"{"HostArn":"\#(host)"}"#), "Status"))
    }
    return statuses
  }

  @Test("Automatic: available at the first read, the network too")
  func auto() throws {
    let statuses = try statuses(.auto, vpc: true, reads: 1)
    #expect(statuses.connection == ["AVAILABLE"])
    #expect(statuses.host == ["AVAILABLE"])
  }

  @Test("After three reads: the third shows it available")
  func afterReads() throws {
    let statuses = try statuses(.after(reads: 3), vpc: true, reads: 4)
    #expect(statuses.connection == ["PENDING", "PENDING", "AVAILABLE", "AVAILABLE"])
    #expect(statuses.host == ["VPC_CONFIG_INITIALIZING", "PENDING", "AVAILABLE", "AVAILABLE"])
  }

  @Test("A page of a list is a read of what it shows, and of nothing else")
  func listReads() throws {
    let client = TestClient(simulator: ConnectionsSimulator(handshake: .after(reads: 2)))
    let arns = [try client.connection("a"), try client.connection("b")]
    try client.call("ListConnections", #"{"MaxResults":1}"#)
    let read = try arns.map { arn in
      try client.text(client.call("GetConnection", #"{"ConnectionArn":"\#(arn)"}"#), "Connection", "ConnectionStatus")
    }
    #expect(read == ["AVAILABLE", "PENDING"])
  }

  @Test("Manual: pending until the handshake is completed")
  func manual() throws {
    let client = TestClient()
    let arn = try client.connection()
    func status() throws -> String {
      try client.text(client.call("GetConnection", #"{"ConnectionArn":"\#(arn)"}"#), "Connection", "ConnectionStatus")
    }
    for _ in 1...20 { #expect(try status() == "PENDING") }
    try client.finishHandshake(arn)
    #expect(try status() == "AVAILABLE")
  }

  @Test("There is no handshake of what does not exist", arguments: ["", "arn:aws:s3:::b", "connection"])
  func unknown(arn: String) throws {
    let client = TestClient()
    let made = try client.connection()
    for (arn, status) in [(arn, 400), (made + "0", 409)] {
      #expect(try client.admin("finish-handshake", #"{"Arn":"\#(arn)"}"#).status == status)
    }
  }

  @Test("A connection whose handshake failed is in error until it is completed after all", arguments: 1...3)
  func failedConnection(reads: Int) throws {
    var region = Region(name: "eu-west-1", account: "123456789012", seed: 1)
    let arn = ResourceARN(
      service: .codeconnections, region: "eu-west-1", account: "123456789012", resource: "connection/c")
    region.connections.append(
      Connection(
        sequence: 1, arn: arn, name: "c", providerType: "GitHub", host: nil, tags: Tags(), handshake: .manual))
    try region.failHandshake(of: arn.description, reason: "no")
    for _ in 1...reads { region.connections[0].noteRead(.after(reads: 1)) }
    #expect(region.connections[0].status == .error)
    try region.completeHandshake(of: arn.description)
    #expect(region.connections[0].status == .available)
  }

  @Test("The network of a host can fail, and is set up anew with the next one; other hosts cannot fail")
  func failedHost() throws {
    var region = Region(name: "eu-west-1", account: "123456789012", seed: 1)
    let vpc = try VPCConfiguration(JSONReader.read(Array("{\(vpcJSON)}".utf8)).root["VpcConfiguration"])
    for (number, vpc) in [(1, vpc), (2, nil)] {
      let arn = ResourceARN(
        service: .codeconnections, region: "eu-west-1", account: "123456789012", resource: "host/h-\(number)")
      region.hosts.append(
        Host(
          sequence: number, arn: arn, name: "h", providerType: "GitLabSelfManaged", endpoint: "e", vpc: vpc,
          tags: Tags(), handshake: .manual))
    }
    try region.failHandshake(of: region.hosts[0].arn.description, reason: "no route")
    region.hosts[0].noteRead(.after(reads: 1))
    #expect(region.hosts[0].status == .vpcConfigFailed)
    #expect(region.hosts[0].statusMessage == "no route")
    region.hosts[0].update(endpoint: nil, vpc: vpc)
    #expect(region.hosts[0].status == .vpcConfigInitializing)
    #expect(region.hosts[0].statusMessage == nil)
    #expect(throws: ServiceError.self) { try region.failHandshake(of: region.hosts[1].arn.description, reason: "") }
    #expect(throws: ServiceError.self) { try region.failHandshake(of: "arn:aws:s3:::b", reason: "") }
  }
}
