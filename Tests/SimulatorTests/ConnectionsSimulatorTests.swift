// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Testing

@testable import Simulator

@Suite("The embedded service")
struct ConnectionsSimulatorTests {
  @Test("Every answer names its source, its moment and a request id of its own")
  func fields() throws {
    let client = TestClient()
    let answers = ["ListHosts", "Nothing"].map {
      client.simulator.respond(to: client.request($0, "{}"), at: Timestamp(seconds: 1_795_338_487))
    }
    for answer in answers {
      let fields = answer.head.fields
      #expect(fields["x-tapedeck-simulator"] == "1")
      #expect(fields["Content-Type"] == "application/x-amz-json-1.0")
      #expect(fields["Content-Length"] == String(answer.body.count))
      #expect(fields["Date"] == "Sun, 22 Nov 2026 09:08:07 GMT")
      #expect(fields["x-amzn-RequestId"]?.utf8.count == 36)
    }
    #expect(answers[0].head.fields["x-amzn-RequestId"] != answers[1].head.fields["x-amzn-RequestId"])
  }

  @Test("The same seed gives the same answers, another one others")
  func deterministic() throws {
    func transcript(_ seed: UInt64) throws -> [HTTPResponse] {
      let client = TestClient(simulator: ConnectionsSimulator(seed: seed))
      return [
        client.request("CreateConnection", #"{"ConnectionName":"c","ProviderType":"GitHub"}"#),
        client.request("ListConnections", "{}"), client.request("GetHost", "{}"),
      ].map { client.simulator.respond(to: $0, at: TestClient.now) }
    }
    #expect(try transcript(1) == transcript(1))
    #expect(try transcript(1) != transcript(2))
  }

  @Test("Reads, failures and other regions do not shift the identifiers of what is made")
  func stableIdentifiers() throws {
    let (quiet, busy) = (TestClient(), TestClient())
    try busy.call("ListHosts")
    _ = try busy.failure("CreateConnection", #"{"ConnectionName":"c"}"#)
    _ = try TestClient(simulator: busy.simulator, region: "us-east-1").connection()
    #expect(try busy.connection() == quiet.connection())
  }

  @Test("Both names see one resource, which keeps the ARN it was made with, and answers to both")
  func bothNames() throws {
    for (maker, reader) in [
      (ServiceName.codestarConnections, ServiceName.codeconnections), (.codeconnections, .codestarConnections),
    ] {
      let client = TestClient(service: maker)
      let (connection, host) = (try client.connection(), try client.host())
      #expect(connection.hasPrefix("arn:aws:\(maker.rawValue):"))
      #expect(host.hasPrefix("arn:aws:\(maker.rawValue):"))
      let other = client.under(reader)
      for arn in [connection, try renamed(connection, maker, reader)] {
        let read = try other.call("GetConnection", #"{"ConnectionArn":"\#(arn)"}"#)
        #expect(try other.text(read, "Connection", "ConnectionArn") == connection)
        try other.call("TagResource", #"{"ResourceArn":"\#(arn)","Tags":[]}"#)
      }
      for arn in [host, try renamed(host, maker, reader)] {
        try other.call("GetHost", #"{"HostArn":"\#(arn)"}"#)
        _ = try other.connection("c", #""HostArn":"\#(arn)""#)
        #expect(try client.call("ListConnections", #"{"HostArnFilter":"\#(arn)"}"#)["Connections"]?.count ?? 0 > 0)
      }
      try client.finishHandshake(renamed(host, maker, reader))
    }
  }

  private func renamed(_ arn: String, _ from: ServiceName, _ to: ServiceName) throws -> String {
    arn.replacingCharacters(in: try #require(arn.firstRange(of: from.rawValue)), with: to.rawValue)
  }

  @Test("Regions do not see each other, and have the partition's ARN")
  func regions() throws {
    let simulator = ConnectionsSimulator(accounts: Accounts("000000000042"))
    let (here, there) = (
      TestClient(simulator: simulator, region: "eu-west-1"), TestClient(simulator: simulator, region: "cn-north-1")
    )
    let arn = try here.connection()
    #expect(try there.call("ListConnections")["Connections"]?.count == 0)
    #expect(try there.failure("GetConnection", #"{"ConnectionArn":"\#(arn)"}"#).code == "ResourceNotFoundException")
    #expect(try there.connection().hasPrefix("arn:aws-cn:codestar-connections:cn-north-1:000000000042:connection/"))
  }

  @Test("Requests from many threads are answered as if one came after the other")
  func concurrent() async throws {
    let client = TestClient()
    let arns = try await withThrowingTaskGroup(of: String.self) { group in
      for index in 0..<100 { group.addTask { try client.connection("c\(index)") } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(arns.count == 100)
    let listed = try #require(client.call("ListConnections")["Connections"])
    #expect(Set(listed.elements.compactMap { $0["ConnectionArn"]?.string }) == arns)
  }

  @Test("Mutated requests are answered, never trapped on", arguments: 0..<20)
  func mutated(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let client = TestClient(simulator: ConnectionsSimulator(handshake: .after(reads: 2)))
    let (connection, host) = (try client.connection(), try client.host("h", vpcJSON))
    let link = try client.repositoryLink()
    try client.syncConfiguration(link: link)
    let bodies = [
      TestClient.syncJSON("stack", link, "main", "f", #","PublishDeploymentStatus":"ENABLED""#),
      #"{\#(TestClient.naming("stack")),"RepositoryLinkId":"\#(link)","Branch":"dev","Id":"x","ResolvedReason":"r"}"#,
      #"{"ConnectionArn":"\#(connection)","OwnerId":"o","RepositoryName":"r","RepositoryLinkId":"\#(link)"}"#,
      #"{"ConnectionName":"c","HostArn":"\#(host)","Tags":[{"Key":"k","Value":"v"}]}"#,
      #"{"ConnectionArn":"\#(connection)"}"#, #"{"HostArn":"\#(host)","ProviderEndpoint":"u",\#(vpcJSON)}"#,
      #"{"ResourceArn":"\#(host)","Tags":[{"Key":"é","Value":"\u0000\ud800"}],"TagKeys":["k"]}"#,
      #"{"MaxResults":3,"NextToken":"00000000000000010000000000000001","ProviderTypeFilter":"GitHub"}"#,
    ]
    let operations = Operation.named.keys.sorted()
    for _ in 0..<150 {
      guard let operation = operations.randomElement(using: &random), let body = bodies.randomElement(using: &random)
      else { continue }
      var request = client.request(operation, body)
      mutate(&request.body, using: &random)
      if Int.random(in: 0..<4, using: &random) == 0 {
        let index = Int.random(in: 0..<request.head.fields.list.count, using: &random)
        var value = Array(request.head.fields.list[index].value.utf8)
        mutate(&value, using: &random)
        request.head.fields.list[index].value = String(decoding: value, as: UTF8.self)
      }
      let response = client.simulator.respond(to: request, at: TestClient.now)
      #expect([200, 400, 403].contains(response.head.status))
      #expect(throws: Never.self) { try JSONReader.read(response.body) }
    }
  }

  @Test("Mutated admin calls are answered, never trapped on", arguments: 0..<10)
  func mutatedAdmin(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let client = TestClient()
    let (connection, link) = (try client.connection(), try client.repositoryLink())
    try client.syncConfiguration(link: link)
    let bodies = [
      #"{"Arn":"\#(connection)","Reason":"r"}"#, #"{"Seconds":86400}"#,
      #"{"Region":"eu-west-1","RepositoryLinkId":"\#(link)","Branch":"main","Sha":"0"}"#,
      #"{"Region":"eu-west-1","ResourceName":"stack","Reason":"r","Id":"x","Contexts":[{"Key":"k","Value":"v"}]}"#,
      #"{"Operation":"GetHost","Error":"ConflictException","Count":1000000}"#,
    ]
    let actions = AdminAction.named.keys.sorted()
    for _ in 0..<150 {
      guard let action = actions.randomElement(using: &random), let body = bodies.randomElement(using: &random)
      else { continue }
      var request = TestClient.adminRequest(action, body)
      mutate(&request.body, using: &random)
      let response = client.simulator.respond(to: request, at: TestClient.now)
      #expect([200, 400, 409].contains(response.head.status))
      #expect(throws: Never.self) { try JSONReader.read(response.body) }
    }
  }

  private func mutate(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: index)
      case 2: bytes.insert(contentsOf: bytes[index...].prefix(20), at: index)
      default: bytes.removeLast(bytes.count - index)
      }
    }
  }
}
