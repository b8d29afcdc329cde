// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Simulator

@Suite("Requests before they are answered")
struct ServiceRequestTests {
  let client = TestClient()

  func failure(_ change: (inout HTTPRequest) -> Void) throws -> Failure {
    var request = client.request("ListHosts", "{}")
    change(&request)
    return try Failure(client.simulator.respond(to: request, at: TestClient.now))
  }

  @Test(
    "Both forms of the target of both names are understood",
    arguments: [
      ("codestar-connections", "com.amazonaws.codestar.connections.CodeStar_connections_20191201.ListHosts"),
      ("codestar-connections", "CodeStar_connections_20191201.ListHosts"),
      ("codeconnections", "com.amazonaws.codeconnections.CodeConnections_20231201.ListHosts"),
      ("codeconnections", "CodeConnections_20231201.ListHosts"),
    ])
  func targets(service: String, target: String) {
    var request = client.request("ListHosts", "{}")
    request.head.fields.set("X-Amz-Target", target)
    request.head.fields.set("Authorization", TestClient.authorization(region: "eu-west-1", service: service))
    #expect(client.simulator.respond(to: request, at: TestClient.now).head.status == 200)
  }

  @Test(
    "Other targets are unknown operations",
    arguments: [
      "", ".", "ListHosts", "CodeStar_connections_20191201.", "CodeStar_connections_20191201.listHosts",
      "x.CodeStar_connections_20191201.ListHosts", "DynamoDB_20120810.ListTables",
      "com.amazonaws.codeconnections.CodeStar_connections_20191201.ListHosts",
    ])
  func unknownTargets(target: String) throws {
    let failure = try failure { $0.head.fields.set("X-Amz-Target", target) }
    #expect(failure.code == "UnknownOperationException")
    #expect(failure.status == 400)
  }

  @Test("Other methods, paths and content types are unknown operations")
  func dispatch() throws {
    #expect(try failure { $0.head.method = "GET" }.code == "UnknownOperationException")
    #expect(try failure { $0.head.target = "/x" }.code == "UnknownOperationException")
    for type in ["application/json", "application/x-amz-json-1.1", ""] {
      #expect(try failure { $0.head.fields.set("Content-Type", type) }.code == "UnknownOperationException")
    }
    #expect(try failure { $0.head.fields.remove("Content-Type") }.code == "UnknownOperationException")
  }

  @Test("Parameters and case of the content type do not matter")
  func contentType() {
    var request = client.request("ListHosts", "{}")
    request.head.fields.set("Content-Type", "Application/X-Amz-JSON-1.0; charset=utf-8")
    #expect(client.simulator.respond(to: request, at: TestClient.now).head.status == 200)
  }

  @Test("Without a signature there is 403; with one for another service, 400")
  func authorization() throws {
    let missing = try failure { $0.head.fields.remove("Authorization") }
    #expect(missing.status == 403)
    #expect(missing.type == "com.amazon.coral.service#MissingAuthenticationTokenException")
    let other = try failure {
      $0.head.fields.set("Authorization", TestClient.authorization(region: "eu-west-1", service: "codeconnections"))
    }
    #expect(other.code == "InvalidSignatureException")
    #expect(other.message.contains("'codestar-connections'"))
  }

  @Test("A body that is not JSON is a SerializationException; an empty one is no input", arguments: ["{", "x", "{}}"])
  func body(text: String) throws {
    #expect(try failure { $0.body = Array(text.utf8) }.code == "SerializationException")
    try client.call("ListHosts", "")
  }

  @Test("A body over a mebibyte is refused, and one of a mebibyte is read")
  func size() throws {
    let blank = [UInt8](repeating: 0x20, count: 1 << 20)
    let failure = try failure { $0.body = blank + [0x20] }
    #expect(failure.status == 413)
    var request = client.request("ListHosts", "")
    request.body = Array(blank.dropLast(2)) + Array("{}".utf8)
    #expect(client.simulator.respond(to: request, at: TestClient.now).head.status == 200)
  }
}
