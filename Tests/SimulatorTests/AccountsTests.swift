// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Testing

@testable import Simulator

@Suite("Accounts of the embedded service")
struct AccountsTests {
  private let simulator = ConnectionsSimulator(
    accounts: Accounts("111111111111", byKeyID: ["AKIAB": "222222222222", "AKIAC": "333333333333"]))

  private func client(_ key: String) -> TestClient { TestClient(simulator: simulator, key: key) }

  private func names(_ client: TestClient) throws -> [String?] {
    try #require(client.call("ListConnections")["Connections"]).elements.map { $0["ConnectionName"]?.string }
  }

  @Test("Callers see the resources of their own account only, and its id in ARNs")
  func apart() throws {
    let clients = ["AKIAA", "AKIAB", "AKIAC"].map(client)
    let arns = try clients.map { try $0.connection("of-\($0.key)") }
    for (index, client) in clients.enumerated() {
      #expect(try names(client) == ["of-\(client.key)"])
      #expect(arns[index].contains(":\(index + 1)\(index + 1)"))
      let foreign = #"{"ConnectionArn":"\#(arns[(index + 1) % 3])"}"#
      #expect(try client.failure("GetConnection", foreign).code == "ResourceNotFoundException")
      #expect(try client.failure("DeleteConnection", foreign).code == "ResourceNotFoundException")
    }
    #expect(try names(client("AKIAD")) == ["of-AKIAA"])
    #expect(Set(arns.compactMap { $0.split(separator: "/").last }).count == 3)
  }

  @Test("A page's token is good for its own account")
  func pages() throws {
    for key in ["AKIAA", "AKIAB"] { for name in ["a", "b"] { _ = try client(key).connection(name) } }
    let token = try client("AKIAA").text(client("AKIAA").call("ListConnections", #"{"MaxResults":1}"#), "NextToken")
    let next = #"{"MaxResults":1,"NextToken":"\#(token)"}"#
    #expect(try client("AKIAB").failure("ListConnections", next).code == "ValidationException")
    #expect(try client("AKIAA").call("ListConnections", next)["Connections"]?.count == 1)
  }

  @Test("The key that the port names goes before the one of the signature")
  func port() throws {
    _ = try client("AKIAB").connection("b")
    let request = client("AKIAA").request("ListConnections", "{}")
    for (key, count) in [(nil, 0), ("AKIAB", 1), ("AKIAX", 0)] as [(String?, Int)] {
      let answer = simulator.respond(to: request, ofKey: key, at: TestClient.now)
      #expect(try JSONReader.read(answer.body).root["Connections"]?.count == count)
    }
  }

  @Test("Controls find a resource by its ARN, else by the account that the call names")
  func controls() throws {
    let other = client("AKIAB")
    let link = try other.repositoryLink()
    try other.syncConfiguration("stack", link: link)
    let raise = #""Region":"eu-west-1","ResourceName":"stack","Reason":"r""#
    #expect(try other.admin("raise-blocker", "{\(raise)}").status == 409)
    let id = try other.text(other.admin("raise-blocker", #"{"Account":"222222222222",\#(raise)}"#).body, "Id")
    #expect(
      try other.admin("resolve-blocker", #"{"Account":"222222222222","Id":"\#(id)",\#(raise)}"#).status == 200)
    let push = #"{"Account":"222222222222","Region":"eu-west-1","RepositoryLinkId":"\#(link)","Branch":"main"}"#
    #expect(try other.admin("push", push).status == 200)
  }

  @Test("A loaded state keeps accounts and keys apart")
  func dumped() throws {
    _ = try client("AKIAB").connection("b")
    let state = String(decoding: try client("").admin("dump").body.bytes, as: UTF8.self)
    let loaded = TestClient(simulator: ConnectionsSimulator(), key: "AKIAB")
    #expect(try loaded.admin("load", state).status == 200)
    #expect(String(decoding: try loaded.admin("dump").body.bytes, as: UTF8.self) == state)
    #expect(try names(loaded) == ["b"])
    #expect(try names(TestClient(simulator: loaded.simulator)).isEmpty)
  }
}
