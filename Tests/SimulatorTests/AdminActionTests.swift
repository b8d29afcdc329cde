// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Testing

@testable import Simulator

@Suite("Admin calls")
struct AdminActionTests {
  let client = TestClient()

  func resourceStatus(_ client: TestClient) throws -> String {
    let status = try client.call("GetResourceSyncStatus", "{\(TestClient.naming("stack"))}")
    return try client.text(status, "LatestSync", "Status")
  }

  func connectionStatus(_ arn: String) throws -> String {
    try client.text(client.call("GetConnection", #"{"ConnectionArn":"\#(arn)"}"#), "Connection", "ConnectionStatus")
  }

  @Test("A handshake is finished, or fails, for what there is")
  func handshakes() throws {
    let (connection, host) = (try client.connection(), try client.host("h", vpcJSON))
    #expect(try client.admin("fail-handshake", #"{"Arn":"\#(connection)"}"#).status == 200)
    #expect(try connectionStatus(connection) == "ERROR")
    try client.finishHandshake(connection)
    #expect(try connectionStatus(connection) == "AVAILABLE")
    #expect(try client.admin("fail-handshake", #"{"Arn":"\#(host)","Reason":"no route"}"#).status == 200)
    let hosts = try #require(client.call("ListHosts")["Hosts"])
    #expect(hosts.elements.map { $0["Status"]?.string } == ["VPC_CONFIG_FAILED_INITIALIZATION"])
    #expect(hosts.elements.map { $0["StatusMessage"]?.string } == ["no route"])
    let plain = try client.host()
    #expect(try client.admin("fail-handshake", #"{"Arn":"\#(plain)"}"#).status == 409)
    #expect(try client.admin("finish-handshake", #"{"Arn":"\#(plain)0"}"#).status == 409)
    #expect(try client.admin("finish-handshake", #"{"Arn":"arn:aws:s3:::b"}"#).status == 400)
  }

  @Test("A blocker is raised with its contexts, shown, and resolved by either way")
  func blockers() throws {
    try client.syncConfiguration(link: client.repositoryLink())
    let raise = #"{"Region":"eu-west-1","ResourceName":"stack","Reason":"drift","Contexts":[{"Key":"k","Value":"v"}]}"#
    let ids = try (1...2).map { _ in try client.text(client.admin("raise-blocker", raise).body, "Id") }
    #expect(try resourceStatus(client) == "FAILED")
    let naming = TestClient.naming("stack")
    func blockers() throws -> [DocumentValue] {
      let summary = try client.call("GetSyncBlockerSummary", "{\(naming)}")
      return Array(try #require(summary["SyncBlockerSummary"]?["LatestBlockers"]).elements)
    }
    #expect(try blockers().map { $0["Id"]?.string } == ids.reversed())
    #expect(try blockers().map { $0["Status"]?.string } == ["ACTIVE", "ACTIVE"])
    #expect(try blockers()[0]["Contexts"]?.elements.map { $0["Value"]?.string } == ["v"])
    let update = #"{\#(naming),"Id":"\#(ids[0])","ResolvedReason":"mended"}"#
    let updated = try client.call("UpdateSyncBlocker", update)
    #expect(try client.text(updated, "SyncBlocker", "Status") == "RESOLVED")
    #expect(try client.text(updated, "SyncBlocker", "ResolvedReason") == "mended")
    #expect(try client.failure("UpdateSyncBlocker", update).code == "InvalidInputException")
    #expect(try resourceStatus(client) == "FAILED")
    let resolve = #"{"Region":"eu-west-1","ResourceName":"stack","Id":"\#(ids[1])","Reason":"too"}"#
    #expect(try client.admin("resolve-blocker", resolve).status == 200)
    #expect(try client.admin("resolve-blocker", resolve).status == 409)
    #expect(try resourceStatus(client) == "INITIATED")
  }

  @Test("A push begins a sync to its commit")
  func push() throws {
    let link = try client.repositoryLink()
    try client.syncConfiguration(link: link)
    for _ in 1...3 { _ = try resourceStatus(client) }
    let json = #"{"Region":"eu-west-1","RepositoryLinkId":"\#(link)","Branch":"main"}"#
    let commit = try client.text(client.admin("push", json).body, "Sha")
    let status = try client.call("GetResourceSyncStatus", "{\(TestClient.naming("stack"))}")
    #expect(try client.text(status, "DesiredState", "Sha") == commit)
    #expect(try client.text(status, "LatestSync", "TargetRevision", "Sha") == commit)
    #expect(try client.text(status, "LatestSync", "Status") == "INITIATED")
    #expect(try client.text(status, "LatestSuccessfulSync", "Status") == "SUCCEEDED")
    #expect(try client.admin("push", json.replacing("main", with: "x")).status == 409)
    #expect(try client.admin("push", json.replacing("eu-west-1", with: "x")).status == 409)
  }

  @Test("Planned errors come as often as they were asked for, from the operations that were meant")
  func throttle() throws {
    #expect(try client.admin("throttle", #"{"Operation":"ListHosts","Count":2}"#).status == 200)
    try client.call("ListConnections")
    for _ in 1...2 {
      let response = client.simulator.respond(to: client.request("ListHosts", "{}"), at: TestClient.now)
      #expect(try Failure(response).code == "ThrottlingException")
    }
    try client.call("ListHosts")
    #expect(try client.admin("throttle").status == 200)
    #expect(
      try client.failure("GetRepositoryLink", #"{"RepositoryLinkId":"00000000-0000-4000-8000-000000000000"}"#).code
        == "ThrottlingException")
    try client.call("ListConnections")
  }

  @Test("Every error that an operation declares can be had from it, and no other", arguments: ServiceName.allCases)
  func errors(service: ServiceName) throws {
    let client = client.under(service)
    for (operation, facts) in ModelFacts.operations {
      var builder = SampleBuilder(model: service.model)
      let json = builder.json(facts.input)
      for error in facts.errors {
        let planned = #"{"Operation":"\#(operation)","Error":"\#(error)"}"#
        #expect(try client.admin("throttle", planned).status == 200)
        let failure = try client.failure(operation, json)
        #expect(failure.code == error)
        #expect(failure.type.hasPrefix(service.namespace))
      }
      let other = ServiceError.Modelled.allCases.first { !facts.errors.contains($0.rawValue) && $0 != .throttling }
      let planned = #"{"Operation":"\#(operation)","Error":"\#(other?.rawValue ?? "")"}"#
      #expect(try client.admin("throttle", planned).status == 400)
    }
  }

  @Test("The clock goes with the machine's, or stands still, and can be advanced")
  func clock() throws {
    let fixed = TestClient(simulator: ConnectionsSimulator(fixedTime: Timestamp(seconds: 86_400)))
    for (client, start) in [(client, "2026-11-22T09:08:07"), (fixed, "1970-01-02T00:00:00")] {
      let begun = try client.text(client.admin("advance-clock", #"{"Seconds":0}"#).body, "Now")
      #expect(begun == start + ".000Z")
    }
    #expect(try fixed.text(fixed.admin("advance-clock", #"{"Seconds":90}"#).body, "Now") == "1970-01-02T00:01:30.000Z")
    let answer = fixed.simulator.respond(to: fixed.request("ListHosts", "{}"), at: TestClient.now)
    #expect(answer.head.fields["Date"] == "Fri, 02 Jan 1970 00:01:30 GMT")
    for bad in ["-1", "1e9", "99999999999999", #""1""#] {
      #expect(try fixed.admin("advance-clock", #"{"Seconds":\#(bad)}"#).status == 400)
    }
    let century = #"{"Seconds":\#(SimulatedClock.longestStep)}"#
    for _ in 1...79 { #expect(try fixed.admin("advance-clock", century).status == 200) }
    for _ in 1...2 { _ = try fixed.admin("advance-clock", century) }
    #expect(try fixed.admin("advance-clock", century).status == 409)
  }

  @Test("After a reset the same requests get the same answers again")
  func reset() throws {
    func transcript() -> [HTTPResponse] {
      [("CreateConnection", #"{"ConnectionName":"c","ProviderType":"GitHub"}"#), ("ListConnections", "{}")].map {
        client.simulator.respond(to: client.request($0.0, $0.1), at: TestClient.now)
      }
    }
    let before = transcript()
    #expect(try client.admin("throttle").status == 200)
    #expect(try client.admin("reset").status == 200)
    #expect(transcript() == before)
  }

  @Test(
    "What is no call of an action is refused",
    arguments: [
      ("nothing", "{}", 404), ("", "{}", 404), ("reset/", "{}", 404), ("reset", "[]", 400), ("reset", "{", 400),
      ("finish-handshake", "{}", 400), ("finish-handshake", #"{"Arn":1}"#, 400), ("throttle", #"{"Count":0}"#, 400),
      ("throttle", #"{"Error":"None"}"#, 400), ("reset", #"{"All":true}"#, 400),
      ("throttle", #"{"Operation":"None"}"#, 400), ("load", "{}", 400),
      ("raise-blocker", #"{"ResourceName":"r","Reason":"r"}"#, 400),
      ("push", #"{"Region":"r","RepositoryLinkId":"l","Branch":"b","Sha":""}"#, 400),
      ("resolve-blocker", #"{"Region":"r","ResourceName":"r","Id":"i","Reason":""}"#, 400),
    ])
  func refused(action: String, json: String, status: Int) throws {
    let answer = try client.admin(action, json)
    #expect(answer.status == status)
    #expect(answer.body["error"]?.string?.isEmpty == false)
  }

  @Test("Another method, or content that a browser's page could send, is refused")
  func refusedForm() {
    var request = TestClient.adminRequest("reset", "{}")
    request.head.method = "GET"
    #expect(client.simulator.respond(to: request, at: TestClient.now).head.status == 405)
    request.head.method = "POST"
    request.head.fields.set("Content-Type", "text/plain")
    #expect(client.simulator.respond(to: request, at: TestClient.now).head.status == 415)
  }
}
