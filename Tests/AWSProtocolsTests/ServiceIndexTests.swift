// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import AWSProtocols

@Suite("The service index")
struct ServiceIndexTests {
  let index = ServiceIndex.standard

  @Test("knows CodeStar Connections and CodeConnections as two services of 27 operations with the same names")
  func codeConnections() throws {
    let old = try #require(index.service(named: "codestar-connections"))
    let new = try #require(index.service(named: "codeconnections"))
    #expect(old.serviceID == "CodeStar connections")
    #expect(new.targetPrefix == "com.amazonaws.codeconnections.CodeConnections_20231201")
    #expect(old.protocols == ["json1.0"] && new.protocols == ["json1.0"])
    #expect(old.operations.count == 27)
    #expect(Set(old.operations.map(\.name)) == Set(new.operations.map(\.name)))
  }

  @Test(
    "finds a service by both forms of its target prefix",
    arguments: [
      ("com.amazonaws.codestar.connections.CodeStar_connections_20191201", "codestar-connections"),
      ("CodeStar_connections_20191201", "codestar-connections"),
      ("com.amazonaws.codeconnections.CodeConnections_20231201", "codeconnections"),
      ("CodeConnections_20231201", "codeconnections"),
      ("DynamoDB_20120810", "dynamodb"), ("AmazonSQS", "sqs"),
    ])
  func targetPrefix(prefix: String, name: String) {
    #expect(index.service(targetPrefix: prefix)?.name == name)
    #expect(index.services(targetPrefix: prefix).map(\.name) == [name])
  }

  @Test("finds every service by its own target prefix, and only the Timestream services share theirs")
  func sharedTargetPrefixes() {
    var shared: Set<String> = []
    for service in index.services {
      guard let full = service.targetPrefix else { continue }
      for form in [full, String(full.split(separator: ".").last ?? "")] {
        let found = index.services(targetPrefix: form).map(\.name)
        #expect(found.contains(service.name))
        if found.count > 1 { shared.formUnion(found) }
      }
    }
    #expect(shared == ["timestream-query", "timestream-write"])
  }

  @Test(
    "lists the services of a signing name, the most plausible first",
    arguments: [
      ("codestar-connections", ["codestar-connections"]), ("rds", ["rds", "neptune", "docdb"]),
      ("execute-api", ["apigatewaymanagementapi", "connectparticipant"]), ("s3", ["s3", "s3control"]),
      ("s3-outposts", ["s3outposts", "s3", "s3control"]), ("s3express", ["s3"]), ("iam", ["iam"]),
      ("dynamodb", ["dynamodb", "dynamodbstreams"]), ("nothing", []),
    ])
  func signingNames(name: String, services: [String]) {
    #expect(index.services(signingName: name).map(\.name) == services)
  }

  @Test("answers nil for what it does not know")
  func unknown() throws {
    for name in ["", "CodeStar-Connections", "codestar", "=", "*", "\u{0}", String(repeating: "x", count: 100_000)] {
      #expect(index.service(named: name) == nil)
      #expect(index.service(targetPrefix: name) == nil)
      #expect(index.services(signingName: name).isEmpty)
    }
    #expect(index.service(targetPrefix: "connections.CodeStar_connections_20191201") == nil)
    let service = try #require(index.service(named: "codestar-connections"))
    #expect(service.operation(named: "getConnection") == nil)
    #expect(service.operation(named: "") == nil)
  }

  @Test("reads the block of every service, with as many operations as the directory says")
  func allBlocks() {
    #expect(index.services.count > 400)
    #expect(index.services.map(\.name) == index.services.map(\.name).sorted())
    for service in index.services {
      #expect(service.operations.count == service.operationCount, "\(service.name)")
      #expect(service.operations.allSatisfy { $0.uri.hasPrefix("/") && !$0.method.isEmpty }, "\(service.name)")
    }
  }

  @Test("gives many threads that ask for the same block at once the same operations")
  func threads() async {
    let fresh = ServiceIndex(.embedded)
    let counts = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<8 { group.addTask { fresh.service(named: "ec2")?.operations.count ?? 0 } }
      return await group.reduce(into: Set<Int>()) { $0.insert($1) }
    }
    #expect(counts == [index.service(named: "ec2")?.operationCount])
  }

  @Test("never traps on a mutated index", arguments: 0..<6)
  func mutated(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var bytes = Array(IndexText.embedded.bytes)
    // Most of what is not an operation stands in the beginning.
    let directory = 0..<80_000
    for _ in 0..<60 {
      let at = Int.random(in: Bool.random(using: &random) ? directory : bytes.indices, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[at] = "\t\n=9-".utf8.randomElement(using: &random) ?? 0
      case 2: bytes.remove(at: at)
      default: bytes.insert(contentsOf: "99999999999".utf8, at: at)
      }
    }
    bytes.removeLast(Int.random(in: 0...bytes.count / 2, using: &random))
    bytes.withUnsafeBytes { buffer in
      let index = ServiceIndex(IndexText(bytes: buffer))
      for service in index.services.shuffled(using: &random).prefix(20) {
        _ = service.operations.count
        _ = index.endpoint(of: service, region: "us-east-1", fips: true, dualStack: true)
        _ = index.match(host: "\(service.endpointPrefix).us-east-1.amazonaws.com")
      }
    }
  }
}
