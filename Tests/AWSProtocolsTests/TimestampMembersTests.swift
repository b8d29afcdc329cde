// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("Timestamps in the service index")
struct TimestampMembersTests {
  private func members(_ service: String) throws -> TimestampMembers {
    try #require(ServiceIndex.standard.service(named: service)).timestampMembers
  }

  @Test("have a form by protocol, place and model")
  func forms() throws {
    #expect(try members("dynamodb").body["CreationDateTime"] == .epochSeconds)
    #expect(try members("sts").body["Expiration"] == .iso8601)
    #expect(try members("s3").body["LastModified"] == .iso8601)
    #expect(try members("s3").headers["last-modified"] == .httpDate)
    #expect(try members("ec2").body["launchTime"] == .iso8601)
    #expect(try members("datazone").body["createdAt"] == .mixed)
    #expect(try members("codestar-connections").body["StartedAt"] == .epochSeconds)
  }

  @Test("are left out where a name is of the same kind elsewhere, but not where the value tells")
  func ambiguous() throws {
    #expect(try members("lambda").body["LastModified"] == .epochSeconds)
    #expect(try members("transcribe").body["StartTime"] == nil)
    #expect(try members("iot").body["timestamp"] == nil)
    #expect(try members("securityhub").body["UpdatedAt"] == nil)
    #expect(try members("s3").body["Expiration"] == .iso8601)
  }

  @Test(
    "are read from lines that are no lines of the index",
    arguments: ["@", "@b", "@bz\tx", "@he", "@be\t,,a", "@xxx\tb"])
  func broken(line: String) {
    var members = TimestampMembers()
    Array(line.utf8).withUnsafeBytes { members.add(IndexFields(rest: $0[...])) }
    #expect(members.headers.isEmpty && members.body.keys.allSatisfy { $0 == "a" })
  }
}
