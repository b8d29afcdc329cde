// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Testing

@testable import Simulator

/// A signed-looking client of the embedded service. Holds every answer against the service model.
struct TestClient {
  var simulator = ConnectionsSimulator(seed: 7)
  var service = ServiceName.codestarConnections
  var region = "eu-west-1"
  var key = "AKID"

  static let now = Timestamp(seconds: 1_795_338_487)

  func under(_ service: ServiceName) -> TestClient {
    TestClient(simulator: simulator, service: service, region: region, key: key)
  }

  func request(_ operation: String, _ json: String) -> HTTPRequest {
    HTTPRequest(
      head: HTTPRequestHead(
        method: "POST", target: "/",
        fields: [
          HTTPField("X-Amz-Target", "\(service.namespace).\(service.shortTargetPrefix).\(operation)"),
          HTTPField("Content-Type", "application/x-amz-json-1.0"),
          HTTPField("Authorization", Self.authorization(region: region, service: service.rawValue, key: key)),
        ]),
      body: Array(json.utf8))
  }

  static func authorization(region: String, service: String, key: String = "AKID") -> String {
    "AWS4-HMAC-SHA256 Credential=\(key)/20261122/\(region)/\(service)/aws4_request, "
      + "SignedHeaders=content-type;host, Signature=00ff"
  }

  /// The output of a call that has to succeed.
  @discardableResult
  func call(_ operation: String, _ json: String = "{}") throws -> DocumentValue {
    let response = simulator.respond(to: request(operation, json), at: Self.now)
    let output = try JSONReader.read(response.body).root
    try #require(response.head.status == 200, "\(operation): \(String(decoding: response.body, as: UTF8.self))")
    let facts = try #require(ModelFacts.operations[operation])
    #expect(throws: Never.self) { try InputValidator.validate(output, as: facts.output, by: service.model) }
    expectModelled(output, facts.output)
    return output
  }

  /// The error of a call that has to fail: one that the operation declares, or the framework's.
  func failure(_ operation: String, _ json: String = "{}") throws -> Failure {
    let failure = try Failure(simulator.respond(to: request(operation, json), at: Self.now))
    let declared = ModelFacts.operations[operation]?.errors ?? []
    #expect((declared + ["ValidationException", "SerializationException"]).contains(failure.code))
    if declared.contains(failure.code) { #expect(failure.message.unicodeScalars.count <= 600) }
    return failure
  }

  func connection(_ name: String = "c", _ members: String = #""ProviderType":"GitHub""#) throws -> String {
    try text(call("CreateConnection", #"{"ConnectionName":"\#(name)",\#(members)}"#), "ConnectionArn")
  }

  func host(_ name: String = "h", _ members: String = "") throws -> String {
    let more = members.isEmpty ? "" : "," + members
    return try text(
      call(
        "CreateHost",
        #"{"Name":"\#(name)","ProviderType":"GitLabSelfManaged","ProviderEndpoint":"https://git.test"\#(more)}"#),
      "HostArn")
  }

  /// The answer of an admin call, with its status.
  func admin(_ action: String, _ json: String = "{}") throws -> (status: Int, body: DocumentValue) {
    let response = simulator.respond(to: Self.adminRequest(action, json), at: Self.now)
    return (response.head.status, try JSONReader.read(response.body).root)
  }

  static func adminRequest(_ action: String, _ json: String) -> HTTPRequest {
    HTTPRequest(
      head: HTTPRequestHead(
        method: "POST", target: "/_tapedeck/\(action)", fields: [HTTPField("Content-Type", "application/json")]),
      body: Array(json.utf8))
  }

  func finishHandshake(_ arn: String) throws {
    try #require(admin("finish-handshake", #"{"Arn":"\#(arn)"}"#).status == 200)
  }

  /// A repository link on a connection whose handshake is finished: its id.
  func repositoryLink(_ name: String = "repo", connection: String? = nil) throws -> String {
    let connection = try connection ?? availableConnection()
    let output = try call(
      "CreateRepositoryLink", #"{"ConnectionArn":"\#(connection)","OwnerId":"me","RepositoryName":"\#(name)"}"#)
    return try text(output, "RepositoryLinkInfo", "RepositoryLinkId")
  }

  func availableConnection(_ provider: String = "GitHub") throws -> String {
    let arn = try connection("c", #""ProviderType":"\#(provider)""#)
    try finishHandshake(arn)
    return arn
  }

  /// A sync configuration of the resource `name`; `members` are added to what is required.
  @discardableResult
  func syncConfiguration(
    _ name: String = "stack", link: String, branch: String = "main", file: String = "deploy/stack.yaml",
    members: String = ""
  ) throws -> DocumentValue {
    let more = members.isEmpty ? "" : "," + members
    return try call("CreateSyncConfiguration", Self.syncJSON(name, link, branch, file, more))
  }

  static func syncJSON(_ name: String, _ link: String, _ branch: String, _ file: String, _ more: String) -> String {
    #"{"SyncType":"CFN_STACK_SYNC","ResourceName":"\#(name)","RepositoryLinkId":"\#(link)","Branch":"\#(branch)","#
      + #""ConfigFile":"\#(file)","RoleArn":"arn:aws:iam::123456789012:role/sync"\#(more)}"#
  }

  /// The members that name a sync configuration.
  static func naming(_ resource: String) -> String {
    #""SyncType":"CFN_STACK_SYNC","ResourceName":"\#(resource)""#
  }

  func text(_ value: DocumentValue, _ path: String...) throws -> String {
    var value = value
    for name in path { value = try #require(value[name], "no \(name)") }
    return try #require(value.string)
  }

  private func expectModelled(_ value: DocumentValue, _ shape: String) {
    switch service.model.shapes[shape] {
    case .structure(let members):
      for member in value.members {
        let modelled = members.first { $0.name == member.name.string }
        #expect(modelled != nil, "\(shape) has no \(member.name.string ?? "")")
        if let modelled { expectModelled(member.value, modelled.shape) }
      }
    case .list(let element, _, _):
      for item in value.elements { expectModelled(item, element) }
    default: break
    }
  }
}

/// An error as an SDK reads it.
struct Failure: Equatable {
  let status: Int
  let type: String
  let message: String

  var code: String { type.split(separator: "#").last.map(String.init) ?? type }

  init(_ response: HTTPResponse) throws {
    let body = try JSONReader.read(response.body).root
    status = response.head.status
    type = try #require(body["__type"]?.string)
    message = try #require(body["Message"]?.string ?? body["message"]?.string)
  }
}

/// A VPC configuration that keeps the model's constraints.
let vpcJSON =
  #""VpcConfiguration":{"VpcId":"vpc-01234567","SubnetIds":["subnet-01234567"],"#
  + #""SecurityGroupIds":["sg-01234567"],"TlsCertificate":"pem"}"#
