// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Simulator

@Suite("Input validation")
struct InputValidatorTests {
  func message(_ json: String, _ shape: String, _ service: ServiceName = .codestarConnections) throws -> String? {
    let input = try JSONReader.read(Array(json.utf8)).root
    do throws(ServiceError) {
      try InputValidator.validate(input, as: shape, by: service.model)
      return nil
    } catch {
      return "\(error.code): \(error.message)"
    }
  }

  @Test("A name that is too long is told as the live service tells it")
  func observed() throws {
    let name = String(repeating: "n", count: 33)
    #expect(
      try message(#"{"ConnectionName":"\#(name)"}"#, "CreateConnectionInput")
        == "ValidationException: 1 validation error detected: Value '\(name)' at 'connectionName' failed to satisfy "
        + "constraint: Member must have length less than or equal to 32")
  }

  @Test("All violations are counted and told in one message")
  func joined() throws {
    #expect(
      try message(#"{"ProviderType":"Git","Tags":[{"Key":"","Value":"v"}]}"#, "CreateConnectionInput")
        == "ValidationException: 3 validation errors detected: Value 'Git' at 'providerType' failed to satisfy "
        + "constraint: Member must satisfy enum value set: [Bitbucket, GitHub, GitHubEnterpriseServer, GitLab, "
        + "GitLabSelfManaged]; Value null at 'connectionName' failed to satisfy constraint: Member must not be null; "
        + "Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or "
        + "equal to 1")
  }

  @Test("Scalars in a list are told as one violation with all the constraints of an element")
  func list() throws {
    let json = #"{"VpcId":"vpc-01234567","SubnetIds":["subnet-01234567","x"],"SecurityGroupIds":["sg-01234567"]}"#
    #expect(
      try message(json, "VpcConfiguration")
        == "ValidationException: 1 validation error detected: Value '[subnet-01234567, x]' at 'subnetIds' failed to "
        + "satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 24, "
        + #"Member must have length greater than or equal to 15, Member must satisfy regular expression pattern: "#
        + #"subnet-\w{8}(\w{9})?, Member must not be null]"#)
  }

  @Test(
    "A value of a wrong type is a SerializationException, whatever else is wrong",
    arguments: [
      (#"{"ConnectionName":1}"#, "NUMBER_VALUE can not be converted to String"),
      (#"{"ConnectionName":true}"#, "TRUE_VALUE can not be converted to String"),
      (#"{"ConnectionName":{}}"#, "Start of structure or map found where not expected."),
      (#"{"ConnectionName":[]}"#, "Start of list found where not expected."),
      (#"{"ProviderType":"x","Tags":"a"}"#, "Unexpected field type"),
      (#"{"Tags":[1]}"#, "Unexpected field type"), ("[]", "Start of list found where not expected."),
      ("null", "Unexpected field type"),
    ])
  func wrongType(json: String, expected: String) throws {
    #expect(try message(json, "CreateConnectionInput") == "SerializationException: \(expected)")
  }

  @Test("Numbers have to be whole", arguments: ["1.5", "1e99", #""1""#, "99999999999999999999"])
  func wholeNumbers(number: String) throws {
    let message = try message(#"{"MaxResults":\#(number)}"#, "ListHostsInput")
    #expect(message?.hasPrefix("SerializationException: ") == true)
  }

  @Test("A null member is an absent one, and a member that the model does not have is left alone")
  func absent() throws {
    #expect(try message(#"{"MaxResults":null,"NextToken":null,"Other":{"a":[1]}}"#, "ListHostsInput") == nil)
  }

  @Test("The new name knows a provider that the old one does not")
  func byService() throws {
    let json = #"{"ConnectionName":"c","ProviderType":"AzureDevOps"}"#
    #expect(try message(json, "CreateConnectionInput", .codeconnections) == nil)
    #expect(try message(json, "CreateConnectionInput", .codestarConnections) != nil)
  }

  @Test("Every bound of every input holds: at it, below it and above it", arguments: Operation.named.keys.sorted())
  func bounds(operation: String) throws {
    let input = try #require(ModelFacts.operations[operation]?.input)
    var builder = SampleBuilder(model: .codeconnections)
    #expect(try message(builder.json(input), input, .codeconnections) == nil)
    for leaf in builder.leaves {
      for probe in builder.probes(leaf) {
        builder.override = (leaf.path, probe.json)
        let message = try message(builder.json(input), input, .codeconnections)
        if let broken = probe.broken {
          #expect(
            message?.contains(broken) == true, "\(leaf.path) = \(probe.json.prefix(60)): \(message ?? "accepted")")
        } else {
          #expect(message == nil, "\(leaf.path) = \(probe.json.prefix(60))")
        }
      }
    }
  }
}

/// Makes inputs that keep all constraints of a shape, but for one value.
struct SampleBuilder {
  struct Leaf {
    let path: String
    let shapeName: String
    let shape: ModelShape
  }

  struct Probe {
    let json: String
    /// What the message has to say, or nil where the value is fine.
    let broken: String?
  }

  let model: ServiceModel
  var override: (path: String, json: String)?
  private(set) var leaves: [Leaf] = []

  init(model: ServiceModel) {
    self.model = model
  }

  mutating func json(_ shape: String) -> String {
    leaves = []
    return json(shape, at: "")
  }

  func probes(_ leaf: Leaf) -> [Probe] {
    switch leaf.shape {
    case .string(let min, let max, _):
      var probes: [Probe] = []
      if let max {
        probes.append(Probe(json: text(leaf.shapeName, max), broken: nil))
        probes.append(Probe(json: text(leaf.shapeName, max + 1), broken: Constraint.shorter(max)))
      }
      if let min, min > 0 {
        probes.append(Probe(json: text(leaf.shapeName, min), broken: prefix(leaf.shapeName) == "arn" ? "pattern" : nil))
        probes.append(Probe(json: text(leaf.shapeName, min - 1), broken: Constraint.longer(min)))
      }
      return probes
    case .integer(let min, let max):
      return [max.map { ($0, $0 + 1, Constraint.atMost($0)) }, min.map { ($0, $0 - 1, Constraint.atLeast($0)) }]
        .compactMap(\.self)
        .flatMap { [Probe(json: "\($0.0)", broken: nil), Probe(json: "\($0.1)", broken: $0.2)] }
    case .enumeration(let values):
      return values.map { Probe(json: #""\#($0)""#, broken: nil) }
        + [Probe(json: #""none""#, broken: Constraint.oneOf(values))]
    case .list(let element, let min, let max):
      var builder = SampleBuilder(model: model)
      let item = builder.json(element)
      let list = { (count: Int) in "[" + [String](repeating: item, count: count).joined(separator: ",") + "]" }
      var probes: [Probe] = []
      if let max {
        probes.append(Probe(json: list(max), broken: nil))
        probes.append(Probe(json: list(max + 1), broken: Constraint.shorter(max)))
      }
      if let min, min > 0 { probes.append(Probe(json: list(min - 1), broken: Constraint.longer(min))) }
      return probes
    case .structure, .timestamp: return []
    }
  }

  private mutating func json(_ shapeName: String, at path: String) -> String {
    guard let shape = model.shapes[shapeName] else { return "null" }
    leaves.append(Leaf(path: path, shapeName: shapeName, shape: shape))
    if let override, override.path == path { return override.json }
    switch shape {
    case .string(let min, let max, _): return text(shapeName, Swift.min(max ?? 64, Swift.max(min ?? 1, 100)))
    case .enumeration(let values): return #""\#(values[0])""#
    case .integer(let min, _): return "\(min ?? 0)"
    case .timestamp: return "0"
    case .list(let element, _, _): return "[" + json(element, at: path + "[]") + "]"
    case .structure(let members):
      return "{" + members.map { #""\#($0.name)":"# + json($0.shape, at: "\(path)/\($0.name)") }.joined(separator: ",")
        + "}"
    }
  }

  private func prefix(_ shape: String) -> String {
    switch shape {
    case "VpcId": "vpc-"
    case "SubnetId": "subnet-"
    case "SecurityGroupId": "sg-"
    case "HostArn", "ConnectionArn", "AmazonResourceName", "IamRoleArn", "KmsKeyArn": "arn"
    default: ""
    }
  }

  private func arn(_ shape: String) -> String {
    switch shape {
    case "IamRoleArn": "arn:aws:iam::123456789012:role/"
    case "KmsKeyArn": "arn:aws:kms:eu-west-1:123456789012:key/"
    default: "arn:aws:codeconnections:eu-west-1:123456789012:host/"
    }
  }

  /// A string of that length; one that matches the shape's pattern where there is one of that length.
  private func text(_ shape: String, _ length: Int) -> String {
    if shape == "RepositoryLinkId" { return #""00000000-0000-4000-8000-000000000000""# }
    var start = prefix(shape)
    if start == "arn" { start = arn(shape) }
    let padded = start + String(repeating: "0", count: max(0, length - start.count))
    return #""\#(padded.prefix(length))""#
  }
}
