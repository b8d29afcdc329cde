// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Simulator

@Suite("Model facts")
struct ModelFactsTests {
  @Test("Some facts are what the AWS API reference says")
  func literals() {
    let old = ServiceName.codestarConnections.model.shapes
    let new = ServiceName.codeconnections.model.shapes
    #expect(old["ConnectionName"] == .string(min: 1, max: 32, pattern: #"[\s\S]*"#))
    #expect(old["MaxResults"] == .integer(min: 0, max: 100))
    #expect(old["TagList"] == .list(of: "Tag", min: 0, max: 200))
    #expect(old["SubnetIds"] == .list(of: "SubnetId", min: 1, max: 10))
    #expect(old["Tag"] == .structure([.required("Key", "TagKey"), .required("Value", "TagValue")]))
    #expect(
      old["ProviderType"]
        == .enumeration(["Bitbucket", "GitHub", "GitHubEnterpriseServer", "GitLab", "GitLabSelfManaged"]))
    #expect(
      new["ProviderType"]
        == .enumeration([
          "Bitbucket", "GitHub", "GitHubEnterpriseServer", "GitLab", "GitLabSelfManaged", "AzureDevOps",
        ]))
    #expect(old["HostArn"] == new["HostArn"])
    #expect(
      ModelFacts.operations["UpdateHost"]?.errors == [
        "ConflictException", "ResourceNotFoundException", "ResourceUnavailableException",
        "UnsupportedOperationException",
      ])
  }

  @Test("There are 27 operations, and every shape that one names is there", arguments: ServiceName.allCases)
  func complete(service: ServiceName) {
    #expect(ModelFacts.operations.count == 27)
    let shapes = service.model.shapes
    for facts in ModelFacts.operations.values {
      #expect(shapes[facts.input] != nil)
      #expect(shapes[facts.output] != nil)
    }
    for case .structure(let members) in shapes.values {
      for member in members { #expect(shapes[member.shape] != nil, "\(member.shape)") }
    }
    for case .list(let element, _, _) in shapes.values { #expect(shapes[element] != nil, "\(element)") }
  }

  @Test("Every modelled operation is implemented, and every error that one declares is known")
  func implemented() {
    #expect(Set(Operation.named.keys) == Set(ModelFacts.operations.keys))
    let declared = Set(ModelFacts.operations.values.flatMap(\.errors))
    #expect(Set(ServiceError.Modelled.allCases.map(\.rawValue)) == declared)
  }
}
