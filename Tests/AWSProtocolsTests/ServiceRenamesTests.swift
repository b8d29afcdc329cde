// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("Renamed services")
struct ServiceRenamesTests {
  @Test("are one under both names, and no others are")
  func names() {
    #expect(ServiceRenames.canonicalName(of: "codestar-connections") == "codeconnections")
    #expect(ServiceRenames.canonicalName(of: "codeconnections") == "codeconnections")
    #expect(ServiceRenames.sameService("codeconnections", "codestar-connections"))
    #expect(!ServiceRenames.sameService("codestar-notifications", "codestar-connections"))
    #expect(ServiceRenames.canonicalName(of: "s3") == "s3" && ServiceRenames.canonicalName(of: "") == "")
  }

  @Test("have every operation of the old name under the new one")
  func operations() throws {
    let index = ServiceIndex.standard
    var count = 0
    for service in index.services {
      let newest = ServiceRenames.canonicalName(of: service.name)
      guard newest != service.name else { continue }
      count += 1
      let other = try #require(index.service(named: newest))
      #expect(Set(service.operations.map(\.name)).isSubset(of: other.operations.map(\.name)))
    }
    #expect(count == 1)
  }
}
