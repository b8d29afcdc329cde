// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Simulator

@Suite("Pagination")
struct PaginationTests {
  let client = TestClient()

  func page(_ size: Int, _ token: String?) throws -> (arns: [String], token: String?) {
    let next = token.map { #","NextToken":"\#($0)""# } ?? ""
    let output = try client.call("ListConnections", #"{"MaxResults":\#(size)\#(next)}"#)
    let listed = try #require(output["Connections"])
    return (listed.elements.compactMap { $0["ConnectionArn"]?.string }, output["NextToken"]?.string)
  }

  @Test("Pages hold everything once, and the last has no token", arguments: [1, 2, 3, 5, 6, 100])
  func walk(size: Int) throws {
    let made = try (1...6).map { try client.connection("c\($0)") }
    var seen: [String] = []
    var token: String?
    var pages = 0
    repeat {
      let page = try page(size, token)
      #expect(page.arns.count <= size)
      seen += page.arns
      token = page.token
      pages += 1
    } while token != nil && pages < 10
    #expect(seen == made)
    #expect(pages == (6 + size - 1) / size)
  }

  @Test("What is made or deleted between two pages moves none of the others", arguments: 1...20)
  func concurrentChange(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var alive = try (1...8).map { try client.connection("c\($0)") }
    let made = alive
    var seen: [String] = []
    var token: String?
    var deleted: Set<String> = []
    repeat {
      let page = try page(2, token)
      seen += page.arns
      token = page.token
      let victim = alive.remove(at: Int.random(in: 0..<alive.count, using: &random))
      deleted.insert(victim)
      try client.call("DeleteConnection", #"{"ConnectionArn":"\#(victim)"}"#)
    } while token != nil && alive.count > 1
    #expect(Set(seen).count == seen.count)
    #expect(made.filter { !deleted.contains($0) }.allSatisfy(seen.contains))
  }

  @Test("Without MaxResults, and with 0, a page has at most a hundred", arguments: ["{}", #"{"MaxResults":0}"#])
  func defaultLimit(json: String) throws {
    for _ in 1...101 { _ = try client.connection() }
    let output = try client.call("ListConnections", json)
    #expect(output["Connections"]?.count == 100)
    #expect(output["NextToken"] != nil)
  }

  @Test("A token is refused where it was changed, or belongs to another operation, filter or region")
  func foreignTokens() throws {
    for name in ["a", "b"] {
      _ = try client.connection(name)
      _ = try client.host(name)
    }
    let token = try #require(page(1, nil).token)
    let refused = { (client: TestClient, operation: String, members: String) in
      try client.failure(operation, "{\(members)}").code == "ValidationException"
    }
    let given = #""NextToken":"\#(token)""#
    #expect(try refused(client, "ListHosts", given))
    #expect(try refused(client, "ListConnections", given + #","ProviderTypeFilter":"GitHub""#))
    #expect(try refused(TestClient(simulator: client.simulator, region: "us-east-1"), "ListConnections", given))
    for (index, digit) in token.enumerated() {
      var changed = Array(token)
      changed[index] = digit == "0" ? "1" : "0"
      #expect(try refused(client, "ListConnections", #""NextToken":"\#(String(changed))""#))
    }
    for bad in ["x", "+1", "-000000000000001", "ffffffffffffffffffffffffffffffff", "é", token + "0"] {
      #expect(try refused(client, "ListConnections", #""NextToken":"\#(bad)""#))
    }
  }
}
